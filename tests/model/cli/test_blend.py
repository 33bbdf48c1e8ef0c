import pytest

from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector
from tests.model.shell import SUGGESTION_FIELDS, Shell


def test_json_output_has_the_documented_fields(shell: Shell) -> None:
    names = shell.json("blend", "Holland", "pl", "--seed", "1")
    assert len(names) == 10
    for row in names:
        assert list(row) == ["name", "nats", "shares", *SUGGESTION_FIELDS]
        assert list(row["shares"]) == ["NL", "PL"]
        assert sum(row["shares"].values()) == pytest.approx(1)
        assert (row["novel"], row["kind"]) == (True, "new")
        assert row["nats"] > 0


def test_shares_are_the_selectors_of_the_countries(shell: Shell, generator: NameGenerator) -> None:
    rows = shell.json("blend", "CL", "NL", "PL", "--count", "5")
    blend = Condition.blend({"CL": 1, "NL": 1, "PL": 1})
    expected = NameSelector.load(generator).rater.shares([row["name"] for row in rows], blend)
    assert [row["shares"] for row in rows] == expected


def test_chosen_blends_are_balanced_by_default_and_others_distinct(shell: Shell) -> None:
    blend = ["blend", "NL", "PL", "--seed", "3", "--count", "5"]
    assert shell.run(*blend) == shell.run(*blend, "--method", "balanced")
    assert shell.run(*blend, "--raw") == shell.run(*blend, "--raw", "--method", "distinct")


def test_weights_are_equal_by_default_and_relative(shell: Shell) -> None:
    blend = ["blend", "NL", "PL", "--seed", "3"]
    assert shell.run(*blend) == shell.run(*blend, "--weights", "50,50")


@pytest.mark.parametrize("arguments", [["names", "NL"], ["blend", "NL", "PL"]])
def test_a_style_is_a_named_sharpness(shell: Shell, arguments: list[str]) -> None:
    asked = [*arguments, "--seed", "5", "--count", "5"]
    classic = shell.run(*asked, "--style", "classic")
    assert shell.run(*asked, "--sharpness", "2") == classic
    assert shell.run(*asked, "--sharpness", "0.9") != classic
