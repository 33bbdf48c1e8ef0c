import json

import pytest

from model.__main__ import main
from model.domain.condition import BlendMethod, Condition
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector
from tests.model.shell import SUGGESTION_FIELDS, run


def test_json_output_has_the_documented_fields(capsys: pytest.CaptureFixture[str]) -> None:
    names = json.loads(run(capsys, "blend", "Holland", "pl", "--seed", "1", "--json"))
    assert len(names) == 10
    for row in names:
        assert list(row) == ["name", "nats", "shares", *SUGGESTION_FIELDS]
        assert list(row["shares"]) == ["NL", "PL"]
        assert sum(row["shares"].values()) == pytest.approx(1)
        assert (row["novel"], row["kind"]) == (True, "new")
        assert row["nats"] > 0


def test_shares_are_the_selectors_among_the_blended_countries(
    capsys: pytest.CaptureFixture[str], generator: NameGenerator
) -> None:
    rows = json.loads(run(capsys, "blend", "CL", "NL", "PL", "--count", "5", "--json"))
    blend = Condition.blend({"CL": 1, "NL": 1, "PL": 1})
    expected = NameSelector.load(generator).rater.shares([row["name"] for row in rows], blend)
    assert [row["shares"] for row in rows] == expected


def test_output_for_people_is_a_line_per_name_with_each_countrys_share(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = run(capsys, "blend", "NL", "PL", "CL", "--count", "4").splitlines()
    assert len(lines) == 4
    assert all("nearest" in line and "NL" in line and "CL" in line for line in lines)


@pytest.mark.slow
@pytest.mark.parametrize("method", BlendMethod)
def test_the_same_seed_prints_the_same_names_with_every_method(
    capsys: pytest.CaptureFixture[str], method: BlendMethod
) -> None:
    arguments = ["blend", "FR", "JP", "--seed", "42", "--method", method]
    first, second = (run(capsys, *arguments) for _ in range(2))
    assert first == second
    assert first


def test_chosen_blends_are_balanced_by_default_and_others_distinct(
    capsys: pytest.CaptureFixture[str],
) -> None:
    blend = ["blend", "NL", "PL", "--seed", "3", "--count", "5"]
    assert run(capsys, *blend) == run(capsys, *blend, "--method", "balanced")
    assert run(capsys, *blend, "--raw") == run(capsys, *blend, "--raw", "--method", "distinct")


def test_weights_are_equal_by_default_and_relative(
    capsys: pytest.CaptureFixture[str],
) -> None:
    blend = ["blend", "NL", "PL", "--seed", "3"]
    assert run(capsys, *blend) == run(capsys, *blend, "--weights", "50,50")


def test_a_blend_follows_the_common_options(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--starts-with", "Ma", "--min-length", "5", "--max-length", "7", "--gender", "F"]
    options += ["--style", "classic", "--count", "5", "--json"]
    names = [row["name"] for row in json.loads(run(capsys, "blend", "NL", "IT", *options))]
    assert names
    assert all(name.startswith("Ma") and 5 <= len(name) <= 7 for name in names)


def test_a_blend_without_results_warns(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["blend", "NL", "CN", "--starts-with", "xxxx", "--max-length", "5", "--json"]
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "No more than 0 new names" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["NL"], "two or three countries, not 1"),
        (["NL", "PL", "CL", "FR"], "two or three countries, not 4"),
        (["NL", "Holland"], "same country twice: Netherlands"),
        (["NL", "Polandd"], "Did you mean: Poland"),
        (["NL", "PL", "--weights", "1"], "each of the 2 countries, not '1'"),
        (["NL", "PL", "--weights", "0.5,0.3,0.2"], "each of the 2 countries"),
        (["NL", "PL", "--weights", ""], "each of the 2 countries"),
        (["NL", "PL", "--weights=-1,2"], "a number above 0"),
        (["NL", "PL", "--weights", "1,0"], "a number above 0"),
        (["NL", "PL", "--weights", "0,0"], "a number above 0"),
        (["NL", "PL", "--weights", "half,half"], "a number above 0"),
        (["NL", "PL", "--weights", "nan,1"], "a number above 0"),
        (["NL", "PL", "--weights", "inf,1"], "a number above 0"),
        (["NL", "PL", "--weights", "1e308,1e308"], "a number above 0"),
        (["NL", "PL", "--weights", "1e-320,1e300"], "a number above 0"),
        (["NL", "PL", "--sharpness", "11"], "0.1 to 10"),
        (["NL", "PL", "--seed", "-1"], "0 or more"),
        (["NL", "PL", "--starts-with", "李"], "I can’t read 李"),
    ],
)
def test_unusable_blends_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["blend", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize("arguments", [["names", "NL"], ["blend", "NL", "PL"]])
def test_a_style_is_a_named_sharpness(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    asked = [*arguments, "--seed", "5", "--count", "5"]
    classic = run(capsys, *asked, "--style", "classic")
    assert run(capsys, *asked, "--sharpness", "2") == classic
    assert run(capsys, *asked, "--sharpness", "0.9") != classic


@pytest.mark.parametrize(
    "options",
    [["--style", "bold", "--sharpness", "2"], ["--sharpness", "much"], ["--method", "mean"]],
)
def test_conflicting_or_unknown_options_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["blend", "NL", "PL", *options])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["blend", "NL", "PL"], ["names", "NL"]])
def test_missing_ranker_is_reported_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    def missing(_: NameGenerator) -> NameSelector:
        message = "no ranker"
        raise FileNotFoundError(message)

    monkeypatch.setattr(NameSelector, "load", missing)
    assert main(arguments) == 2
    assert capsys.readouterr().err == "no ranker\n"
