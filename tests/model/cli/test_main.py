import io
import json
import re
from pathlib import Path

import pytest

from model.__main__ import main
from model.domain.corpus import PARTS, entries
from tests.model.shell import refused, run


def test_names_are_printed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "names", "Holland", "--seed", "1").count("\n") == 30


def test_names_as_json_hold_what_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    names = json.loads(run(capsys, "names", "NL", "--count", "4", "--json"))
    assert len(names) == 4
    for one in names:
        assert list(one) == ["name", "country", "nats", "novel", "nearest", "distance"]
        assert one["country"] == "NL"
        assert one["novel"] is True


def test_names_obey_their_options(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--gender", "F", "--style", "classic", "--starts-with", "Ma"]
    options += ["--min-length", "5", "--max-length", "7", "--count", "5", "--json"]
    names = [one["name"] for one in json.loads(run(capsys, "names", "Poland", *options))]
    assert names
    assert all(name.startswith("Ma") and 5 <= len(name) <= 7 for name in names)


def test_the_same_seed_prints_the_same_names(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (run(capsys, "names", "IT", "--seed", "42") for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["CN", "--starts-with", "xxxx"], "No more than 0 new names were found: most came out as"),
        (["IS", "--max-length", "2", "--known-too"], r"\d+ names were found: .* longer or shorter"),
    ],
)
def test_fewer_names_than_asked_say_so_and_why(
    capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["names", *arguments]) == 0
    err = capsys.readouterr().err
    assert re.search(told, err)
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["names", "NL"], ["blend", "NL", "BE"]])
def test_known_names_are_printed_as_such_if_they_are_asked_for(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    options = [*command, "--count", "30", "--seed", "1"]
    assert "a known name" not in run(capsys, *options)
    assert "a known name" in run(capsys, *options, "--known-too")
    listed = json.loads(run(capsys, *options, "--known-too", "--json"))
    known = [one for one in listed if not one["novel"]]
    assert known
    assert all(one["distance"] == 0 for one in known)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["names", "Netherlandz"], "Did you mean Netherlands"),
        (["names", ""], "Did you mean"),
        (["names", "NL", "--starts-with", "李"], "I cannot read 李"),
        (["names", "NL", "--min-length", "9", "--max-length", "4"], "cannot be longer"),
        (["names", "NL", "--max-length", "99"], "2 to 24 letters"),
        (["names", "NL", "--count", "0"], "1 to 1000"),
        (["names", "NL", "--seed", "-1"], "0 or more"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert why in refused(capsys, *arguments)


def test_scores_come_a_line_each_in_the_order_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Sanne\tNL\nJean-Luc\tFrance\nSanne\tCN\n"))
    rows = [json.loads(line) for line in run(capsys, "score", "--json").splitlines()]
    assert [(row["name"], row["country"]) for row in rows] == [
        ("Sanne", "NL"),
        ("Jean-Luc", "FR"),
        ("Sanne", "CN"),
    ]
    assert 0 < rows[0]["nats"] < rows[2]["nats"]


def test_scores_are_printed_behind_name_and_country(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Sanne\tHolland\n"))
    name, country, nats = run(capsys, "score").split("\t")
    assert (name, country) == ("Sanne", "NL")
    assert float(nats) > 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Sanne", "a name, a tab and a country"),
        ("Sanne\tNarnia", "no country 'Narnia'"),
        ("\tNL", "at least one letter"),
        ("S4nne\tNL", "I cannot read 4"),
    ],
)
def test_a_line_that_cannot_be_scored_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, line: str, why: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))
    assert why in refused(capsys, "score")


def test_the_parts_of_the_split_are_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for part in PARTS for line in run(capsys, "split", part).splitlines()]
    assert sorted(lines) == sorted(f"{one.name}\t{one.country}\t{one.gender}" for one in entries())


def test_the_split_needs_the_repository(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("model.domain.corpus.entries", lambda: entries(tmp_path / "none.txt"))
    assert "not in the wheel" in refused(capsys, "split", "test")


def test_countries_are_listed_with_what_else_they_are_called(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "Holland" in run(capsys, "countries")
    listed = json.loads(run(capsys, "countries", "--json"))
    assert {"NL", "IR", "FR", "PL", "CN", "IT", "CL"} <= {one["code"] for one in listed}


def test_a_reader_that_has_seen_enough_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Head(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Head())
    assert main(["countries"]) == 0
