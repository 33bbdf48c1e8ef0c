"""What each part of the model brings, measured on names that it was not fitted to.

Every part is left out in turn, of one network without teachers, of the classifier of origins and of
the ranker, and what is left is trained anew. Test names are not looked at. It takes two hours on a
core; networks that stand complete in `build/ablation/` are not trained again.
"""

import inspect
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import cast

import numpy as np
import torch
from torch import Tensor

from model.domain import corpus
from model.domain.arrays import BoolArray, DoubleArray
from model.domain.spelling import share_of_vowels
from model.evaluation.metrics import OriginMetrics
from model.inference.name_generator import NameGenerator
from model.network import ngrams, numpy_rnn, torch_rnn
from model.network.torch_rnn import MixtureLinear, NameRNN, RNNConfig
from model.network.weights import Weights
from model.origin import neighbour_classifier, ngram_classifier, reversed_scorer
from model.origin.features import FEATURES
from model.origin.parameters import OriginParameters
from model.origin.reversed_scorer import REVERSED_WEIGHTS, load_scorers
from model.reports.report import Cell, few, table
from model.selection.country_names import CountryNames
from model.selection.features import FEATURES as RANKER_FEATURES
from model.selection.features import nll_features
from model.selection.ranker import QUALITY
from model.training import distillation, transformer
from model.training.candidates import CandidateReader
from model.training.fit_origin import (
    LabelledNames,
    compute_features,
    fit_calibration,
    train_ngram_classifier,
)
from model.training.fit_ranker import EPOCHS, RatedNames, Ratings, judge
from model.training.fit_ranker import fit as fit_ranker
from model.training.ratings import draw_folds, figures
from model.training.recipes import SINGLE_CONFIG, TINY_CONFIG, from_scratch_trainer, progress_bar
from model.training.train import NetworkTrainer, fit, is_complete

FOLDER = Path("build", "ablation")
_FOLDS = 5

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
        sources: its code.
        mixture: whether matrices are mixed from experts.
        ngrams: whether n-grams have embeddings.
        architecture: of the network.
    """

    title: str
    sources: Sequence[Source] = ()
    mixture: bool = True
    ngrams: bool = True
    architecture: type[NameRNN] = NameRNN

    def trainer(self, *, small: bool) -> NetworkTrainer:
        """Return what trains it; if small, on the names of two countries, in seconds."""
        config = replace(TINY_CONFIG, epochs=1, countries=("NL", "PL")) if small else SINGLE_CONFIG
        network = cast("RNNConfig", config.network)
        network = replace(network, experts=network.experts if self.mixture else 0)
        config = replace(config, network=network, ngrams=self.ngrams)
        return from_scratch_trainer(config, self.architecture)


VARIANTS = (  # a new part gets a row
    Variant("nothing"),
    Variant("the mixture of experts", [MixtureLinear], mixture=False),
    Variant(
        "embeddings of n-grams",
        [ngrams, torch_rnn.NGramEmbedding, numpy_rnn.Embeddings],
        ngrams=False,
    ),
    Variant("the scales of FiLM", [NameRNN.modulate], architecture=ShiftOnlyRNN),
)
_ORIGIN_SOURCES: Sequence[Sequence[Source]] = (
    [],
    [],
    [reversed_scorer],
    [ngram_classifier, train_ngram_classifier],
    [neighbour_classifier],
)
"""The code of nothing, and of each of `FEATURES`; the network is there anyway."""


def ablation(_folder: Path, *, small: bool) -> Iterator[str]:
    """What networks, origins and rankers lose without each part."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    yield network_table([train(variant, small=small) for variant in VARIANTS], Weights.load())
    yield origin_table(small=small)
    yield ranker_table(small=small)


def train(variant: Variant, *, small: bool) -> Weights:
    """Train a network, unless that is done, and return its weights."""
    folder = FOLDER / "small" if small else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    trainer, out = variant.trainer(small=small), folder / f"{variant.title.replace(' ', '-')}.npz"
    if not is_complete(trainer, out):
        fit(trainer, out, progress_bar)
    return Weights.load(out)


