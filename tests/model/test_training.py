from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from model import corpus
from model.network import Encoded
from model.rnn import Seed
from model.training import Recipe, Settings, Shipped, fit
from model.weights import Weights

SMALL = corpus.select("train", corpus.entries())[::5000]
HELD_OUT = corpus.select("validation", corpus.entries())[::1000]


@pytest.fixture(autouse=True)
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is read once, of all names, is read before there are few.
    corpus.alphabet()
    corpus.countries()
    monkeypatch.setattr("model.training.corpus.entries", lambda: (*SMALL, *HELD_OUT))


def shipped(**settings: float | str) -> Shipped:
    chosen = Settings(width=16, batch=4, **settings)  # type: ignore[arg-type] # each of its kind
    return Shipped(Encoded.of(SMALL), Encoded.of(HELD_OUT), chosen)


def unwatched(losses: Iterator[float], _steps: int, _title: str) -> Iterator[float]:
    return losses


class Interrupted:
    """Watches passes until a given step of all, then presses Ctrl-C."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, losses: Iterator[float], _steps: int, _title: str) -> Iterator[float]:
        for loss in losses:
            if self.left == 0:
                raise KeyboardInterrupt
            self.left -= 1
            yield loss


@pytest.mark.parametrize(
    "make",
    [
        lambda: shipped(passes=10),
        lambda: shipped(passes=10, loss="binary-cross-entropy"),
        lambda: Seed(SMALL, HELD_OUT),
    ],
    ids=["shipped", "shipped by the seed's loss", "seed"],
)
def test_a_recipe_lowers_its_loss_on_a_small_sample(make: type[Recipe]) -> None:
    recipe = make()
    figures = [float(np.mean(list(recipe.one_pass(number)))) for number in range(1, 11)]
    assert figures[-1] < 0.9 * figures[0]


@pytest.mark.parametrize(
    "make", [lambda: shipped(passes=4), lambda: Seed(SMALL, HELD_OUT, passes=4)]
)
def test_stopped_and_resumed_training_ends_where_unbroken_training_does(
    make: type[Recipe], tmp_path: Path
) -> None:
    whole = fit(make(), tmp_path / "whole.npz", unwatched)
    with pytest.raises(KeyboardInterrupt):
        fit(make(), tmp_path / "broken.npz", Interrupted(after=2 * make().steps() + 1))
    resumed = fit(make(), tmp_path / "broken.npz", unwatched)
    assert resumed == whole
    one, other = (Weights.load(tmp_path / f"{name}.npz") for name in ("whole", "broken"))
    for name, array in one.arrays.items():
        np.testing.assert_array_equal(array, other.arrays[name])


def test_ctrl_c_leaves_the_best_weights_so_far(tmp_path: Path) -> None:
    recipe = shipped(passes=4)
    with pytest.raises(KeyboardInterrupt):
        fit(recipe, tmp_path / "w.npz", Interrupted(after=2 * recipe.steps() + 1))
    assert len(Weights.load(tmp_path / "w.npz").recipe["curve"]) == 2  # type: ignore[arg-type] # JSON


def test_a_checkpoint_of_another_recipe_is_not_gone_on_from(tmp_path: Path) -> None:
    recipe = shipped(passes=4)
    with pytest.raises(KeyboardInterrupt):
        fit(recipe, tmp_path / "w.npz", Interrupted(after=recipe.steps() + 1))
    other = shipped(passes=2)
    assert fit(other, tmp_path / "w.npz", unwatched) == fit(
        shipped(passes=2), tmp_path / "v.npz", unwatched
    )


class Scripted(Shipped):
    """A recipe whose validation figures are given."""

    def figures(self, *figures: float) -> "Scripted":
        self.patience, self.passes, self._figures = 2, len(figures), iter(figures)
        return self

    def validate(self) -> float:
        return next(self._figures)


def test_training_ends_when_validation_has_not_fallen_for_the_patience(tmp_path: Path) -> None:
    recipe = Scripted(Encoded.of(SMALL), Encoded.of(HELD_OUT), Settings(width=8, passes=6))
    done = fit(recipe.figures(5, 4, 4.5, 4.2, 3, 2), tmp_path / "w.npz", unwatched)
    assert [one.validation for one in done] == [5, 4, 4.5, 4.2]


def test_the_weights_kept_are_those_of_the_best_pass(tmp_path: Path) -> None:
    recipe = Scripted(Encoded.of(SMALL), Encoded.of(HELD_OUT), Settings(width=8, passes=4))
    fit(recipe.figures(5, 4, 4.5, 4.2), tmp_path / "four.npz", unwatched)
    best = Scripted(Encoded.of(SMALL), Encoded.of(HELD_OUT), Settings(width=8, passes=4))
    with pytest.raises(KeyboardInterrupt):
        fit(best.figures(5, 4, 4.5, 4.2), tmp_path / "two.npz", Interrupted(2 * best.steps()))
    four, two = (Weights.load(tmp_path / f"{name}.npz") for name in ("four", "two"))
    for name, array in four.arrays.items():
        np.testing.assert_array_equal(array, two.arrays[name])


def test_no_name_of_the_other_parts_is_trained_on() -> None:
    trained = {entry.name for entry in SMALL}
    assert all(corpus.part_of(name) == "train" for name in trained)


def test_the_seeds_recipe_draws_names_at_random() -> None:
    one, other = (list(islice(Seed(SMALL, HELD_OUT).one_pass(n), 5)) for n in (1, 2))
    assert one != other
