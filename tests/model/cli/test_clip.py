import json
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from model.__main__ import main
from tests.model.shell import error_message, run


def test_json_output_has_both_descents(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(run(capsys, "clip", "312", "--json"))
    assert list(answer) == [
        "number",
        "root",
        "threshold",
        "working",
        "epochs",
        "error",
        "clipped",
        "unclipped",
    ]
    assert (answer["threshold"], answer["epochs"]) == (40.15, 50)
    assert answer["error"] < 0.25
    assert answer["unclipped"][5] == {"epoch": 5, "gradient": "-inf", "value": "inf"}
    assert answer["unclipped"][6]["value"] == "nan"
    assert len(answer["clipped"]) == 50


def test_a_given_threshold_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--threshold", "10", "--epochs", "20"]
    answer = json.loads(run(capsys, "clip", "16", *options, "--json"))
    assert (answer["threshold"], answer["epochs"]) == (10, 20)
    assert "clipped at ± 10" in run(capsys, "clip", "16", *options)


@pytest.mark.parametrize("number", ["312", "16", "0", "1", "1000000"])
def test_both_descents_can_be_plotted(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, number: str
) -> None:
    run(capsys, "clip", number, "--plot", str(tmp_path / "clip.png"))
    assert (tmp_path / "clip.png").read_bytes().startswith(b"\x89PNG")


def test_the_plot_glares_in_no_theme(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(capsys, "clip", "312", "--plot", str(tmp_path / "clip.png"))
    shades = imread(tmp_path / "clip.png")[..., :3].mean(axis=2)
    assert np.median(shades) < 0.25
    assert shades.max() > 0.75


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["clip", "1e9"], "from 0 to 1,000,000"),
        (["clip", "--", "-5"], "from 0 to 1,000,000"),
        (["clip", "-5"], "from 0 to 1,000,000"),
        (["clip", "nan"], "from 0 to 1,000,000"),
        (["clip", "16", "--threshold", "0"], "above 0"),
        (["clip", "16", "--plot", "/nowhere/clip.png"], "No plot could be drawn"),
        (["clip", "16", "--plot", "clip.xyz"], "No plot could be drawn"),
    ],
)
def test_values_out_of_bounds_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert message in error_message(capsys, *arguments)


@pytest.mark.parametrize("text", ["", "many", "3,5"])
def test_invalid_numbers_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["clip", text])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
