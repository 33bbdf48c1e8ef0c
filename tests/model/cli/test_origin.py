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


def test_each_name_is_a_line_of_json_with_what_was_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = run(capsys, "Sjoerd", "Wojciech", "--json").splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["name"] for row in rows] == ["Sjoerd", "Wojciech"]
    for row in rows:
        assert list(row) == ["name", "known_in", "verdict", "ranking", "letters"]
        assert [list(place) for place in row["ranking"]] == [
            ["country", "nats", "probability"]
        ] * len(countries())
        assert [list(letter) for letter in row["letters"]] == [["letter", "bits"]] * (
            len(row["name"]) + 1
        )
    assert "PL" in rows[1]["known_in"]


def test_seed_is_the_assignments_six(capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(run(capsys, "Sanne", "--among", "seed", "--json"))
    assert {place["country"] for place in row["ranking"]} == set(ASSIGNMENT_COUNTRIES)


def test_countries_are_chosen_by_code_or_name(capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(run(capsys, "Sanne", "--among", "Holland, pl,Chile", "--json"))
    assert {place["country"] for place in row["ranking"]} == {"NL", "PL", "CL"}


def test_by_nats_is_the_seeds_own_order(capsys: pytest.CaptureFixture[str]) -> None:
    row = json.loads(run(capsys, "Aleksander", "--by", "nats", "--json"))
    nats = [place["nats"] for place in row["ranking"]]
    assert nats == sorted(nats)
    chances = [place["probability"] for place in row["ranking"]]
    assert chances != sorted(chances, reverse=True)


def test_people_read_verdict_lists_bars_and_letters(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "Wojciech", "--among", "seed")
    assert "Wojciech: sure; known in" in told
    assert "Poland" in told
    assert "no. 1 by nats" in told
    assert "█" in told
    assert "bits for Poland over" in told


def test_a_name_that_is_unlikely_everywhere_gets_no_idea(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "xkcdq: no idea; known in no country here" in run(capsys, "xkcdq")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([""], "empty"),
        (["a"], "two letters or more"),
        (["J0hn"], "I cannot read 0"),
        (["🙂"], "I cannot read 🙂"),
        (["a" * 200], "40 letters at most"),
        (["Anna\u200f"], "U+200F"),
        (["an\nna"], "U+000A"),
        (["Anna", "李"], "I cannot read 李"),
        (["Анна"], "could be 'Anna': try that"),
        (["Anna", "--among", "NL,Narnia"], "no country 'Narnia'"),
        (["Anna", "--among", ""], "no country ''"),
        (["Anna", "--among", "NL"], "two different countries"),
        (["Anna", "--among", "NL,Holland"], "two different countries"),
    ],
)
def test_what_cannot_be_ranked_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert why in refused(capsys, *arguments)


def test_a_missing_atlas_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> OriginParameters:
        message = "origin.npz is not there"
        raise FileNotFoundError(message)

    monkeypatch.setattr(OriginParameters, "load", missing)
    assert "origin.npz" in refused(capsys, "Anna")
