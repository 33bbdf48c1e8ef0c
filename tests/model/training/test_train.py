from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
import torch

from model.domain import corpus
from model.network.ngrams import NGramVocabulary
from model.network.torch_rnn import RNNConfig
from model.network.weights import Weights
from model.training.assignment_trainer import AssignmentTrainer
from model.training.dataset import NameDataset, bucket_by_country_and_length
from model.training.losses import HardTargets
from model.training.recipes import (
    SINGLE_CONFIG,
    STUDENT_CONFIG,
    assignment_trainer,
    from_scratch_trainer,
)
from model.training.train import (
    TRAINING_CODE,
    NetworkTrainer,
    Trainer,
    TrainingConfig,
    code_fingerprint,
    fit,
    is_complete,
)
from model.training.transformer import TransformerConfig

TRAIN = corpus.select("train", corpus.entries())[::5000]
VALIDATION = corpus.select("validation", corpus.entries())[::1000]
NGRAMS = NGramVocabulary.from_names((entry.letters for entry in TRAIN), corpus.alphabet())
TINY = RNNConfig(16, 16, 16, 2, dropout=0.1, ngram_dropout=0.1)


@pytest.fixture(autouse=True)
def few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    # Alphabet and countries are cached from all names, before there are few.
    corpus.alphabet()
    corpus.country_codes()
    monkeypatch.setattr("model.training.train.corpus.entries", lambda: (*TRAIN, *VALIDATION))


def network_trainer(**settings: float | str) -> NetworkTrainer:
    config = TrainingConfig(TINY, names_per_row=2, rows_per_batch=2, **settings)  # type: ignore[arg-type] # each of its kind
    return NetworkTrainer(
        HardTargets(NameDataset.from_entries(TRAIN), config.loss),
        NameDataset.from_entries(VALIDATION),
        NGRAMS,
        config,
    )


def silent(losses: Iterator[float], _steps: int, _title: str) -> Iterator[float]:
    return losses


def fit_interrupted(trainer: Trainer, out: Path, after: int) -> None:
    """Train until Ctrl-C is pressed at the second step after so many passes."""
    left = after * trainer.steps_per_epoch() + 1

    def interrupt(losses: Iterator[float], _steps: int, _title: str) -> Iterator[float]:
        nonlocal left
        for loss in losses:
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            yield loss

    with pytest.raises(KeyboardInterrupt):
        fit(trainer, out, interrupt)


def assert_same_weights(one: Path, other: Path) -> None:
    first, second = Weights.load(one).arrays, Weights.load(other).arrays
    for name, array in first.items():
        np.testing.assert_array_equal(array, second[name])


def test_networks_learn_from_the_training_split_alone() -> None:
    assert len(assignment_trainer(epochs=1)._names) == len(TRAIN)  # noqa: SLF001 - what it learns from
    trainer = from_scratch_trainer(SINGLE_CONFIG)
    learnt = {
        "".join(corpus.alphabet()[letter] for letter in row[1:length].tolist())
        for row, length in zip(trainer._names.letters, trainer._names.lengths, strict=True)  # noqa: SLF001 - the same
    }
    assert learnt == {entry.letters for entry in TRAIN}


@pytest.mark.parametrize(
    "make_trainer",
    [
        lambda: network_trainer(epochs=10),
        lambda: network_trainer(epochs=10, loss="binary-cross-entropy"),
        lambda: AssignmentTrainer(TRAIN, VALIDATION),
    ],
    ids=["cross-entropy", "binary cross-entropy", "assignment"],
)
def test_training_lowers_the_loss_on_a_small_sample(make_trainer: type[Trainer]) -> None:
    trainer = make_trainer()
    losses = [float(np.mean(list(trainer.train_epoch(number)))) for number in range(1, 11)]
    assert losses[-1] < 0.9 * losses[0]


@pytest.mark.parametrize(
    "make_trainer",
    [lambda: network_trainer(epochs=4), lambda: AssignmentTrainer(TRAIN, VALIDATION, epochs=4)],
)
def test_resumed_training_ends_as_the_whole(make_trainer: type[Trainer], tmp_path: Path) -> None:
    whole, interrupted = tmp_path / "whole.npz", tmp_path / "interrupted.npz"
    history = fit(make_trainer(), whole, silent)
    fit_interrupted(make_trainer(), interrupted, after=2)
    assert fit(make_trainer(), interrupted, silent) == history
    assert_same_weights(whole, interrupted)


