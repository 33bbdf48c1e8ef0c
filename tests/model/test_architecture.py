from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from model import architecture
from model.architecture import Arrays, draw_seed, draw_shipped
from model.card import SEED
from model.network import Network
from model.sketch import Sketch
from model.weights import Weights


@pytest.fixture
def sketch() -> Sketch:
    return Sketch(Figure(figsize=(6, 9)).subplots())


def written(sketch: Sketch) -> list[str]:
    return [text.get_text() for text in sketch.axes.texts]


def stacked(depth: int) -> Arrays:
    return Network(5, 3, width=8, depth=depth, dropout=0).arrays()


def test_the_seeds_widths_are_those_of_its_arrays(sketch: Sketch) -> None:
    weights = Weights.load(SEED)
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
    assert texts.count(f"{len(weights.countries) + 2}") == 1
    assert texts.count(f"{len(weights.alphabet)}") == 2
    assert texts.count(f"{weights.arrays['output.weight'].shape[1]}") == 1


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_every_memory_of_the_weights_is_drawn(sketch: Sketch, depth: int) -> None:
    draw_shipped(sketch, stacked(depth))
    assert written(sketch).count("memory") == depth
    assert f"{8 * (depth + 1)}" in written(sketch)


def test_more_memories_make_the_drawing_higher(sketch: Sketch) -> None:
    heights = [draw_shipped(sketch, stacked(depth)) for depth in (1, 2, 3)]
    assert heights[0] < heights[1] < heights[2]


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
