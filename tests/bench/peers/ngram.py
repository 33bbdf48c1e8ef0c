"""A five-gram with absolute discounting, whose countries lean on themselves and on each other.

Behind a history h of n letters a country c expects the letter w with

    P(w | h, c) = max(C(hw, c) − D, 0) / C(h, c) + D K(h, c) / C(h, c) · B(w)
    B(w)        = a · P(w | h', c) + (1 − a) · P(w | h)

where C counts runs, K kinds of letters behind h, h' is h without its first letter, and P(w | h) is
the same of all countries together, which backs off to P(w | h') alone. Where h was never seen,
B is all there is; below the empty history every letter is as likely. The discounts D and the
weights a, one for each n, are those under which the validation part is likeliest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from model.domain.arrays import DoubleArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import lower

Numbers = npt.NDArray[np.int64]

ORDERS = 5
"""Letters of the longest run counted."""
BASE = 128
"""Runs of letters are numbers of this base; more than there are letters."""
CHUNK = 20_000
"""Names scored at once."""


class Table:
    """How often each letter follows each history; histories are numbers, a country's own or all's.

    A history's runs lie side by side, so that drawing from them is a search in running totals.
    """

    def __init__(self, histories: Numbers, letters: Numbers) -> None:
        """Count letters behind histories, one of each a time it was seen."""
        self._runs, self._counts = np.unique(histories * BASE + letters, return_counts=True)
        self._histories, self._first, self._kinds = np.unique(
            self._runs // BASE, return_index=True, return_counts=True
        )
        self._totals = np.add.reduceat(self._counts, self._first)

    def counts(self, histories: Numbers, letters: Numbers) -> DoubleArray:
        """Return how often each letter and any letter follows, and how many kinds (3, letters)."""
        run, seen_run = _find(self._runs, histories * BASE + letters)
        place, seen = _find(self._histories, histories)
        found: DoubleArray = np.array(
            [self._counts[run] * seen_run, self._totals[place] * seen, self._kinds[place] * seen],
            np.float64,
        )
        return found

    @cached_property
    def _reached(self) -> Numbers:
        reached: Numbers = np.concatenate([[0], self._counts.cumsum()])
        return reached

    def draw(self, histories: Numbers, discount: float, rng: np.random.Generator) -> Numbers:
        """Draw a letter behind each history by its discounted count, or −1 for what was kept."""
        place, seen = _find(self._histories, histories)
        run = self._first[place]
        # A count is taken, and of it the last part of each of its runs is the discount.
        taken = self._reached[run] + rng.random(len(histories)) * self._totals[place]
        run = np.searchsorted(self._reached, taken, side="right") - 1
        kept = taken - self._reached[run] > self._counts[run] - discount
        return np.where(seen & ~kept, self._runs[run] % BASE, -1)


def _find(
    sorted_keys: Numbers, keys: Numbers
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    places = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return places, sorted_keys[places] == keys


@dataclass(frozen=True, slots=True)
class Weights:
    """What is chosen on validation, each a figure between 0 and 1 for each length of history.

    Attributes:
        shared: discounts of all countries' counts.
        own: discounts of a country's counts.
        faithful: weight of a country's own shorter history against all countries' same history.
    """

    shared: tuple[float, ...] = (0.5,) * ORDERS
    own: tuple[float, ...] = (0.5,) * ORDERS
    faithful: tuple[float, ...] = (0.5,) * ORDERS


class Ngram:
    """Scores and draws names; an `evaluation.Model`. Blends it does not know."""

    def __init__(self, train: Sequence[Entry], validation: Sequence[Entry], alphabet: str) -> None:
        """Count the runs of training names, then fit the weights to validation names."""
        self._alphabet = alphabet
        self._numbers = {letter: number for number, letter in enumerate(alphabet)}
        # Countries count from 1 in front of a history; 0 stands for all of them together.
        codes = sorted({entry.country for entry in train})
        self._places = {code: number for number, code in enumerate(codes, start=1)}
        countries, histories, letters, _ = self._read(
            [(entry.letters, entry.country) for entry in train]
        )
        self._shared = [Table(_key(0, histories, n), letters) for n in range(ORDERS)]
        self._own = [Table(_key(countries, histories, n), letters) for n in range(ORDERS)]
        self.weights = self._fit(validation)

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | country) of each pair, in nats (pairs)."""
        names = [(lower(name, one.dominant_country), one.dominant_country) for name, one in pairs]
        nats = np.zeros(len(names))
        for start in range(0, len(names), CHUNK):
            countries, histories, letters, rows = self._read(names[start : start + CHUNK])
            likely = self.probabilities(countries, histories, letters)
            np.subtract.at(nats, start + rows, np.log(likely))
        return nats

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Draw names of 2 to `LONGEST` letters; those that do not stop in time are left out."""
        country = self._places[condition.dominant_country]
        drawn = np.zeros((count, MAX_NAME_LENGTH + 1), np.int64)
        histories = np.zeros(count, np.int64)
        going = np.arange(count)
        for place in range(MAX_NAME_LENGTH + 1):
            letters = self._next(country, histories[going], rng)
            while place < 2 and not letters.all():  # no name in the data has one letter
                early = letters == 0
                letters[early] = self._next(country, histories[going[early]], rng)
            drawn[going, place] = letters
            histories[going] = (histories[going] * BASE + letters) % BASE ** (ORDERS - 1)
            going = going[letters != 0]
        return [
            "".join(self._alphabet[number] for number in row if number)
            for row in drawn
            if row[-1] == 0
        ]

    def history(self, text: str) -> int:
        """Return the number of what stands before a letter: the text's last letters."""
        number = 0
        for letter in text[-(ORDERS - 1) :]:
            number = number * BASE + self._numbers[letter]
        return number

    def country(self, code: str) -> int:
        """Return a country's number."""
        return self._places[code]

    def probabilities(
        self, countries: Numbers, histories: Numbers, letters: Numbers
    ) -> DoubleArray:
        """Return P(letter | history, country) of each three (letters)."""
        return self._mix(self._counts(countries, histories, letters), self.weights)

    def _counts(
        self, countries: Numbers, histories: Numbers, letters: Numbers
    ) -> list[tuple[DoubleArray, DoubleArray]]:
        return [
            (
                self._shared[n].counts(_key(0, histories, n), letters),
                self._own[n].counts(_key(countries, histories, n), letters),
            )
            for n in range(ORDERS)
        ]

    def _mix(
        self, counts: Sequence[tuple[DoubleArray, DoubleArray]], weights: Weights
    ) -> DoubleArray:
        shared = own = np.full(counts[0][0].shape[1], 1 / len(self._alphabet))
        for n, (of_all, of_country) in enumerate(counts):
            shared = _discounted(of_all, weights.shared[n], shared)
            below = weights.faithful[n] * own + (1 - weights.faithful[n]) * shared
            own = _discounted(of_country, weights.own[n], below)
        return own

    def _fit(self, validation: Sequence[Entry]) -> Weights:
        countries, histories, letters, _ = self._read(
            [(entry.letters, entry.country) for entry in validation]
        )
        counts = self._counts(countries, histories, letters)

        def of(point: Sequence[float]) -> Weights:
            figures = [float(figure) for figure in point]
            parts = [tuple(figures[a:b]) for a, b in pairwise(range(0, 4 * ORDERS, ORDERS))]
            return Weights(*parts)

        def surprise(point: Sequence[float]) -> float:
            return float(-np.log(self._mix(counts, of(point))).mean())

        found = minimize(
            surprise, [0.5] * (3 * ORDERS), method="L-BFGS-B", bounds=[(0.01, 0.99)] * (3 * ORDERS)
        )
        return of(found.x)

    def _next(self, country: int, histories: Numbers, rng: np.random.Generator) -> Numbers:
        """Draw a letter behind each history: a mixture is drawn from by drawing a part of it."""
        drawn = np.full(len(histories), -1)
        own = np.ones(len(histories), np.bool_)
        for n in reversed(range(ORDERS)):
            for mine, table, discounts in (
                (True, self._own[n], self.weights.own),
                (False, self._shared[n], self.weights.shared),
            ):
                rows = np.flatnonzero((drawn < 0) & (own == mine))
                keys = _key(country if mine else 0, histories[rows], n)
                drawn[rows] = table.draw(keys, discounts[n], rng)
                if mine:
                    own[rows] = rng.random(len(rows)) < self.weights.faithful[n]
        rows = np.flatnonzero(drawn < 0)
        drawn[rows] = rng.integers(len(self._alphabet), size=len(rows))
        return drawn

    def _read(
        self, names: Sequence[tuple[str, str]]
    ) -> tuple[Numbers, Numbers, Numbers, npt.NDArray[np.intp]]:
        """Return for every letter and stop its country, its history, itself and its name's row."""
        lengths = np.array([len(name) for name, _ in names])
        written = np.zeros((len(names), lengths.max() + 1), np.int64)
        for row, (name, _) in zip(written, names, strict=True):
            row[: len(name)] = [self._numbers[letter] for letter in name]
        histories = np.zeros_like(written)
        for place in range(1, written.shape[1]):
            histories[:, place] = histories[:, place - 1] * BASE + written[:, place - 1]
            histories[:, place] %= BASE ** (ORDERS - 1)
        inside = np.arange(written.shape[1]) <= lengths[:, None]
        rows = np.nonzero(inside)[0]
        countries = np.array([self._places[code] for _, code in names])[rows]
        return countries, histories[inside], written[inside], rows


def _key(countries: Numbers | int, histories: Numbers, length: int) -> Numbers:
    keys: Numbers = countries * BASE**length + histories % BASE**length
    return keys


def _discounted(counts: DoubleArray, discount: float, below: DoubleArray) -> DoubleArray:
    run, total, kinds = counts
    seen = total > 0
    total = np.where(seen, total, 1)
    mixed: DoubleArray = np.where(
        seen, np.maximum(run - discount, 0) / total + discount * kinds / total * below, below
    )
    return mixed
