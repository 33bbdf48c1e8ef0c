from collections.abc import Sequence
from pathlib import Path

import pytest

from model.domain.corpus import Entry
from model.training.reference_classifier import ReferenceClassifier
from tests.model.shell import Shell


@pytest.fixture(autouse=True)
def quick_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train the reference classifier on few of the names, in a fraction of the time."""

    class QuickClassifier(ReferenceClassifier):
        def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
            super().__init__(entries[::40], countries)

    monkeypatch.setattr("model.training.reference_classifier.ReferenceClassifier", QuickClassifier)


def test_json_output_has_every_metric_overall_and_by_country(shell: Shell) -> None:
    options = ["--countries", "Vietnam,PH", "--names", "20", "--seed", "3"]
    answer = shell.json("evaluate", *options)
    metrics = ["nats_per_name", "nats_per_letter", "perplexity", "origin_top1", "origin_top3"]
    metrics += ["calibration_error", "novel_share", "distinct_share", "held_out_hits"]
    metrics += ["style_agreement", "names_tested"]
    assert list(answer["countries"]) == ["VN", "PH"]
    for report in (answer, *answer["countries"].values()):
        assert set(metrics) <= set(report)
    assert (answer["seed"], answer["names"], answer["names_tested"]) == (3, 20, 36)
    assert answer["names_drawn"] == 20


def test_output_for_people_is_a_line_per_country_and_one_for_all(shell: Shell) -> None:
    printed = shell.run("evaluate", "--countries", "PH", "--names", "20")
    assert [line.split()[0] for line in printed.splitlines()] == ["tested", "all", "PH"]


def test_evaluating_needs_the_repository_and_scikit_learn(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "model.training.reference_classifier", None)
    assert "pip install" in shell.error("evaluate")
    monkeypatch.setattr("model.domain.corpus.NAMES_FILE", tmp_path / "none.txt")
    assert "not in the wheel" in shell.error("evaluate")
