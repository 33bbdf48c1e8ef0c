"""The commands that invent names, tell their origin and show clipping."""

import io
import math
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from unittest.mock import Mock

import pytest

from model.cli import main
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import Suggestion
from model.domain.ranking import ASSIGNMENT_COUNTRIES
from model.inference.name_generator import NameGenerator
from model.network.weights import ASSIGNMENT_WEIGHTS
from model.origin.parameters import OriginParameters
from model.selection.selector import NameSelector
from tests.model.shell import Shell


def test_names_are_printed_one_per_line(shell: Shell) -> None:
    printed = shell.run("names", "Holland")
    assert printed.count("\n") == 10
    assert "%" not in printed


@pytest.mark.parametrize("codes", [["NL"], ["NL", "PL"]])
def test_names_as_json_have_the_fields_of_a_suggestion(shell: Shell, codes: list[str]) -> None:
    names = shell.json("names", *codes, "--count", "4")
    assert len(names) == 4
    for row in names:
        assert list(row) == [*(field.name for field in fields(Suggestion)), "nats", "shares"]
        assert list(row["shares"]) == codes
        assert sum(row["shares"].values()) == pytest.approx(1)
        assert (row["kind"], row["bearing"]) == ("new", None)
        assert row["nats"] > 0


def test_shares_are_the_selectors_of_the_countries(shell: Shell, generator: NameGenerator) -> None:
    rows = shell.json("names", "CL", "NL", "PL", "--count", "5")
    blend = Condition.blend({"CL": 1, "NL": 1, "PL": 1})
    expected = NameSelector.load(generator).rater.shares([row["name"] for row in rows], blend)
    assert [row["shares"] for row in rows] == expected


def test_chosen_blends_are_balanced_by_default_and_others_distinct(shell: Shell) -> None:
    blend = ["names", "NL", "PL", "--seed", "3", "--count", "5"]
    assert "%  PL" in shell.run(*blend)
    assert shell.run(*blend) == shell.run(*blend, "--method", "balanced")
    assert shell.run(*blend, "--raw") == shell.run(*blend, "--raw", "--method", "distinct")


def test_shares_are_equal_by_default_and_relative(shell: Shell) -> None:
    blend = ["names", "NL", "PL", "--seed", "3"]
    assert shell.run(*blend) == shell.run(*blend, "--shares", "50,50")


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
        ("IS --max-length 2 --kind any", r"\d+ names were found: .* too long or too short"),
    ],
)
def test_fewer_names_than_asked_say_why(shell: Shell, options: str, warning: str) -> None:
    assert main(["names", *options.split()]) == 0
    err = shell.capsys.readouterr().err
    assert re.search(warning, err)
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["names", "NL"], ["names", "NL", "BE"]])
def test_known_names_are_marked_if_asked_for(shell: Shell, command: list[str]) -> None:
    options = [*command, "--seed", "1"]
    assert "a real name already" not in shell.run(*options)
    assert "a real name already" in shell.run(*options, "--kind", "any")
    assert "known" in {row["kind"] for row in shell.json(*options, "--kind", "any")}


@pytest.mark.parametrize("command", [["names", "DK"], ["names", "NL", "BE"]])
def test_rare_names_are_real_and_say_where_they_are_borne(shell: Shell, command: list[str]) -> None:
    options = [*command, "--kind", "rare", "--seed", "1"]
    rows = shell.json(*options)
    assert [row["kind"] for row in rows] == ["rare"] * 10
    assert any(row["bearing"] and row["bearing"]["bearers"] for row in rows)
    assert "a rare name" in shell.run(*options)


def test_origins_as_json_are_a_line_per_name_with_the_documented_fields(shell: Shell) -> None:
    rows = shell.json_lines("origin", "Sjoerd", "Wojciech")
    assert [row["name"] for row in rows] == ["Sjoerd", "Wojciech"]
    for row in rows:
        names = ["name", "known_in", "verdict", "ranking", "letters", "uses", "read_as", "shared"]
        assert list(row) == [*names, "reasons"]
        assert len(row["ranking"]) == len(countries())
        assert {(*score,) for score in row["ranking"]} == {("country", "nats", "probability")}
        assert len(row["letters"]) == len(row["name"]) + 1
        first, second, *_ = (score["probability"] for score in row["ranking"])
        nats = sum(reason["nats"] for reason in row["reasons"])
        assert nats == pytest.approx(math.log(first / second))
    assert "PL" in rows[1]["known_in"]


@pytest.mark.parametrize(
    ("among", "codes"),
    [("assignment", {*ASSIGNMENT_COUNTRIES}), ("Holland, pl,Chile", {"NL", "PL", "CL"})],
)
def test_countries_are_chosen_by_code_or_name(shell: Shell, among: str, codes: set[str]) -> None:
    row = shell.json("origin", "Sanne", "--among", among)
    assert {score["country"] for score in row["ranking"]} == codes


