import json

import pytest

from model.__main__ import main
from model.domain.countries import countries
from model.domain.ranking import ASSIGNMENT_COUNTRIES
from model.origin.parameters import OriginParameters


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["origin", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["origin", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_json_output_is_a_line_per_name_with_the_documented_fields(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = run(capsys, "Sjoerd", "Wojciech", "--json").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["name"] for row in rows] == ["Sjoerd", "Wojciech"]
    for row in rows:
        assert list(row) == [
            *("name", "known_in", "verdict", "ranking", "letters", "uses", "read_as"),
        ]
        assert [list(score) for score in row["ranking"]] == [
            ["country", "nats", "probability"]
        ] * len(countries())
        assert [list(letter) for letter in row["letters"]] == [["letter", "bits"]] * (
            len(row["name"]) + 1
        )
    assert "PL" in rows[1]["known_in"]


@pytest.mark.parametrize("among", ["assignment", "seed"])
def test_the_assignments_six_have_a_name(capsys: pytest.CaptureFixture[str], among: str) -> None:
    row = json.loads(run(capsys, "Sanne", "--among", among, "--json"))
    assert {score["country"] for score in row["ranking"]} == set(ASSIGNMENT_COUNTRIES)


def test_countries_are_chosen_by_code_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(run(capsys, "Sanne", "--among", "Holland, pl,Chile", "--json"))
    assert {score["country"] for score in row["ranking"]} == {"NL", "PL", "CL"}


def test_ranking_by_nats_is_the_assignments_order(capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(run(capsys, "Aleksander", "--by", "nats", "--json"))
    nats = [score["nats"] for score in row["ranking"]]
    assert nats == sorted(nats)
    probabilities = [score["probability"] for score in row["ranking"]]
    assert probabilities != sorted(probabilities, reverse=True)


def test_output_for_people_has_verdict_countries_bars_and_letters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = run(capsys, "Wojciech", "--among", "seed")
    assert "Wojciech: sure; known in" in printed
    assert "Poland" in printed
    assert "no. 1 by nats" in printed
    assert "█" in printed
    assert "bits for Poland over" in printed


def test_a_name_unlikely_everywhere_gets_no_idea(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "xkcdq: no idea; known in no country here" in run(capsys, "xkcdq")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([""], "Type a name"),
        (["a"], "at least two letters"),
        (["J0hn"], "I can’t read 0"),
        (["🙂"], "I can’t read 🙂"),
        (["a" * 200], "up to 40 letters"),
        (["Anna\u200f"], "U+200F"),
        (["an\nna"], "U+000A"),
        (["Anna", "李"], "I can’t read 李"),
        (["Анна"], "How about 'Anna'"),
        (["Anna", "--among", "NL,Narnia"], "a country called 'Narnia'"),
        (["Anna", "--among", ""], "a country called ''"),
        (["Anna", "--among", "NL"], "two different countries"),
        (["Anna", "--among", "NL,Holland"], "two different countries"),
    ],
)
def test_unusable_names_and_countries_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert message in refused(capsys, *arguments)


def test_missing_origin_parameters_are_reported_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> OriginParameters:
        message = "origin.npz is not there"
        raise FileNotFoundError(message)

    monkeypatch.setattr(OriginParameters, "load", missing)
    assert "origin.npz" in refused(capsys, "Anna")
