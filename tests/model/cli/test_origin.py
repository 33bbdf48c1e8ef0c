import math

import pytest

from model.domain.countries import countries
from model.domain.ranking import ASSIGNMENT_COUNTRIES
from tests.model.shell import Shell


def test_json_output_is_a_line_per_name_with_the_documented_fields(shell: Shell) -> None:
    rows = shell.json_lines("origin", "Sjoerd", "Wojciech")
    assert [row["name"] for row in rows] == ["Sjoerd", "Wojciech"]
    for row in rows:
        fields = ["name", "known_in", "verdict", "ranking", "letters", "uses", "read_as", "shared"]
        assert list(row) == [*fields, "reasons"]
        assert len(row["ranking"]) == len(countries())
        assert {(*score,) for score in row["ranking"]} == {("country", "nats", "probability")}
        assert len(row["letters"]) == len(row["name"]) + 1
        assert {(*letter,) for letter in row["letters"]} == {("letter", "bits")}
        first, second, *_ = (score["probability"] for score in row["ranking"])
        nats = sum(reason["nats"] for reason in row["reasons"])
        assert nats == pytest.approx(math.log(first / second))
    assert "PL" in rows[1]["known_in"]


@pytest.mark.parametrize(
    ("among", "codes"),
    [
        ("assignment", {*ASSIGNMENT_COUNTRIES}),
        ("seed", {*ASSIGNMENT_COUNTRIES}),
        ("Holland, pl,Chile", {"NL", "PL", "CL"}),
    ],
)
def test_countries_are_chosen_by_code_or_name(shell: Shell, among: str, codes: set[str]) -> None:
    row = shell.json("origin", "Sanne", "--among", among)
    assert {score["country"] for score in row["ranking"]} == codes


def test_output_for_people_has_verdict_countries_bars_and_letters(shell: Shell) -> None:
    printed = shell.run("origin", "Wojciech", "--among", "seed")
    for part in ("Wojciech: sure; known in", "no. 1 by nats", "█", "bits for Poland over"):
        assert part in printed
    assert "Xkcdq: no name; known in no country here" in shell.run("origin", "xkcdq")
