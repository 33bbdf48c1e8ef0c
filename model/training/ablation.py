"""What each part of the model brings: `python -m model.training.ablation`.

Every part is left out in turn, of one network without teachers and of the classifier of origins,
and what is left is trained anew and measured on the validation split. It takes an hour on two
cores; networks that stand in `build/ablation/` are not trained again.
"""

import inspect
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

import numpy as np
from torch import Tensor

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.evaluation.metrics import OriginMetrics
from model.inference.name_generator import NameGenerator
from model.network import ngrams, numpy_rnn, torch_rnn
from model.network.torch_rnn import MixtureLinear, NameRNN, RNNConfig
from model.network.weights import SHIPPED_WEIGHTS, Weights
from model.origin import neighbour_classifier, ngram_classifier, reversed_scorer
from model.origin.features import FEATURES
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import REVERSED_WEIGHTS, load_scorers
from model.training import distillation, transformer
from model.training.fit_origin import (
    LabelledNames,
    compute_features,
    fit_calibration,
    train_ngram_classifier,
)
from model.training.recipes import SINGLE_CONFIG, from_scratch_trainer, progress_bar
from model.training.train import TrainingConfig, fit, is_complete

FOLDER = Path("build", "ablation")
_FOLDS = 5
_SINGLE = RNNConfig(dropout=0.27, ngram_dropout=0.4)

Source = ModuleType | type | Callable[..., object]


class ShiftOnlyRNN(NameRNN):
    """The network without FiLM's scales: conditions only shift what they modulate."""

    @staticmethod
    def modulate(film: Tensor, inputs: Tensor) -> Tensor:
        """Shift inputs (..., width) by the second half of FiLM's outputs (..., 2 width)."""
        _, shift = film.chunk(2, dim=-1)
        return inputs + shift


@dataclass(frozen=True, slots=True)
class Variant:
    """One network without teachers, and without a part.

    Attributes:
        title: the part.
        config: hyperparameters.
        architecture: of the network.
        sources: the code of the part.
    """

    title: str
    config: TrainingConfig
    architecture: type[NameRNN] = NameRNN
    sources: Sequence[Source] = field(default=())


WHOLE = Variant("nothing", SINGLE_CONFIG)
VARIANTS = (
    Variant(
        "the mixture of experts",
        replace(SINGLE_CONFIG, network=replace(_SINGLE, experts=0)),
        sources=[MixtureLinear],
    ),
    Variant(
        "embeddings of n-grams",
        replace(SINGLE_CONFIG, ngrams=False),
        sources=[ngrams, torch_rnn.NGramEmbedding, numpy_rnn.Embeddings],
    ),
    Variant("the scales of FiLM", SINGLE_CONFIG, ShiftOnlyRNN, [NameRNN.modulate]),
)
_ORIGIN_SOURCES: Sequence[Sequence[Source]] = (
    [],
    [reversed_scorer],
    [ngram_classifier, train_ngram_classifier],
    [neighbour_classifier],
)
"""The code of each of `FEATURES`, beside the network's own."""


def main() -> None:
    """Train what is not trained yet, and print the tables."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    print("\n".join([*network_table(), "", *origin_table()]))  # noqa: T201 - this is a command


def network_table(variants: Sequence[Variant] = VARIANTS) -> Iterator[str]:
    """Yield what one network reaches without each part, and with teachers."""
    whole = train(WHOLE)
    shipped = Weights.load(SHIPPED_WEIGHTS)
    yield "| one network without | nats a validation name | more than with it | lines | minutes |"
    yield "|---|--:|--:|--:|--:|"
    yield f"| {WHOLE.title} | {_nats(whole):.2f} | | | {_minutes(whole):.0f} |"
    for variant in variants:
        weights = train(variant)
        more = _nats(weights) - _nats(whole)
        yield (
            f"| {variant.title} | {_nats(weights):.2f} | {more:+.2f} "
            f"| {count_lines(variant.sources)} | {_minutes(weights):.0f} |"
        )
    seconds = sum(epoch["seconds"] for teacher in shipped.teachers for epoch in teacher.curve)
    yield (
        f"| nothing, but with teachers: as shipped | {_nats(shipped):.2f} "
        f"| {_nats(shipped) - _nats(whole):+.2f} | {count_lines([distillation, transformer])} "
        f"| {_minutes(shipped) + seconds / 60:.0f} |"
    )


def train(variant: Variant) -> Weights:
    """Train a network, unless that is done, and return its weights."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    trainer = from_scratch_trainer(config=variant.config, architecture=variant.architecture)
    out = FOLDER / f"{variant.title.replace(' ', '-')}.npz"
    if not is_complete(trainer, out):
        fit(trainer, out, progress_bar)
    return Weights.load(out)


def origin_table() -> Iterator[str]:
    """Yield how well origins are told without each feature, by weights fitted to other names."""
    scorers, parameters = load_scorers(NameGenerator.load()), OriginParameters.load()
    entries = corpus.select("validation", corpus.entries())
    validation = LabelledNames.from_entries(entries, parameters.countries)
    features = compute_features(scorers, parameters, validation)
    minutes = "", f"{_minutes(Weights.load(REVERSED_WEIGHTS)):.0f}", "1", "0"
    yield "| origins without | top-1 | top-3 | lines | minutes |"
    yield "|---|--:|--:|--:|--:|"
    rows = [("nothing", "", "", features)]
    rows += [
        (title, f"{count_lines(sources) or ''}", spent, np.delete(features, index, axis=0))
        for index, (title, sources, spent) in enumerate(
            zip(FEATURES, _ORIGIN_SOURCES, minutes, strict=True)
        )
    ]
    for title, lines, spent, kept in rows:
        metrics = measure(kept, parameters.list_sizes, validation.labels)
        top1, top3 = metrics.origin_top1, metrics.origin_top3
        yield f"| {title} | {top1:.3f} | {top3:.3f} | {lines} | {spent} |"


def measure(
    features: DoubleArray, list_sizes: DoubleArray, labels: BoolArray, seed: int = 0
) -> OriginMetrics:
    """Return how well names are told by weights that are fitted to the other folds.

    Args:
        features: log-scale evidence for each country (features, names, countries).
        list_sizes: how many names each country has (countries).
        labels: whether each country lists each name (names, countries).
        seed: of the folds.
    """
    folds = np.random.default_rng(seed).permutation(len(labels)) % _FOLDS
    probabilities = np.zeros(labels.shape)
    for fold in range(_FOLDS):
        rest, own = folds != fold, folds == fold
        calibration = fit_calibration(features[:, rest], list_sizes, labels[rest])
        probabilities[own] = calibration.probabilities(features[:, own], list_sizes)
    return OriginMetrics.compute(probabilities, labels)


def count_lines(sources: Sequence[Source]) -> int:
    """Count the lines of code, comments and docstrings included."""
    return sum(len(inspect.getsource(source).splitlines()) for source in sources)


def _nats(weights: Weights) -> float:
    return min(epoch["validation"] for epoch in weights.curve)


def _minutes(weights: Weights) -> float:
    return sum(epoch["seconds"] for epoch in weights.curve) / 60


if __name__ == "__main__":
    main()