def test_the_best_epochs_weights_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    four, two = tmp_path / "four.npz", tmp_path / "two.npz"
    losses = iter([5.0, 4.0, 4.5, 4.2, 5.0, 4.0])
    monkeypatch.setattr(NetworkTrainer, "validate", lambda _: next(losses))
    fit(network_trainer(epochs=4), four, silent)
    fit_interrupted(network_trainer(epochs=4), two, after=2)
    assert_same_weights(four, two)


def test_buckets_hold_every_name_once_and_one_country_a_row() -> None:
    rng = np.random.default_rng(1)
    lengths, countries = rng.uniform(2, 12, 100), rng.integers(5, size=100)
    rows = bucket_by_country_and_length(lengths, countries, 8, rng)
    assert sorted(rows[rows >= 0].tolist()) == list(range(100))
    for row in rows:
        named = row[row >= 0]
        assert len(set(countries[named].tolist())) == 1
        assert row.tolist() == [-1] * (len(row) - len(named)) + named.tolist()
    assert len({countries[row[-1]] for row in rows if -1 in row}) == (rows[:, 0] < 0).sum() <= 5


def test_weights_are_complete_after_all_epochs_with_the_same_settings_and_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "w.npz"
    assert not is_complete(network_trainer(epochs=2), out)
    fit_interrupted(network_trainer(epochs=2), out, after=1)
    assert not is_complete(network_trainer(epochs=2), out)
    fit(network_trainer(epochs=2), out, silent)
    assert is_complete(network_trainer(epochs=2), out)
    assert not is_complete(network_trainer(epochs=2, seed=2), out)
    monkeypatch.setattr("model.training.train.code_fingerprint", lambda: "of other code")
    assert not is_complete(network_trainer(epochs=2), out)


@pytest.mark.parametrize("changed", [{"precision": "bfloat16"}, {"max_lr": 1e-3}])
def test_training_by_other_settings_starts_anew(changed: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "w.npz"
    fit_interrupted(network_trainer(epochs=2), out, after=1)
    first_pass = Weights.load(out).curve[0]
    fit(network_trainer(epochs=2, **changed), out, silent)
    assert Weights.load(out).curve[0] != first_pass


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ("def f(x):\n    return x + 1\n", False),
        ('def f(x):\n    """Say more."""\n    return (x + 1)  # and why\n', False),
        ('def f(x):\n    """Return x and one."""\n    return x + 2\n', True),
        ('"""A module."""\ndef f(y):\n    return y + 1\n', True),
    ],
)
def test_a_fingerprint_is_of_what_code_does(changed: str, tmp_path: Path, *, counts: bool) -> None:
    file = tmp_path / "code.py"
    file.write_text('def f(x):\n    """Return x and one."""\n    return x + 1\n')
    before = code_fingerprint([file])
    file.write_text(changed)
    assert (code_fingerprint([file]) != before) == counts


def test_the_fingerprint_covers_the_network_and_its_training() -> None:
    names = {path.name for path in TRAINING_CODE}
    assert {"torch_rnn.py", "ngrams.py", "transformer.py", "train.py", "distillation.py"} <= names
    assert all(path.exists() for path in TRAINING_CODE)


@pytest.mark.parametrize("network", [TINY, TransformerConfig(layers=1, width=8, heads=2)])
def test_a_step_mixes_no_tensors_of_the_processor_with_those_of_another_device(
    network: RNNConfig | TransformerConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The device "meta" computes no numbers, but refuses tensors of others, as a GPU does."""
    monkeypatch.setattr("torch.autocast", lambda *_, **__: nullcontext())  # has no "meta"
    config = TrainingConfig(network, names_per_row=2)
    dataset = NameDataset.from_entries(TRAIN)
    trainer = NetworkTrainer(HardTargets(dataset), dataset, NGRAMS, config)
    meta, rows = torch.device("meta"), torch.zeros(2, 2, dtype=torch.long)
    letters, lengths, countries, genders = (part.to(meta) for part in dataset.batch(rows))
    logits = trainer.network.to(meta)(letters[..., :-1], countries[:, -1], genders)
    losses = HardTargets(dataset).to(meta).losses(logits, rows.to(meta), lengths)
    torch.autograd.backward(losses.sum())
    assert all(parameter.grad is not None for parameter in trainer.network.parameters())


def test_the_released_network_was_trained_by_the_settings_that_the_code_has() -> None:
    """Settings that are newer than it count as their defaults."""
    stored = Weights.load()
    assert RNNConfig(**stored.network) == STUDENT_CONFIG.network
    expected = {**asdict(STUDENT_CONFIG), "recipe": "shipped", "network": stored.network}
    del expected["precision"]
    settings = {name: value for name, value in stored.recipe.items() if name in expected}
    assert {**expected, **settings} == expected
