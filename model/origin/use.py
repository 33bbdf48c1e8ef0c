"""Where a known name is from, by its use: who bears it where, then how it is spelled.

P(country) is the softmax of a weighted sum of features, one value of each for every country:

1. `spelling`: log P(country) by the spelling alone.
2. `written`: of those who bear a name that was typed with diacritics, the log of the share who
   write it like this. María and Maria are one name to all that follows.
3. `registers` and `people`: the log of the share of bearers, among those that a register counts
   and among a country's people on Wikipedia. A share is smoothed by the mean of all countries, the
   more the fewer people are counted, and centred; it is 0 where nothing is counted.
4. The same for countries where nothing is counted: the highest of the others.
5. `classes`: how common `nam_dict.txt` says that a name is, and whether it has it at all.
6. `lists`: whether the country's list has the name, and that divided by the root of their number.
7. `home`: whether readers say that it is at home there, above all or there too, and 1 / the place
   of the country among its homes. Countries that the diacritics speak against are none.

Registers hold everybody's names, so the lists weigh little. `python -m model.training.fit_use` fits
the weights, and a constant for each country.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import ClassVar

import numpy as np

from model.domain.arrays import BoolArray, DoubleArray
from model.domain.npz import WEIGHTS_FOLDER
from model.domain.ranking import ReasonKind
from model.domain.stored_arrays import StoredArrays
from model.inference.bearers import ABOVE_ALL, THERE_TOO, Bearers, Use, UseKind

_KINDS: Mapping[str, ReasonKind] = {
    "spelling": ReasonKind.SPELLING,
    "written": ReasonKind.SPELLING,
    "registers": ReasonKind.BEARERS,
    "registers elsewhere": ReasonKind.BEARERS,
    "people": ReasonKind.BEARERS,
    "people elsewhere": ReasonKind.BEARERS,
    "class": ReasonKind.LISTS,
    "in classes": ReasonKind.LISTS,
    "in classes elsewhere": ReasonKind.LISTS,
    "list": ReasonKind.LISTS,
    "list among many": ReasonKind.LISTS,
    "home above all": ReasonKind.HOME,
    "home there too": ReasonKind.HOME,
    "home elsewhere": ReasonKind.HOME,
    "home by place": ReasonKind.HOME,
}
USE_FEATURES = tuple(_KINDS)
USE_KINDS = (*_KINDS.values(), ReasonKind.SIZE)
"""Which reasons the features are, and then the constant."""
_LEAST_WRITTEN = 0.01
"""The mean share at least of those who write a name like this: else the slips of a few in a large
register would count for its country."""
_OTHERWISE = -1.0
"""Nats below which the typed diacritics speak against a country."""
_LEAST_PROBABILITY = 1e-5
_SMOOTHING = {UseKind.REGISTER: 300.0, UseKind.PEOPLE: 100.0}
"""People as many as these, with the mean share, are added to those who are counted."""
_LEAST_SHARE = {UseKind.REGISTER: 3e-6, UseKind.PEOPLE: 2e-5}


class UseFeatures:
    """Computes the features of names."""

    def __init__(self, countries: tuple[str, ...], totals: tuple[Use, ...]) -> None:
        """Take the countries in their order, and the sums over all names."""
        self._columns = {code: column for column, code in enumerate(countries)}
        self._totals = {kind: self._counts(totals, kind) for kind in UseKind}

    def compute(
        self, name: str, bearers: Bearers | None, spelling: DoubleArray, listed: DoubleArray
    ) -> DoubleArray:
        """Return the features of a name (countries, `USE_FEATURES`).

        Args:
            name: as typed.
            bearers: who bears it, None if nobody is known to.
            spelling: P(country) by its spelling (countries).
            listed: 1 for the countries that list it, else 0 (countries).
        """
        uses = () if bearers is None else bearers.uses
        written = self._written(name, {} if bearers is None else bearers.spellings)
        return np.column_stack(
            [
                np.log(spelling.clip(_LEAST_PROBABILITY)),
                written,
                *self._shares(uses, UseKind.REGISTER),
                *self._shares(uses, UseKind.PEOPLE),
                *self._classes(uses),
                listed,
                listed / np.sqrt(max(listed.sum(), 1.0)),
                *self._homes(uses, written < _OTHERWISE),
            ]
        )

    def _written(self, name: str, spellings: Mapping[str, Mapping[str, int]]) -> DoubleArray:
        """Return the log of the share of those who write a name like this (countries).

        It is relative to the mean share of the countries, and each has one person more, with that
        share. It is 0 where nobody is counted, for a spelling that nobody is known to write, and
        for one without diacritics: many leave them out.
        """
        alike, everyone = np.zeros((2, len(self._columns)))
        for spelling, counts in spellings.items():
            people = [counts.get(country, 0) for country in self._columns]
            everyone += people
            if spelling.lower() == name.lower():
                alike += people
        if name.isascii() or not alike.any():
            return np.zeros(len(self._columns))
        is_counted = everyone > 0
        mean = max((alike[is_counted] / everyone[is_counted]).mean(), _LEAST_WRITTEN)
        logs = np.log((alike + mean) / (everyone + 1) / mean)
        return np.where(is_counted, logs, 0.0)

    def _shares(self, uses: tuple[Use, ...], kind: UseKind) -> tuple[DoubleArray, DoubleArray]:
        totals = self._totals[kind]
        is_counted = totals > 0
        shares = self._counts(uses, kind) / np.maximum(totals, 1)
        mean = shares[is_counted].mean()
        smoothing = _SMOOTHING[kind]
        smoothed = (shares * totals + smoothing * mean) / (totals + smoothing)
        logs = np.log(smoothed + _LEAST_SHARE[kind])
        logs -= logs[is_counted].mean()
        highest = logs[is_counted].max()
        return np.where(is_counted, logs, 0.0), np.where(is_counted, 0.0, highest)

    def _classes(self, uses: tuple[Use, ...]) -> tuple[DoubleArray, DoubleArray, DoubleArray]:
        classes = self._counts(uses, UseKind.CLASS)
        is_classed, has_classes = classes > 0, self._totals[UseKind.CLASS] > 0
        elsewhere = ~has_classes & is_classed.any()
        return classes, is_classed.astype(np.float64), elsewhere.astype(np.float64)

    def _homes(self, uses: tuple[Use, ...], is_otherwise: BoolArray) -> DoubleArray:
        """Return the features of homes (4, countries).

        Args:
            uses: of the name.
            is_otherwise: whether the typed diacritics speak against each country (countries).
        """
        otherwise = {*compress(self._columns, is_otherwise)}
        homes = [
            use for use in uses if use.kind is UseKind.TRADITION and use.country not in otherwise
        ]
        levels = self._counts(homes, UseKind.TRADITION)
        above_all, there_too = levels == ABOVE_ALL, levels == THERE_TOO
        elsewhere = (levels == 0) & (levels > 0).any()
        by_place = np.zeros(len(self._columns))
        for place, use in enumerate(homes, 1):
            if use.country in self._columns:
                by_place[self._columns[use.country]] = 1 / place
        return np.array([above_all, there_too, elsewhere, by_place], np.float64)

    def _counts(self, uses: Iterable[Use], kind: UseKind) -> DoubleArray:
        counts = np.zeros(len(self._columns))
        for use in uses:
            if use.kind is kind and use.country in self._columns:
                counts[self._columns[use.country]] += use.bearers
        return counts


def is_spelled_otherwise(features: DoubleArray) -> BoolArray:
    """Return whether the typed diacritics speak against each country (countries).

    Args:
        features: of a name (countries, `USE_FEATURES`).
    """
    otherwise: BoolArray = features[:, USE_FEATURES.index("written")] < _OTHERWISE
    return otherwise


@dataclass(frozen=True, slots=True)
class UseModel(StoredArrays):
    """The weights of the features.

    Attributes:
        weights: of `USE_FEATURES` (features).
        bias: of each country (countries).
        inverse_temperature: by which the logits are multiplied, so that probabilities are
            calibrated; without dimensions.
    """

    shipped: ClassVar = WEIGHTS_FOLDER / "use.npz"

    weights: DoubleArray
    bias: DoubleArray
    inverse_temperature: DoubleArray

    def evidence(self, features: DoubleArray) -> DoubleArray:
        """Return what each feature of a name and the constant say (features + 1, countries).

        Args:
            features: of `UseFeatures` (countries, `USE_FEATURES`).
        """
        return np.vstack([(features * self.weights).T, self.bias])

    def probabilities(self, features: DoubleArray) -> DoubleArray:
        """Return P(country) of all countries for the features of names (..., countries).

        Args:
            features: of `UseFeatures` (..., countries, `USE_FEATURES`).
        """
        logits = self.inverse_temperature * (features @ self.weights + self.bias)
        exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
        probabilities: DoubleArray = exponentials / exponentials.sum(axis=-1, keepdims=True)
        return probabilities
