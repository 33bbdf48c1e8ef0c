"""A five-gram with absolute discounting, interpolated between one country and all of them.

After a history h of n letters in a country c, the letter w has the probability

    P(w | h, c) = max(C(hw, c) − D, 0) / C(h, c) + D K(h, c) / C(h, c) · B(w)
    B(w)        = a · P(w | h', c) + (1 − a) · P(w | h)

where C counts n-grams, K counts distinct letters after h, h' is h without its first letter, and
P(w | h) is the same over all countries together, backing off to P(w | h') alone. For a history
never seen, only B remains; below the empty history letters are uniform. The discounts D and weights
a, one for each n, maximise the likelihood of the validation split.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.optimize import minimize

from model.domain.arrays import BoolArray, DoubleArray, IntArray
from model.domain.condition import Condition
from model.domain.corpus import Entry
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.spelling import lower

ORDERS = 5
"""Letters of the longest n-gram."""
BASE = 128
"""N-grams are integers in this base, which exceeds the number of letters."""
BATCH_SIZE = 20_000
"""Names to score at once."""


class CountTable:
    """Counts of each letter after each history; a history's id includes the country, if any.

    N-grams are sorted by history, so that sampling a letter is a search in cumulative counts.
    """

    def __init__(self, histories: IntArray, letters: IntArray) -> None:
        """Count pairs of a history and the letter after it."""
        self._ngrams, self._counts = np.unique(histories * BASE + letters, return_counts=True)
        self._histories, self._first, self._kinds = np.unique(
            self._ngrams // BASE, return_index=True, return_counts=True
        )
        self._totals = np.add.reduceat(self._counts, self._first)

    def counts(self, histories: IntArray, letters: IntArray) -> DoubleArray:
        """Return counts of the letter and of any, and of distinct letters (3, letters)."""
        ngram, ngram_seen = _search_sorted(self._ngrams, histories * BASE + letters)
        row, seen = _search_sorted(self._histories, histories)
        counts: DoubleArray = np.array(
            [self._counts[ngram] * ngram_seen, self._totals[row] * seen, self._kinds[row] * seen],
            np.float64,
        )
        return counts

    @cached_property
    def _cumulative(self) -> IntArray:
        cumulative: IntArray = np.concatenate([[0], self._counts.cumsum()])
        return cumulative

    def sample(self, histories: IntArray, discount: float, rng: np.random.Generator) -> IntArray:
        """Sample a letter after each history by discounted count, or −1 for the discount."""
        row, seen = _search_sorted(self._histories, histories)
        ngram = self._first[row]
        # A point among the cumulative counts; the end of each n-gram's count is its discount.
        point = self._cumulative[ngram] + rng.random(len(histories)) * self._totals[row]
        ngram = np.searchsorted(self._cumulative, point, side="right") - 1
        discounted = point - self._cumulative[ngram] > self._counts[ngram] - discount
        return np.where(seen & ~discounted, self._ngrams[ngram] % BASE, -1)


def _search_sorted(sorted_keys: IntArray, keys: IntArray) -> tuple[IntArray, BoolArray]:
    indices = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return indices, sorted_keys[indices] == keys


@dataclass(frozen=True, slots=True)
class InterpolationWeights:
    """Parameters fitted on validation, each from 0 to 1, for each length of history.

    Attributes:
        shared_discounts: of all countries' counts.
        country_discounts: of a country's counts.
        country_weights: of the country's shorter history against all countries' same history.
    """

    shared_discounts: tuple[float, ...] = (0.5,) * ORDERS
    country_discounts: tuple[float, ...] = (0.5,) * ORDERS
    country_weights: tuple[float, ...] = (0.5,) * ORDERS


class FiveGramModel:
    """Scores and samples names of single countries; an `evaluation.NameModel`."""

    def __init__(self, train: Sequence[Entry], validation: Sequence[Entry], alphabet: str) -> None:
        """Count n-grams of training names, then fit the weights to validation names."""
        self._alphabet = alphabet
        self._letter_ids = {letter: index for index, letter in enumerate(alphabet)}
        # A country's id precedes its histories; 0 stands for all countries together.
        codes = sorted({entry.country for entry in train})
        self._country_ids = {code: index for index, code in enumerate(codes, start=1)}
        countries, histories, letters, _ = self._encode(
            [(entry.letters, entry.country) for entry in train]
        )
        self._shared = [CountTable(_key(0, histories, n), letters) for n in range(ORDERS)]
        self._own = [CountTable(_key(countries, histories, n), letters) for n in range(ORDERS)]
        self.weights = self._fit(validation)

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | country) of each pair, in nats (pairs)."""
        names = [
            (lower(name, condition.dominant_country), condition.dominant_country)
            for name, condition in pairs
        ]
        nats = np.zeros(len(names))
        for start in range(0, len(names), BATCH_SIZE):
            countries, histories, letters, rows = self._encode(names[start : start + BATCH_SIZE])
            probabilities = self.probabilities(countries, histories, letters)
            np.subtract.at(nats, start + rows, np.log(probabilities))
        return nats

    def sample(self, condition: Condition, count: int, rng: np.random.Generator) -> list[str]:
        """Sample names of 2 to `MAX_NAME_LENGTH` letters; longer ones are left out."""
        country = self._country_ids[condition.dominant_country]
        sampled = np.zeros((count, MAX_NAME_LENGTH + 1), np.int64)
        histories = np.zeros(count, np.int64)
        active = np.arange(count)
        for step in range(MAX_NAME_LENGTH + 1):
            letters = self._sample_letters(country, histories[active], rng)
            while step < 2 and not letters.all():  # no name in the data has one letter
                stopped = letters == 0
                letters[stopped] = self._sample_letters(country, histories[active[stopped]], rng)
            sampled[active, step] = letters
            histories[active] = (histories[active] * BASE + letters) % BASE ** (ORDERS - 1)
            active = active[letters != 0]
        return [
            "".join(self._alphabet[letter] for letter in row if letter)
            for row in sampled
            if row[-1] == 0
        ]

    def history_id(self, text: str) -> int:
        """Return the id of the history that a text ends in."""
        history = 0
        for letter in text[-(ORDERS - 1) :]:
            history = history * BASE + self._letter_ids[letter]
        return history

    def country_id(self, code: str) -> int:
        """Return a country's id."""
        return self._country_ids[code]

    def probabilities(
        self, countries: IntArray, histories: IntArray, letters: IntArray
    ) -> DoubleArray:
        """Return P(letter | history, country) of each triple (letters)."""
        return self._mix(self._counts(countries, histories, letters), self.weights)

    def _counts(
        self, countries: IntArray, histories: IntArray, letters: IntArray
    ) -> list[tuple[DoubleArray, DoubleArray]]:
        return [
            (
                self._shared[n].counts(_key(0, histories, n), letters),
                self._own[n].counts(_key(countries, histories, n), letters),
            )
            for n in range(ORDERS)
        ]

    def _mix(
        self, counts: Sequence[tuple[DoubleArray, DoubleArray]], weights: InterpolationWeights
    ) -> DoubleArray:
        shared = own = np.full(counts[0][0].shape[1], 1 / len(self._alphabet))
        for n, (shared_counts, own_counts) in enumerate(counts):
            shared = _discount(shared_counts, weights.shared_discounts[n], shared)
            backoff = weights.country_weights[n] * own + (1 - weights.country_weights[n]) * shared
            own = _discount(own_counts, weights.country_discounts[n], backoff)
        return own

    def _fit(self, validation: Sequence[Entry]) -> InterpolationWeights:
        countries, histories, letters, _ = self._encode(
            [(entry.letters, entry.country) for entry in validation]
        )
        counts = self._counts(countries, histories, letters)

        def weights_from(point: Sequence[float]) -> InterpolationWeights:
            values = [float(value) for value in point]
            parts = [tuple(values[a:b]) for a, b in pairwise(range(0, 4 * ORDERS, ORDERS))]
            return InterpolationWeights(*parts)

        def loss(point: Sequence[float]) -> float:
            return float(-np.log(self._mix(counts, weights_from(point))).mean())

        result = minimize(
            loss, [0.5] * (3 * ORDERS), method="L-BFGS-B", bounds=[(0.01, 0.99)] * (3 * ORDERS)
        )
        return weights_from(result.x)

    def _sample_letters(
        self, country: int, histories: IntArray, rng: np.random.Generator
    ) -> IntArray:
        """Sample a letter after each history, choosing a component of the mixture at each order."""
        letters = np.full(len(histories), -1)
        is_own = np.ones(len(histories), np.bool_)
        for n in reversed(range(ORDERS)):
            for own, table, discounts in (
                (True, self._own[n], self.weights.country_discounts),
                (False, self._shared[n], self.weights.shared_discounts),
            ):
                rows = np.flatnonzero((letters < 0) & (is_own == own))
                keys = _key(country if own else 0, histories[rows], n)
                letters[rows] = table.sample(keys, discounts[n], rng)
                if own:
                    is_own[rows] = rng.random(len(rows)) < self.weights.country_weights[n]
        rows = np.flatnonzero(letters < 0)
        letters[rows] = rng.integers(len(self._alphabet), size=len(rows))
        return letters

    def _encode(
        self, names: Sequence[tuple[str, str]]
    ) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Return country, history, id and name index of every letter and stop (letters each)."""
        lengths = np.array([len(name) for name, _ in names])
        letters = np.zeros((len(names), lengths.max() + 1), np.int64)
        for row, (name, _) in zip(letters, names, strict=True):
            row[: len(name)] = [self._letter_ids[letter] for letter in name]
        histories = np.zeros_like(letters)
        for step in range(1, letters.shape[1]):
            histories[:, step] = histories[:, step - 1] * BASE + letters[:, step - 1]
            histories[:, step] %= BASE ** (ORDERS - 1)
        mask = np.arange(letters.shape[1]) <= lengths[:, None]
        rows = np.nonzero(mask)[0]
        countries = np.array([self._country_ids[code] for _, code in names])[rows]
        return countries, histories[mask], letters[mask], rows


def _key(countries: IntArray | int, histories: IntArray, length: int) -> IntArray:
    keys: IntArray = countries * BASE**length + histories % BASE**length
    return keys


def _discount(counts: DoubleArray, discount: float, backoff: DoubleArray) -> DoubleArray:
    ngram, total, kinds = counts
    seen = total > 0
    total = np.where(seen, total, 1)
    mixed: DoubleArray = np.where(
        seen, np.maximum(ngram - discount, 0) / total + discount * kinds / total * backoff, backoff
    )
    return mixed
