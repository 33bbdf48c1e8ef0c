from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from torch import Tensor

from model.domain import corpus
from model.inference.ngrams import NGramVocabulary
from model.inference.weights import Weights
from model.training.assignment_trainer import AssignmentTrainer
from model.training.batch_trainer import BatchTrainer, TrainingConfig, rows_of_a_country
from model.training.dataset import NameDataset
from model.training.loop import Trainer, finished, fit
from model.training.network import RNNConfig
from model.training.targets import HardTargets

SMALL = corpus.select("train", corpus.entries())[::5000]
HELD_OUT = corpus.select("validation", corpus.entries())[::1000]
GRAMS = NGramVocabulary.from_names((entry.letters for entry in SMALL), corpus.alphabet())
SMALLEST = RNNConfig(16, 16, 16, 2, dropout=0.1, gram_dropout=0.1)


@pytest.fixture(autouse=True)
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    # What is read once, of all names, is read before there are few.
    corpus.alphabet()
    corpus.countries()
    monkeypatch.setattr("model.training.loop.corpus.entries", lambda: (*SMALL, *HELD_OUT))


def shipped(**settings: float | str) -> BatchTrainer:
    chosen = TrainingConfig(SMALLEST, group=2, groups=2, **settings)  # type: ignore[arg-type] # each of its kind
    return BatchTrainer(
        HardTargets(NameDataset.of(SMALL), chosen.loss), NameDataset.of(HELD_OUT), GRAMS, chosen
    )


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
        lambda: AssignmentTrainer(SMALL, HELD_OUT),
    ],
    ids=["shipped", "shipped by the seed's loss", "seed"],
)
def test_a_recipe_lowers_its_loss_on_a_small_sample(make: type[Trainer]) -> None:
    recipe = make()
    figures = [float(np.mean(list(recipe.one_pass(number)))) for number in range(1, 11)]
    assert figures[-1] < 0.9 * figures[0]


@pytest.mark.parametrize(
    "make", [lambda: shipped(passes=4), lambda: AssignmentTrainer(SMALL, HELD_OUT, passes=4)]
)
def test_stopped_and_resumed_training_ends_where_unbroken_training_does(
    make: type[Trainer], tmp_path: Path
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
    assert len(Weights.load(tmp_path / "w.npz").curve) == 2


def test_a_checkpoint_of_another_recipe_is_not_gone_on_from(tmp_path: Path) -> None:
    recipe = shipped(passes=4)
    with pytest.raises(KeyboardInterrupt):
        fit(recipe, tmp_path / "w.npz", Interrupted(after=recipe.steps() + 1))
    other = shipped(passes=2)
    assert fit(other, tmp_path / "w.npz", unwatched) == fit(
        shipped(passes=2), tmp_path / "v.npz", unwatched
    )


class Scripted(BatchTrainer):
    """A recipe whose validation figures are given."""

    def figures(self, *figures: float) -> "Scripted":
        self.patience, self.passes, self._figures = 2, len(figures), iter(figures)
        return self

    def validate(self) -> float:
        return next(self._figures)


def scripted(passes: int) -> Scripted:
    chosen = TrainingConfig(SMALLEST, group=2, passes=passes)
    return Scripted(HardTargets(NameDataset.of(SMALL)), NameDataset.of(HELD_OUT), GRAMS, chosen)


def test_training_ends_when_validation_has_not_fallen_for_the_patience(tmp_path: Path) -> None:
    recipe = scripted(6)
    done = fit(recipe.figures(5, 4, 4.5, 4.2, 3, 2), tmp_path / "w.npz", unwatched)
    assert [one.validation for one in done] == [5, 4, 4.5, 4.2]


def test_the_weights_kept_are_those_of_the_best_pass(tmp_path: Path) -> None:
    recipe = scripted(4)
    fit(recipe.figures(5, 4, 4.5, 4.2), tmp_path / "four.npz", unwatched)
    best = scripted(4)
    with pytest.raises(KeyboardInterrupt):
        fit(best.figures(5, 4, 4.5, 4.2), tmp_path / "two.npz", Interrupted(2 * best.steps()))
    four, two = (Weights.load(tmp_path / f"{name}.npz") for name in ("four", "two"))
    for name, array in four.arrays.items():
        np.testing.assert_array_equal(array, two.arrays[name])


def test_no_name_of_the_other_parts_is_trained_on() -> None:
    trained = {entry.name for entry in SMALL}
    assert all(corpus.part_of(name) == "train" for name in trained)


def test_the_seeds_recipe_draws_names_at_random() -> None:
    one, other = (list(islice(AssignmentTrainer(SMALL, HELD_OUT).one_pass(n), 5)) for n in (1, 2))
    assert one != other


def test_rows_have_every_name_once_and_one_country_each() -> None:
    rng = np.random.default_rng(1)
    lengths, countries = rng.uniform(2, 12, 100), rng.integers(5, size=100)
    rows = rows_of_a_country(lengths, countries, 8, rng)
    assert sorted(rows[rows >= 0].tolist()) == list(range(100))
    for row in rows:
        named = row[row >= 0]
        assert len(set(countries[named].tolist())) == 1
        assert row.tolist() == [-1] * (len(row) - len(named)) + named.tolist()
    assert len({countries[row[-1]] for row in rows if -1 in row}) == (rows[:, 0] < 0).sum() <= 5


def test_rows_have_names_of_like_length_and_those_of_like_rows_are_neighbours() -> None:
    rng = np.random.default_rng(1)
    lengths, countries = rng.uniform(2, 12, 100), rng.integers(5, size=100)
    rows = rows_of_a_country(lengths, countries, 8, rng)
    for country in range(5):
        own = rows[countries[rows[:, -1]] == country]
        own = own[lengths[own[:, -1]].argsort()].ravel()
        assert (np.diff(lengths[own[own >= 0]]) >= 0).all()
    longest = lengths[rows[:, -1]]
    assert (np.diff(longest) > -1).all()


def test_every_name_is_trained_on_once_under_its_own_country() -> None:
    seen: list[tuple[str, str]] = []

    class Noting(HardTargets):
        def losses(self, logits: Tensor, rows: Tensor, lengths: Tensor) -> Tensor:
            for row, country in enumerate(read[-1]):
                names = self.names.letters[rows[row]]
                for name, length in zip(names, lengths[row], strict=True):
                    text = "".join(corpus.alphabet()[letter] for letter in name[1:length])
                    seen.extend([(text, corpus.countries()[country])] * bool(length))
            return super().losses(logits, rows, lengths)

    def note(_: object, told: tuple[Tensor, Tensor, Tensor]) -> None:
        read.append(told[1].argmax(dim=1).tolist())

    read: list[list[int]] = []
    chosen = TrainingConfig(SMALLEST, group=4)
    recipe = BatchTrainer(Noting(NameDataset.of(SMALL)), NameDataset.of(HELD_OUT), GRAMS, chosen)
    recipe.network.register_forward_pre_hook(note)
    list(recipe.one_pass(1))
    assert sorted(seen) == sorted((entry.letters, entry.country) for entry in SMALL)


def test_a_recipe_is_finished_after_all_its_passes_and_by_its_own_settings_alone(
    tmp_path: Path,
) -> None:
    out = tmp_path / "w.npz"
    assert not finished(shipped(passes=2), out)
    with pytest.raises(KeyboardInterrupt):
        fit(shipped(passes=2), out, Interrupted(after=shipped().steps() + 1))
    assert not finished(shipped(passes=2), out)
    fit(shipped(passes=2), out, unwatched)
    assert finished(shipped(passes=2), out)
    assert not finished(shipped(passes=2, seed=2), out)
