from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import NameRNN, RNNConfig, copy_arrays
from model.network.weights import ASSIGNMENT_WEIGHTS, Weights
from model.reports.architecture import main, plot_assignment, plot_shipped
from model.reports.card_file import ReportConfig
from model.reports.diagram import Diagram


@pytest.fixture
def diagram() -> Diagram:
    return Diagram(Figure(figsize=(6, 9)).subplots())


def texts_in(diagram: Diagram) -> list[str]:
    return [text.get_text() for text in diagram.axes.texts]


def test_assignment_widths_match_its_arrays(diagram: Diagram) -> None:
    weights = Weights.load(ASSIGNMENT_WEIGHTS)
    plot_assignment(diagram, weights.arrays, 12)
    texts = texts_in(diagram)
    assert texts.count(f"{len(weights.countries)}") == 1
    assert texts.count(f"{len(weights.alphabet)}") == 2
    assert texts.count("384") == 1
    assert texts.count("linear") == 5


def test_shipped_widths_match_its_arrays(diagram: Diagram, weights: Weights) -> None:
    plot_shipped(diagram, weights.arrays)
    texts = texts_in(diagram)
    assert texts.count(f"{len(weights.countries)}") == 1
    assert texts.count(f"{len(weights.countries) + 2}") == 1
    assert texts.count(f"{len(weights.alphabet)}") == 1


def test_different_widths_are_labelled_separately(diagram: Diagram) -> None:
    config = RNNConfig(memory=5, embedding_dim=6, hidden=7, experts=4)
    plot_shipped(
        diagram, copy_arrays(NameRNN(3, 2, NGramVocabulary.from_names(["a", "a"], "*ab"), config))
    )
    texts = texts_in(diagram)
    assert "mixes 4 + 1" in texts
    assert any(text.endswith("11 → 5") for text in texts)
    assert [texts.count(width) for width in ("5", "6", "7", "11", "12")] == [3, 3, 2, 1, 1]


def test_texts_do_not_overlap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures: list[Figure] = []
    save = Figure.savefig

    def save_and_keep(figure: Figure, path: Path) -> None:
        figures.append(figure)
        save(figure, path)

    monkeypatch.setattr(Figure, "savefig", save_and_keep)
    main(ReportConfig(tmp_path))
    assert (tmp_path / "architecture.png").read_bytes().startswith(b"\x89PNG")
    (figure,) = figures
    extents = [
        text.get_window_extent().shrunk(0.9, 0.6)
        for axes in figure.axes
        for text in [*axes.texts, axes.title]
    ]
    assert len(extents) > 60
    assert not any(first.overlaps(second) for first, second in combinations(extents, 2))
