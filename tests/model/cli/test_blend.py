import json

import numpy as np
import pytest

from model.__main__ import main
from model.domain.condition import BlendMethod
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from tests.model.shell import run


def test_a_blend_as_json_holds_what_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    names = json.loads(run(capsys, "blend", "Holland", "pl", "--seed", "1", "--json"))
    assert len(names) == 10
    for one in names:
        assert list(one) == ["name", "nats", "shares", "novel", "nearest", "distance"]
        assert list(one["shares"]) == ["NL", "PL"]
        assert sum(one["shares"].values()) == pytest.approx(1)
        assert one["novel"] is True
        assert one["nats"] > 0


def test_shares_are_the_origins_probabilities_among_the_blended(
    capsys: pytest.CaptureFixture[str],
) -> None:
    names = json.loads(run(capsys, "blend", "CL", "NL", "PL", "--count", "5", "--json"))
    expected = OriginClassifier.load().probabilities(
        [one["name"] for one in names], ["CL", "NL", "PL"]
    )
    found = [list(one["shares"].values()) for one in names]
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_a_blend_for_people_is_a_line_a_name_with_a_share_for_each_country(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = run(capsys, "blend", "NL", "PL", "CL", "--count", "4").splitlines()
    assert len(lines) == 4
    assert all("nearest" in line and "NL" in line and "CL" in line for line in lines)


@pytest.mark.parametrize("method", BlendMethod)
def test_the_same_seed_prints_the_same_blend_by_every_method(
    capsys: pytest.CaptureFixture[str], method: BlendMethod
) -> None:
    arguments = ["blend", "FR", "JP", "--seed", "42", "--method", method]
    one, other = (run(capsys, *arguments) for _ in range(2))
    assert one == other
    assert one.count("\n") == 10


def test_weights_left_out_are_equal_and_may_be_in_any_unit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    blend = ["blend", "NL", "PL", "--seed", "3"]
    assert run(capsys, *blend) == run(capsys, *blend, "--weights", "50,50")


def test_a_blend_obeys_the_options_of_any_wish(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--starts-with", "Ma", "--min-length", "5", "--max-length", "7", "--gender", "F"]
    options += ["--style", "classic", "--count", "5", "--json"]
    names = [one["name"] for one in json.loads(run(capsys, "blend", "NL", "IT", *options))]
    assert names
    assert all(name.startswith("Ma") and 5 <= len(name) <= 7 for name in names)


def test_a_blend_of_which_there_are_none_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["blend", "NL", "CN", "--starts-with", "xxxx", "--max-length", "5", "--json"]
    assert main(arguments) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "No more than 0 new names" in err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["NL"], "two or three countries, not 1"),
        (["NL", "PL", "CL", "FR"], "two or three countries, not 4"),
        (["NL", "Holland"], "Netherlands stands twice"),
        (["NL", "Polandd"], "Did you mean Poland"),
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
        (["NL", "PL", "--starts-with", "李"], "I cannot read 李"),
    ],
)
def test_a_blend_that_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert main(["blend", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert why in err


@pytest.mark.parametrize("arguments", [["names", "NL"], ["blend", "NL", "PL"]])
def test_a_style_is_a_sharpness_with_a_name(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    asked = [*arguments, "--seed", "5", "--count", "5"]
    classic = run(capsys, *asked, "--style", "classic")
    assert run(capsys, *asked, "--sharpness", "2") == classic
    assert run(capsys, *asked, "--sharpness", "1.5") != classic


@pytest.mark.parametrize(
    "options",
    [["--style", "bold", "--sharpness", "2"], ["--sharpness", "much"], ["--method", "mean"]],
)
def test_options_that_exclude_each_other_or_are_none_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["blend", "NL", "PL", *options])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_blend_without_the_atlas_of_origins_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: NameGenerator) -> OriginClassifier:
        message = "no atlas"
        raise FileNotFoundError(message)

    monkeypatch.setattr(OriginClassifier, "load", missing)
    assert main(["blend", "NL", "PL"]) == 2
    assert capsys.readouterr().err == "no atlas\n"
