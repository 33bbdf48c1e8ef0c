import io
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from model.__main__ import main
from model.domain.corpus import SPLITS, entries
from model.origin.parameters import OriginParameters
from model.selection.selector import NameSelector
from tests.model.shell import SUGGESTION_FIELDS, Shell


def test_names_are_printed_one_per_line(shell: Shell) -> None:
    assert shell.run("names", "Holland").count("\n") == 30


def test_names_as_json_have_the_documented_fields(shell: Shell) -> None:
    names = shell.json("names", "NL", "--count", "4")
    assert len(names) == 4
    for row in names:
        assert list(row) == ["name", "country", "nats", *SUGGESTION_FIELDS]
        assert row["country"] == "NL"
        assert (row["novel"], row["kind"], row["bearing"]) == (True, "new", None)


@pytest.mark.parametrize(
    ("options", "pattern"),
    [
        ("--gender F --style classic --starts-with Ma --max-length 7", "Ma.{1,5}"),
        ("--ends-with lle --gender N", ".*lle"),
    ],
)
def test_names_follow_the_options(shell: Shell, options: str, pattern: str) -> None:
    names = [row["name"] for row in shell.json("names", "FR", "--count", "3", *options.split())]
    assert len(names) == 3
    assert all(re.fullmatch(pattern, name) for name in names)


@pytest.mark.parametrize(
    ("options", "warning"),
    [
        ("NL --starts-with aaa", "No more than 0 new names were found: most didn’t look"),
        ("IS --max-length 2 --known-too", r"\d+ names were found: .* too long or too short"),
    ],
)
def test_fewer_names_than_asked_say_why(shell: Shell, options: str, warning: str) -> None:
    assert main(["names", *options.split()]) == 0
    err = shell.capsys.readouterr().err
    assert re.search(warning, err)
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["names", "NL"], ["blend", "NL", "BE"]])
def test_known_names_are_marked_if_asked_for(shell: Shell, command: list[str]) -> None:
    options = [*command, "--count", "10", "--seed", "1"]
    assert "a real name already" not in shell.run(*options)
    assert "a real name already" in shell.run(*options, "--known-too")
    listed = shell.json(*options, "--known-too")
    assert listed == shell.json(*options, "--kind", "any")
    assert all(row["novel"] == (row["kind"] == "new") for row in listed)
    assert "known" in {row["kind"] for row in listed}


@pytest.mark.parametrize("command", [["names", "DK"], ["blend", "NL", "BE"]])
def test_rare_names_are_real_and_say_where_they_are_borne(shell: Shell, command: list[str]) -> None:
    options = [*command, "--kind", "rare", "--count", "10", "--seed", "1"]
    rows = shell.json(*options)
    assert [row["kind"] for row in rows] == ["rare"] * 10
    assert any(row["bearing"] and row["bearing"]["bearers"] for row in rows)
    assert "a rare name" in shell.run(*options)


def test_scores_are_in_the_order_read(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "Sanne\tHolland\nJean-Luc\tFrance\nSanne\tCN\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    printed = [line.split("\t") for line in shell.run("score").splitlines()]
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    rows = shell.json_lines("score")
    read = [["Sanne", "NL"], ["Jean-Luc", "FR"], ["Sanne", "CN"]]
    assert [fields[:2] for fields in printed] == read
    assert [[row["name"], row["country"]] for row in rows] == read
    assert 0 < rows[0]["nats"] < rows[2]["nats"]
    assert [float(nats) for *_, nats in printed] == pytest.approx([r["nats"] for r in rows], 1e-3)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Sanne", "a name, a tab and a country"),
        ("Sanne\tNarnia", "a country called 'Narnia'"),
        ("\tNL", "at least one letter"),
        ("S4nne\tNL", "I can’t read 4"),
    ],
)
def test_unusable_lines_are_refused(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, line: str, message: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))
    assert message in shell.error("score")


def test_the_splits_make_up_the_data(shell: Shell) -> None:
    lines = [line for split in SPLITS for line in shell.run("split", split).splitlines()]
    assert sorted(lines) == sorted(
        f"{entry.name}\t{entry.country}\t{entry.gender}" for entry in entries()
    )


def test_the_split_needs_the_repository(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("model.domain.corpus.NAMES_FILE", tmp_path / "none.txt")
    assert "not in the wheel" in shell.error("split", "test")


def test_countries_are_listed_with_aliases(shell: Shell) -> None:
    assert "Holland" in shell.run("countries")
    listed = shell.json("countries")
    assert {"NL", "IR", "FR", "PL", "CN", "IT", "CL"} <= {country["code"] for country in listed}


@pytest.mark.parametrize(
    ("loaded", "command"),
    [
        (NameSelector, "names NL"),
        (NameSelector, "blend NL PL"),
        (OriginParameters, "origin Anna"),
        (OriginParameters, "mix Anna Peter"),
    ],
)
def test_a_missing_file_is_reported_in_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, loaded: type, command: str
) -> None:
    monkeypatch.setattr(loaded, "load", Mock(side_effect=FileNotFoundError("it is not there")))
    assert shell.error(*command.split()) == "it is not there\n"


def test_a_closed_pipe_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Head(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Head())
    assert main(["countries"]) == 0


def test_one_blas_thread_is_enough() -> None:
    code = (
        "import model.__main__, threadpoolctl\n"
        "print({pool['num_threads'] for pool in threadpoolctl.threadpool_info()})"
    )
    environ = {name: value for name, value in os.environ.items() if "THREADS" not in name}
    printed = subprocess.check_output([sys.executable, "-c", code], env=environ, text=True)  # noqa: S603 - our own code
    assert printed == "{1}\n"
