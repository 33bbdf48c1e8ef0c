import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from model.domain.corpus import Entry
from model.training.reference_classifier import ReferenceClassifier
from tests.model.shell import refused, run


@pytest.fixture
def few_to_judge_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the judge of an evaluation see a tenth of the names, which takes a tenth of the time."""

    class Hasty(ReferenceClassifier):
        def __init__(self, entries: Sequence[Entry], countries: tuple[str, ...]) -> None:
            super().__init__(entries[::10], countries)

    monkeypatch.setattr("model.training.reference_classifier.ReferenceClassifier", Hasty)


@pytest.mark.usefixtures("few_to_judge_by")
def test_an_evaluation_holds_every_figure_together_and_by_country(
    capsys: pytest.CaptureFixture[str],
) -> None:
    options = ["--countries", "Vietnam,PH", "--names", "20", "--seed", "3"]
    answer = json.loads(run(capsys, "evaluate", *options, "--json"))
    figures = ["nats_per_name", "nats_per_letter", "perplexity", "origin_top1", "origin_top3"]
    figures += ["calibration_error", "novel_share", "distinct_share", "held_out_hits"]
    figures += ["style_agreement", "names_tested"]
    assert list(answer["countries"]) == ["VN", "PH"]
    for one in (answer, *answer["countries"].values()):
        assert set(figures) <= set(one)
    assert (answer["seed"], answer["names"], answer["names_tested"]) == (3, 20, 23)
    assert answer["names_drawn"] == 20


@pytest.mark.usefixtures("few_to_judge_by")
def test_an_evaluation_is_a_line_a_country_and_one_for_all(
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = run(capsys, "evaluate", "--countries", "PH", "--names", "20")
    assert [line.split()[0] for line in printed.splitlines()] == ["tested", "all", "PH"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--countries", "NL,Narnia"], "no country 'Narnia'"),
        (["--names", "0"], "--names is 1 to 100,000"),
        (["--seed", "-1"], "0 or more"),
    ],
)
def test_an_evaluation_that_cannot_be_is_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], why: str
) -> None:
    assert why in refused(capsys, "evaluate", *arguments)


def test_evaluating_needs_the_repository_and_scikit_learn(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "model.training.reference_classifier", None)
    assert "pip install" in refused(capsys, "evaluate")
    monkeypatch.setattr("model.domain.corpus.NAMES", tmp_path / "none.txt")
    assert "not in the wheel" in refused(capsys, "evaluate")
