"""Held-out evaluation of any name model, over all countries and for each.

The test split gives language-model and origin metrics; names sampled at inverse temperature 1,
unfiltered, give the rest. Names with the same folded form are one. Gender is unknown throughout.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Protocol

import numpy as np

from model.domain.arrays import BoolArray, DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry, split_of
from model.domain.spelling import fold
from model.evaluation.metrics import GenerationMetrics, LanguageModelMetrics, OriginMetrics
from model.inference.name_generator import NameGenerator

log = logging.getLogger(__name__)


class NameModel(Protocol):
    """Scores and samples names; `NameGenerator` is one."""

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs)."""

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample lower-case names at inverse temperature 1, without any filter."""


@dataclass(frozen=True, slots=True)
class SharpenedModel:
    """A network that samples at another inverse temperature; a `NameModel`."""

    generator: NameGenerator
    inverse_temperature: float

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return the nats of each pair, before sharpening (pairs)."""
        return self.generator.nll(pairs)

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample lower-case names without any filter."""
        return self.generator.sample(condition, count, rng, self.inverse_temperature)


class Classifier(Protocol):
    """Predicts countries of spellings.

    Attributes:
        countries: codes, in the order of the probabilities.
    """

    @property
    def countries(self) -> tuple[str, ...]: ...  # noqa: D102 - described above

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        """Return probabilities for names in lower case (names, countries)."""


@dataclass(frozen=True, slots=True)
class Report:
    """All metrics for one country, or for several together."""

    language_model: LanguageModelMetrics
    origin: OriginMetrics
    generation: GenerationMetrics

    def to_dict(self) -> dict[str, float | None]:
        """Return every metric by its name."""
        groups = asdict(self.language_model), asdict(self.origin), asdict(self.generation)
        metrics = {name: value for group in groups for name, value in group.items()}
        return {**metrics, "style_agreement": self.generation.style_agreement}


class HeldOut:
    """The data, split for evaluation.

    Attributes:
        train_names: folded names of the training split.
        countries_by_name: the countries that list each folded name of the other splits.
        test: entries of the test split.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Split entries by `corpus.split_of`."""
        self.train_names: set[str] = set()
        self.countries_by_name: dict[str, set[str]] = {}
        self.test: list[Entry] = []
        for entry in entries:
            key, split = fold(entry.name), split_of(entry.name)
            if split == "train":
                self.train_names.add(key)
                continue
            self.countries_by_name.setdefault(key, set()).add(entry.country)
            if split == "test":
                self.test.append(entry)

    def names_of(self, country: str) -> set[str]:
        """Return the folded names outside the training split that a country lists."""
        return {name for name, codes in self.countries_by_name.items() if country in codes}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What to measure a model on.

    Attributes:
        held_out: names to predict, and those to recognise as trained on.
        reference: judges the countries of sampled names, independently of the model.
        countries: codes; each must have an entry in the test split.
        names_per_country: number of samples.
        seed: of the samples; those of a country depend on nothing but it and the country.
    """

    held_out: HeldOut
    reference: Classifier
    countries: tuple[str, ...]
    names_per_country: int = 2000
    seed: int = 1

    def run(self, model: NameModel, origins: Classifier) -> tuple[Report, Mapping[str, Report]]:
        """Measure a model, and the classifier of origins that is built on it.

        Returns:
            The report over all countries, and one for each by its code.
        """
        test = [entry for entry in self.held_out.test if entry.country in self.countries]
        log.info("scoring %d names", len(test))
        nats = model.nll([(entry.name, Condition.for_country(entry.country)) for entry in test])
        predictions = _Predictions.compute(origins, self.held_out, self.countries)
        generation = {}
        for number, code in enumerate(self.countries, start=1):
            log.info("sampling names for %s, %d of %d", code, number, len(self.countries))
            generation[code] = self.generation_metrics(self.sample(model, code), code)

        def report(codes: tuple[str, ...]) -> Report:
            rows = [row for row, entry in enumerate(test) if entry.country in codes]
            return Report(
                LanguageModelMetrics.compute(nats[rows], [len(test[row].letters) for row in rows]),
                predictions.metrics(codes),
                mean_metrics([generation[code] for code in codes]),
            )

        return report(self.countries), {code: report((code,)) for code in self.countries}

    def sample(self, model: NameModel, code: str) -> list[str]:
        """Sample a country's names, reproducibly."""
        rng = np.random.default_rng([self.seed, *code.encode()])
        return model.sample(Condition.for_country(code), self.names_per_country, rng)

    def generation_metrics(self, samples: Sequence[str], code: str) -> GenerationMetrics:
        """Measure one or more lower-case names that were generated for a country."""
        folded = [fold(name) for name in samples]
        # The reference classifier has not seen the real names either.
        unseen = [
            name
            for name, key in zip(samples, folded, strict=True)
            if key not in self.held_out.train_names
        ]
        real = [entry.letters for entry in self.held_out.test if entry.country == code]
        return GenerationMetrics.compute(
            folded,
            self.held_out.train_names,
            self.held_out.countries_by_name,
            self.held_out.names_of(code),
            judged=(self._share_assigned(unseen, code), self._share_assigned(real, code)),
        )

    def _share_assigned(self, names: Sequence[str], code: str) -> float:
        if not names:
            return 0.0
        predicted = self.reference.probabilities(names).argmax(axis=1)
        return float((predicted == self.reference.countries.index(code)).mean())


@dataclass(frozen=True, slots=True)
class _Predictions:
    """Each country's probability and label for each folded name of the test split."""

    countries: tuple[str, ...]
    probabilities: DoubleArray
    labels: BoolArray

    @classmethod
    def compute(
        cls, origins: Classifier, held_out: HeldOut, codes: Sequence[str]
    ) -> "_Predictions":
        # Of several spellings of a name the first in the data represents it.
        spellings = {fold(entry.name): entry.letters for entry in reversed(held_out.test)}
        listed = held_out.countries_by_name
        names = [name for name in spellings if not listed[name].isdisjoint(codes)]
        log.info("predicting the origins of %d names", len(names))
        return cls(
            origins.countries,
            origins.probabilities([spellings[name] for name in names]),
            np.array([[code in listed[name] for code in origins.countries] for name in names]),
        )

    def metrics(self, codes: Sequence[str]) -> OriginMetrics:
        columns = [self.countries.index(code) for code in codes]
        rows = self.labels[:, columns].any(axis=1)
        return OriginMetrics.compute(self.probabilities[rows], self.labels[rows])


def mean_metrics(by_country: Sequence[GenerationMetrics]) -> GenerationMetrics:
    """Average every metric over countries."""
    means = {
        field.name: float(np.mean([getattr(metrics, field.name) for metrics in by_country]))
        for field in fields(GenerationMetrics)
    }
    return GenerationMetrics(**means)