def test_origins_for_people_have_verdict_countries_bars_and_letters(shell: Shell) -> None:
    printed = shell.run("origin", "Wojciech", "--among", "assignment")
    for part in ("Wojciech: sure; known in", "no. 1 by nats", "█", "bits for Poland over"):
        assert part in printed
    assert "Xkcdq: no name; known in no country here" in shell.run("origin", "xkcdq")


def test_both_descents_are_printed(shell: Shell) -> None:
    printed = shell.run("clip", "312")
    assert "√312, not clipped" in printed
    assert "clipped at ± 40.15" in printed
    assert len(re.findall(r"^ +\d+  ", printed, re.MULTILINE)) == 2 * 50


def test_a_given_threshold_is_used(shell: Shell) -> None:
    printed = shell.run("clip", "16", "--threshold", "10", "--epochs", "20")
    assert "clipped at ± 10" in printed
    assert len(re.findall(r"^ +\d+  ", printed, re.MULTILINE)) == 2 * 20


@pytest.mark.parametrize("number", ["312", "16", "0", "1000000"])
def test_both_descents_can_be_plotted(shell: Shell, tmp_path: Path, number: str) -> None:
    shell.run("clip", number, "--plot", str(tmp_path / "clip.png"))
    assert (tmp_path / "clip.png").read_bytes().startswith(b"\x89PNG")


REFUSED: dict[str, list[tuple[list[str], str]]] = {
    "names": [
        (["Netherlandz"], "Did you mean: Netherlands"),
        (["NL", "--starts-with", "李"], "I can’t read 李"),
        (["NL", "--seed", "-1"], "0 or more"),
        (["NL", "--raw", "--ends-with", "a"], "cannot be chosen by their last letters"),
        (["NL", "PL", "CL", "FR"], "up to three countries, not 4"),
        (["NL", "Holland"], "same country twice: Netherlands"),
        (["NL", "--shares", "1,1"], "each of the 1 countries"),
        (["NL", "PL", "--shares", ""], "each of the 2 countries"),
        (["NL", "PL", "--shares", "0.5,0.3,0.2"], "each of the 2 countries"),
        (["NL", "PL", "--shares", "1,0"], "a number above 0"),
        (["NL", "PL", "--shares", "half,half"], "a number above 0"),
        (["NL", "PL", "--shares", "nan,1"], "a number above 0"),
        (["NL", "PL", "--shares", "1e308,1e308"], "a number above 0"),
        (["NL", "PL", "--shares", "1e-320,1e300"], "a number above 0"),
        (["NL", "--weights", str(ASSIGNMENT_WEIGHTS)], "holds no network for names"),
        (["NL", "--weights", __file__], "holds no network for names"),
        (["NL", "--weights", "missing.npz"], "No such file"),
    ],
    "origin": [
        (["Anna", "李"], "I can’t read 李"),
        (["Anna", "--among", "NL,Narnia"], "a country called 'Narnia'"),
        (["Anna", "--among", ""], "a country called ''"),
    ],
    "clip": [
        (["-5"], "from 0 to 1,000,000"),
        (["16", "--threshold", "0"], "above 0"),
        (["16", "--plot", "/nowhere/clip.png"], "No plot could be drawn"),
        (["16", "--plot", "clip.xyz"], "No plot could be drawn"),
    ],
    "evaluate": [
        (["--countries", "NL,Narnia"], "a country called 'Narnia'"),
        (["--names", "0"], "--names is 1 to 100,000"),
        (["--seed", "-1"], "0 or more"),
    ],
}


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [(command, *row) for command, rows in REFUSED.items() for row in rows],
)
def test_what_a_command_cannot_use_is_refused_in_one_line(
    shell: Shell, command: str, arguments: list[str], message: str
) -> None:
    assert message in shell.error(command, *arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("names NL PL --method mean", "invalid BlendMethod value: 'mean'"),
        ("train --recipe assignment --size tiny", "--size: not allowed with argument --recipe"),
        *((f"clip {text}", f"invalid float value: '{text}'") for text in ("", "many", "3,5")),
    ],
)
def test_arguments_that_a_command_does_not_have(shell: Shell, arguments: str, message: str) -> None:
    assert message in shell.usage_error(*arguments.split(" "))


@pytest.mark.parametrize(
    ("loaded", "command"),
    [(NameSelector, "names NL PL"), (OriginParameters, "origin Anna")],
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
    assert main(["clip", "16"]) == 0


def test_one_blas_thread_is_enough() -> None:
    code = (
        "import model.__main__, threadpoolctl\n"
        "print({pool['num_threads'] for pool in threadpoolctl.threadpool_info()})"
    )
    environ = {name: value for name, value in os.environ.items() if "THREADS" not in name}
    printed = subprocess.check_output([sys.executable, "-c", code], env=environ, text=True)  # noqa: S603 - our own code
    assert printed == "{1}\n"
