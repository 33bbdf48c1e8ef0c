"""The network that serves: new names and scores, in NumPy.

A `NameGenerator` never changes, so several threads may use one. Randomness comes from the caller.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray
from model.domain.condition import Condition
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import (
    MAX_NAME_LENGTH,
    GenerationResult,
    NameRequest,
    Rejection,
    Suggestion,
)
from model.domain.spelling import STOP, capitalise, fold
from model.domain.validation import normalise_case
from model.inference.blending import DecoderState, log_sum, mixture_components
from model.inference.blocklist import Blocklist
from model.inference.rnn_cell import RNNCell
from model.inference.sampler import BatchSampler, nats_of, shared
from model.inference.weights import SHIPPED_WEIGHTS, Weights

_BUDGET = 4096
"""Names drawn at most before a wish is answered with fewer than it asks for; a blend's names are
read by several voices, and so many fewer of them are drawn."""
_LEAST_BUDGET = 6
"""Names drawn at most for each one wished for, where this is more."""
_DRAWN = 3
"""Names drawn at first for each one wished for: more than half are known already."""
_LARGEST_BATCH = 512
_MOST_CONDITIONS = 16
"""Conditions that one name is read under at once: the matrices of each are 300 kB."""


class NameGenerator:
    """Invents names and says how likely a name is."""

    def __init__(self, weights: Weights) -> None:
        """Lay trained weights out for serving."""
        self._cell = RNNCell(weights.arrays, weights.ngrams)
        self._letters = weights.alphabet
        self._numbers = {letter: number for number, letter in enumerate(weights.alphabet)}
        self._places = {code: place for place, code in enumerate(weights.countries)}
        self.known = weights.known
        self.blocklist = Blocklist.load()
        self.fingerprint = weights.fingerprint

    @classmethod
    def load(cls, path: Path = SHIPPED_WEIGHTS) -> "NameGenerator":
        """Load weights from a file; the errors are those of `Weights.load`."""
        return cls(Weights.load(path))

    @property
    def alphabet(self) -> str:
        """The letters that a name may have, without the stop symbol."""
        return self._letters.removeprefix(STOP)

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of the countries it was trained on, sorted."""
        return tuple(self._places)

    def suggest(self, wish: NameRequest, rng: np.random.Generator) -> GenerationResult:
        """Invent names: all writable, none blocked, none known unless the wish allows it.

        Returns:
            As many as the wish asks for, or fewer where no more were found within the budget; the
            answer's reason then says what became of the others.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: `starts_with` has letters that it does not know.
        """
        prefix = self._encode(self.read(wish.starts_with, wish.condition.dominant_country))
        found: dict[str, tuple[str, float]] = {}
        rejected: Counter[Rejection] = Counter()
        for size in self._sizes(wish):
            found |= self._found(wish, self._draft(wish, prefix, size, rng), found, rejected)
            if len(found) == wish.count:
                break
        nearest = self.known.nearest([name for name, _ in found.values()])
        suggestions = [
            # Names are one where they fold alike, and then nothing lies between them.
            Suggestion(name, nats, novel=distance > 0, nearest=near, distance=distance)
            for (name, nats), (near, distance) in zip(found.values(), nearest, strict=True)
        ]
        return GenerationResult(tuple(suggestions), rejected)

    def sample(
        self, condition: Condition, count: int, rng: np.random.Generator, sharpness: float = 1.0
    ) -> list[str]:
        """Draw names just as the network spells them: known ones, odd ones and repeats too.

        Returns:
            Names in lower case, fewer than `count` only where some did not stop in time: names
            have 2 to `LONGEST` letters, as in the data.

        Raises:
            InputError: the sharpness is out of its bounds.
            KeyError: the network was not trained on one of the countries.
        """
        wish = NameRequest(
            condition, inverse_temperature=sharpness, max_length=MAX_NAME_LENGTH, min_p=0
        )
        sizes = [min(_LARGEST_BATCH, count - done) for done in range(0, count, _LARGEST_BATCH)]
        drafts = (self._draft(wish, [], size, rng) for size in sizes)
        drawn = (self._decode(numbers) for draft in drafts for _, numbers in draft.names())
        return [letters for letters in drawn if letters]

    def nll(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs).

        Names may be in either case; a blend's case rules are those of its heaviest country.

        Raises:
            InputError: a name is empty.
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: a name has letters that it does not know.
        """
        names = self._spelled(pairs)
        rows: dict[Condition, list[int]] = {}
        for row, (_, condition) in enumerate(pairs):
            rows.setdefault(condition, []).append(row)
        nats = np.zeros(len(pairs))
        for condition, asked in rows.items():
            asked.sort(key=lambda row: len(names[row]))
            for start in range(0, len(asked), _LARGEST_BATCH):
                together = asked[start : start + _LARGEST_BATCH]
                read = [names[row] for row in together]
                nats[together] = self._costs(read, [condition])[0].sum(axis=1)
        return nats

    def letter_nll(self, name: str, conditions: Sequence[Condition]) -> DoubleArray:
        """Return what each letter of a name and its stop cost, in nats (conditions, letters + 1).

        The conditions, one or more, have one method and equally many countries. A row sums to the
        name's score under that condition; the errors are those of `score`.
        """
        # Countries may lower the case of one name differently.
        rows: dict[str, list[int]] = {}
        for row, letters in enumerate(self._spelled([(name, one) for one in conditions])):
            rows.setdefault(letters, []).append(row)
        costs = np.zeros((len(conditions), len(next(iter(rows))) + 1))
        for letters, asked in rows.items():
            for start in range(0, len(asked), _MOST_CONDITIONS):
                together = asked[start : start + _MOST_CONDITIONS]
                told = [conditions[row] for row in together]
                costs[together] = self._costs([letters], told)[:, 0]
        return costs

    def distributions(self, name: str, condition: Condition) -> DoubleArray:
        """Return the probabilities of every next letter along a name (name length + 1, letters).

        The first row is what may begin a name, the last what may follow it. Letters are numbered
        as in `alphabet`, with the stop symbol as 0 before them.
        """
        letters = self.read(name, condition.dominant_country)
        reading = self._begin([condition], 1)
        numbers = [0, *self._encode(letters)]
        logits = np.concatenate([reading.read(np.array([number]))[0] for number in numbers])
        likely = np.exp(logits - log_sum(logits), dtype=np.float64)
        likely /= likely.sum(axis=1, keepdims=True)
        return shared(likely, likely.shape[1])

    def read(self, text: str, country: str) -> str:
        """Lower a text's case by a country's rules and check its letters.

        Raises:
            UnknownLettersError: it has letters that the network does not know.
        """
        return normalise_case(text, country, self.alphabet)

    def _spelled(self, pairs: Sequence[tuple[str, Condition]]) -> list[str]:
        names = [self.read(name, condition.dominant_country) for name, condition in pairs]
        if not all(names):
            raise InputError(gettext_noop("A name needs at least one letter."))
        return names

    def _encode(self, letters: str) -> list[int]:
        return [self._numbers[letter] for letter in letters]

    def _decode(self, numbers: Sequence[int]) -> str:
        return "".join([self._letters[number] for number in numbers])

    def _begin(self, conditions: Sequence[Condition], names: int) -> DecoderState:
        """Begin names that are all read under each of some conditions.

        All conditions have one method and equally many countries.
        """
        parts = [mixture_components(condition, self.countries) for condition in conditions]
        told = [voice.condition for part in parts for voice in part]
        spoken = self._cell.voices(*map(np.array, zip(*map(self._vectors, told), strict=True)))
        weights = np.array([[voice.weight for voice in part] for part in parts])
        return DecoderState(self._cell, spoken, weights, conditions[0].method, names)

    def _vectors(self, condition: Condition) -> tuple[FloatArray, FloatArray]:
        """Give the weights of all countries, and of female and male."""
        countries = np.zeros(len(self._places), np.float32)
        for code, weight in condition.countries:
            countries[self._places[code]] = weight
        genders = {"F": (1, 0), "M": (0, 1), None: (0.5, 0.5)}[condition.gender]
        return countries, np.array(genders, np.float32)

    def _sizes(self, wish: NameRequest) -> Iterator[int]:
        shared = _BUDGET // len(mixture_components(wish.condition, self.countries))
        left = max(shared, _LEAST_BUDGET * wish.count)
        size = _DRAWN * wish.count
        while left > 0:
            yield min(size, _LARGEST_BATCH, left)
            left -= min(size, _LARGEST_BATCH)
            size *= 2

    def _draft(
        self, wish: NameRequest, prefix: Sequence[int], size: int, rng: np.random.Generator
    ) -> BatchSampler:
        return BatchSampler(self._begin([wish.condition], 1), prefix, size, wish, rng)

    def _found(
        self,
        wish: NameRequest,
        draft: BatchSampler,
        before: Collection[str],
        rejected: Counter[Rejection],
    ) -> dict[str, tuple[str, float]]:
        """Give names that will do with their nats, by what they fold to, until there are enough.

        Args:
            wish: what they are to be like.
            draft: what they are taken from.
            before: what those that there are already fold to.
            rejected: counts why others will not do.
        """
        names: dict[str, str] = {}
        rows: list[int] = []
        for row, numbers in draft.names():
            letters = self._decode(numbers)
            key = fold(letters)
            again = key in names or key in before
            flaw = Rejection.REPEATED if again else self._flaw(letters, wish)
            if flaw is None:
                names[key] = capitalise(letters, wish.condition.dominant_country)
                rows.append(row)
                if len(names) + len(before) == wish.count:
                    break
            else:
                rejected[flaw] += 1
        nats = draft.nats(rows).tolist()
        return {key: (name, cost) for (key, name), cost in zip(names.items(), nats, strict=True)}

    def _flaw(self, letters: str, wish: NameRequest) -> Rejection | None:
        """Tell why a name that was drawn will not do; None where it will."""
        if len(letters) < wish.min_length:
            return Rejection.LENGTH
        if not is_writable(letters):
            return Rejection.UNWRITABLE
        if wish.novel and letters in self.known:
            return Rejection.KNOWN
        return Rejection.BLOCKED if self.blocklist.blocks(letters) else None

    def _costs(self, names: Sequence[str], conditions: Sequence[Condition]) -> DoubleArray:
        """Return what each letter and the stop cost, then noughts, in nats.

        The conditions are as `_begin` takes them; the result is (conditions, names, longest + 1).
        """
        reading = self._begin(conditions, len(names))
        lengths = np.array([len(name) for name in names])
        letters = np.zeros((len(names), lengths.max() + 2), np.intp)
        for row, name in zip(letters, names, strict=True):
            row[1 : len(name) + 1] = self._encode(name)
        nats = np.zeros((len(conditions), len(names), lengths.max() + 1))
        rows = np.arange(len(names))
        for place in range(lengths.max() + 1):
            logits = reading.read(letters[rows, place])
            nats[:, rows, place] = nats_of(letters[None, rows, place + 1], logits)
            going = np.flatnonzero(lengths[rows] > place)
            if len(going) < len(rows):
                rows = rows[going]
                reading.pick(going)
        return nats


def is_writable(name: str) -> bool:
    """Tell whether people would write a lower-case name so.

    They would not where a letter stands three times running, where there is no vowel, where an
    apostrophe or a hyphen has no letter on either side, or a hyphen parts off a single letter.
    """
    plain = fold(name)
    parts = name.split("-")
    return (
        re.search(r"(.)\1\1", plain) is None
        and re.search(r"[aeiouyw]", plain) is not None
        and all(len(part) > 1 for part in parts)
        and len(parts) <= 2  # noqa: PLR2004 - Jean-Luc has two
        and not re.search(r"(^|\W)\W|\W$", name)
    )
