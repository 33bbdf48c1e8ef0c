from pathlib import Path

import pytest

from tests.model.shell import Shell


def test_json_output_has_both_descents(shell: Shell) -> None:
    answer = shell.json("clip", "312")
    assert list(answer) == [
        *("number", "root", "threshold", "working", "epochs", "error", "clipped", "unclipped")
    ]
    assert (answer["threshold"], answer["epochs"]) == (40.15, 50)
    assert answer["error"] < 0.25
    assert answer["unclipped"][5] == {"epoch": 5, "gradient": "-inf", "value": "inf"}
    assert answer["unclipped"][6]["value"] == "nan"
    assert len(answer["clipped"]) == 50


def test_a_given_threshold_is_used(shell: Shell) -> None:
    options = ["clip", "16", "--threshold", "10", "--epochs", "20"]
    answer = shell.json(*options)
    assert (answer["threshold"], answer["epochs"]) == (10, 20)
    assert "clipped at ± 10" in shell.run(*options)


@pytest.mark.parametrize("number", ["312", "16", "0", "1000000"])
def test_both_descents_can_be_plotted(shell: Shell, tmp_path: Path, number: str) -> None:
    shell.run("clip", number, "--plot", str(tmp_path / "clip.png"))
    assert (tmp_path / "clip.png").read_bytes().startswith(b"\x89PNG")