def network_table(trained: Sequence[Weights], shipped: Weights) -> str:
    """Return what one network reaches without each part, and what is shipped, with teachers.

    Args:
        trained: the network of each of `VARIANTS`.
        shipped: what teachers have taught.
    """
    rows: list[list[Cell]] = [
        [
            variant.title,
            *_compare(weights, trained[0]),
            count_lines(variant.sources) or None,
            None,
        ]
        for variant, weights in zip(VARIANTS, trained, strict=True)
    ]
    seconds = sum(epoch["seconds"] for teacher in shipped.teachers for epoch in teacher.curve)
    of_teachers = count_lines([distillation, transformer])
    rows.append(
        [
            "nothing, but with teachers: as shipped",
            *_compare(shipped, trained[0]),
            of_teachers,
            _minutes(shipped) + seconds / 60,
        ]
    )
    return table(
        "one network without | nats a validation name:.2f | more:+.2f | lines:d | minutes:.0f", rows
    )


def _compare(weights: Weights, whole: Weights) -> tuple[float, float]:
    """Return the nats a validation name, and how many more than those of another network."""
    nats, others = (min(e["validation"] for e in each.curve) for each in (weights, whole))
    return nats, nats - others


def origin_table(*, small: bool) -> str:
    """Return how well origins are told without each feature, by weights fitted to other names."""
    scorers, parameters = load_scorers(NameGenerator.load()), OriginParameters.load()
    entries = few(corpus.select("validation", corpus.entries()), small=small)
    validation = LabelledNames.from_entries(entries, parameters.countries)
    features = compute_features(scorers, parameters, validation)
    without = {
        "nothing": features,
        **{title: np.delete(features, index, axis=0) for index, title in enumerate(FEATURES)},
    }
    measured = [
        measure(kept, parameters.list_sizes, validation.labels) for kept in without.values()
    ]
    reversed_minutes = _minutes(Weights.load(REVERSED_WEIGHTS))
    return table(
        "origins without | top-1:.3f | top-3:.3f | lines:d | minutes:.0f",
        [
            [title, metrics.origin_top1, metrics.origin_top3, count_lines(sources) or None, minutes]
            for title, metrics, sources, minutes in zip(
                without,
                measured,
                _ORIGIN_SOURCES,
                (None, None, reversed_minutes, None, None),
                strict=True,
            )
        ],
    )


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


def ranker_table(*, small: bool) -> str:
    """Return how well rankers order new names of a third of the ratings, without some features."""
    torch.set_num_threads(1)  # faster for matrices as small as these
    reader = CandidateReader(NameGenerator.load())
    ratings = Ratings.read(reader)
    rows = range(len(ratings.rated))
    ratings = ratings.select(np.isin(rows, few(rows[::3], small=small)))
    folds = draw_folds([name.folded for name in ratings.rated], _FOLDS, np.random.default_rng(0))
    firsts = ("letters", "neighbours", "compound of two names")
    letters, neighbours, compounds = map(RANKER_FEATURES.index, firsts)
    groups: Mapping[str, tuple[slice, Sequence[Source]]] = {
        "nothing": (slice(0), []),
        "nats": (slice(letters), [nll_features]),
        "the number of letters and the share of vowels": (
            slice(letters, neighbours),
            [share_of_vowels],
        ),
        "names that are a letter away": (
            slice(neighbours, compounds),
            [CountryNames.neighbours],
        ),
        "names glued together": (slice(compounds, compounds + 1), [CountryNames.are_compounds]),
        "names that begin or end alike": (
            slice(compounds + 1, None),
            [CountryNames.affix_counts],
        ),
    }
    cells: list[list[Cell]] = []
    for title, (columns, sources) in groups.items():
        changed = Ratings(*(_without(part, columns) for part in ratings))
        held_out = changed.select(folds == 0).new
        quality = judge(fit_ranker(changed.select(folds != 0), EPOCHS), held_out)[:, QUALITY]
        said = figures(held_out.rated, quality, by_country=not small)
        _, correlation, best, *_ = said.split(" | ")
        cells.append([title, correlation, best, count_lines(sources) or None])
    return table("a ranker without | rank correlation:> | best twentieth:> | lines:d", cells)


def _without(names: RatedNames, columns: slice) -> RatedNames:
    """Return names some of whose features are zero."""
    features = names.features.copy()
    features[:, columns] = 0
    return replace(names, features=features)


def count_lines(sources: Sequence[Source]) -> int:
    """Count the lines of code, comments and docstrings included."""
    return sum(len(inspect.getsource(source).splitlines()) for source in sources)


def _minutes(weights: Weights) -> float:
    return sum(epoch["seconds"] for epoch in weights.curve) / 60
