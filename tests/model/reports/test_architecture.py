from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from model.inference.ngrams import NGramVocabulary
from model.inference.weights import ASSIGNMENT_WEIGHTS, Weights
from model.reports import architecture
from model.reports.architecture import draw_seed, draw_shipped
from model.reports.diagram import Sketch
from model.training.network import NameRNN, RNNConfig


@pytest.fixture
def sketch() -> Sketch:
    return Sketch(Figure(figsize=(6, 9)).subplots())


def written(sketch: Sketch) -> list[str]:
    return [text.get_text() for text in sketch.axes.texts]


def test_the_seeds_widths_are_those_of_its_arrays(sketch: Sketch) -> None:
    weights = Weights.load(ASSIGNMENT_WEIGHTS)
    draw_seed(sketch, weights.arrays, 12)
    texts = written(sketch)
    assert texts.count(f"{len(weights.countries)}") == 1
    assert texts.count(f"{len(weights.alphabet)}") == 2
    assert texts.count("384") == 1
    assert texts.count("linear") == 5


def test_the_shipped_networks_widths_are_those_of_its_arrays(
    sketch: Sketch, weights: Weights
) -> None:
    draw_shipped(sketch, weights.arrays)
    texts = written(sketch)
    assert texts.count(f"{len(weights.countries)}") == 1
    assert texts.count(f"{len(weights.countries) + 2}") == 1
    assert texts.count(f"{len(weights.alphabet)}") == 1


def test_widths_of_their_own_are_told_apart(sketch: Sketch) -> None:
    shape = RNNConfig(memory=5, signal=6, hidden=7, experts=4)
    draw_shipped(
        sketch, NameRNN(3, 2, NGramVocabulary.from_names(["a", "a"], "*ab"), shape).arrays()
    )
    texts = written(sketch)
    assert "mixes 4 + 1" in texts
    assert any(text.endswith("11 → 5") for text in texts)
    assert [texts.count(width) for width in ("5", "6", "7", "11", "12")] == [3, 3, 2, 1, 1]


def test_no_words_overlap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures: list[Figure] = []
    save = Figure.savefig

    def saved(figure: Figure, path: Path) -> None:
        figures.append(figure)
        save(figure, path)

    monkeypatch.setattr(Figure, "savefig", saved)
    architecture.main(tmp_path / "architecture.png")
    assert (tmp_path / "architecture.png").read_bytes().startswith(b"\x89PNG")
    (figure,) = figures
    extents = [
        text.get_window_extent().shrunk(0.9, 0.6)
        for axes in figure.axes
        for text in [*axes.texts, axes.title]
    ]
    assert len(extents) > 60
    assert not any(one.overlaps(other) for one, other in combinations(extents, 2))
