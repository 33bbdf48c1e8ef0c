"""Held-out figures of any model that scores and draws names, together and for each country.

The test part gives the nats and the origins; names drawn at sharpness 1, just as they come, give
the rest. Two names are one if they fold alike. Gender is left unknown throughout.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Protocol

import numpy as np

from model.domain.arrays import BoolArray, DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry, part_of
from model.domain.spelling import fold
from model.evaluation.metrics import GenerationMetrics, LanguageModelMetrics, OriginMetrics

log = logging.getLogger(__name__)


class NameModel(Protocol):
    """Scores names and draws them; `NameGenerator` is one."""

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs)."""

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Draw names in lower case just as the model spells them, at sharpness 1."""


class Classifier(Protocol):
    """Tells how likely each country is for a spelling.

    Attributes:
        countries: codes, in the order of the probabilities.
    """

    @property
    def countries(self) -> tuple[str, ...]: ...  # noqa: D102 - described above

    def probabilities(self, names: Sequence[str]) -> DoubleArray:
        """Return probabilities for names in lower case (names, countries)."""


@dataclass(frozen=True, slots=True)
class Report:
    """All figures for one country, or for several together."""

    spelling: LanguageModelMetrics
    origin: OriginMetrics
    invention: GenerationMetrics

    def flat(self) -> dict[str, float | None]:
        """Return every figure by its name."""
        figures = {**asdict(self.spelling), **asdict(self.origin), **asdict(self.invention)}
        return {**figures, "style_agreement": self.invention.style_agreement}


class HeldOut:
    """The data as an evaluation sees it.

    Attributes:
        trained: folded names of the training part.
        lists: the countries that list each folded name of the other parts.
        test: lines of the test part.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Part entries by the rule of `corpus.part_of`."""
        self.trained: set[str] = set()
        self.lists: dict[str, set[str]] = {}
        self.test: list[Entry] = []
        for entry in entries:
            key, part = fold(entry.name), part_of(entry.name)
            if part == "train":
                self.trained.add(key)
                continue
            self.lists.setdefault(key, set()).add(entry.country)
            if part == "test":
                self.test.append(entry)

    def of(self, country: str) -> set[str]:
        """Return the folded names that are on a country's list and were not trained on."""
        return {name for name, lists in self.lists.items() if country in lists}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What to measure a model on.

    Attributes:
        data: names to foresee, and those that were trained on.
        judge: guesses the countries of drawn names, and knows nothing of the model.
        countries: codes; each must have a line in the test part.
        names: how many to draw for each.
        seed: of the draws; a country's depend on it and on the country alone.
    """

    data: HeldOut
    judge: Classifier
    countries: tuple[str, ...]
    names: int = 2000
    seed: int = 1

    def run(self, model: NameModel, origins: Classifier) -> tuple[Report, Mapping[str, Report]]:
        """Measure a model, and what guesses origins by it.

        Returns:
            All the countries together, and each by its code.
        """
        test = [entry for entry in self.data.test if entry.country in self.countries]
        log.info("scoring %d names", len(test))
        nats = model.nll([(entry.name, Condition.for_country(entry.country)) for entry in test])
        ranking = _Ranking.of(origins, self.data, self.countries)
        inventions = {}
        for number, code in enumerate(self.countries, start=1):
            log.info("drawing names for %s, %d of %d", code, number, len(self.countries))
            inventions[code] = self.invention(self.draw(model, code), code)

        def report(codes: tuple[str, ...]) -> Report:
            rows = [row for row, entry in enumerate(test) if entry.country in codes]
            return Report(
                LanguageModelMetrics.of(nats[rows], [len(test[row].letters) for row in rows]),
                ranking.figures(codes),
                mean([inventions[code] for code in codes]),
            )

        return report(self.countries), {code: report((code,)) for code in self.countries}

    def draw(self, model: NameModel, code: str) -> list[str]:
        """Draw a country's names, always the same of the same model."""
        rng = np.random.default_rng([self.seed, *code.encode()])
        return model.sample(Condition.for_country(code), self.names, rng)

    def invention(self, drawn: Sequence[str], code: str) -> GenerationMetrics:
        """Measure names in lower case, one or more, that were drawn for a country."""
        folded = [fold(name) for name in drawn]
        # Real names are unseen by the judge too, so drawn ones are compared that are as well.
        unseen = [
            name for name, key in zip(drawn, folded, strict=True) if key not in self.data.trained
        ]
        real = [entry.letters for entry in self.data.test if entry.country == code]
        judged = self._judged(unseen, code), self._judged(real, code)
        return GenerationMetrics.of(
            folded, self.data.trained, self.data.lists, self.data.of(code), judged
        )

    def _judged(self, names: Sequence[str], code: str) -> float:
        if not names:
            return 0.0
        guesses = self.judge.probabilities(names).argmax(axis=1)
        return float((guesses == self.judge.countries.index(code)).mean())


@dataclass(frozen=True, slots=True)
class _Ranking:
    """How likely each country is for each folded name of the test part, and which list it."""

    countries: tuple[str, ...]
    probabilities: DoubleArray
    lists: BoolArray

    @classmethod
    def of(cls, origins: Classifier, data: HeldOut, codes: Sequence[str]) -> "_Ranking":
        # Of several spellings of a name the first in the data stands for it.
        spelt = {fold(entry.name): entry.letters for entry in reversed(data.test)}
        names = [name for name in spelt if not data.lists[name].isdisjoint(codes)]
        log.info("guessing where %d names are from", len(names))
        return cls(
            origins.countries,
            origins.probabilities([spelt[name] for name in names]),
            np.array([[code in data.lists[name] for code in origins.countries] for name in names]),
        )

    def figures(self, codes: Sequence[str]) -> OriginMetrics:
        columns = [self.countries.index(code) for code in codes]
        rows = self.lists[:, columns].any(axis=1)
        return OriginMetrics.of(self.probabilities[rows], self.lists[rows])


def mean(inventions: Sequence[GenerationMetrics]) -> GenerationMetrics:
    """Average every figure of several countries."""
    means = {
        field.name: float(np.mean([getattr(one, field.name) for one in inventions]))
        for field in fields(GenerationMetrics)
    }
    return GenerationMetrics(**means)
