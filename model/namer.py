"""The network that serves: new names and scores, in NumPy.

A `Namer` never changes, so several threads may use one. Randomness comes from the caller.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from model.answer import Answer, Rejection
from model.blending import DoubleArray, Reading, voices
from model.blocklist import Blocklist
from model.cell import Cell, Numbers
from model.condition import Condition
from model.drafting import Draft, above, sample
from model.errors import InputError, UnknownLettersError
from model.messages import message
from model.spelling import STOP, capitalise, fold, lower
from model.weights import SHIPPED, FloatArray, Weights
from model.wish import LONGEST, Suggestion, Wish

_BUDGET = 4096
"""Names drawn at most before a wish is answered with fewer than it asks for; a blend's names are
read by several voices, and so many fewer of them are drawn."""
_LEAST_BUDGET = 6
"""Names drawn at most for each one wished for, where this is more."""
_LARGEST_BATCH = 512


class Namer:
    """Invents names and says how likely a name is."""

    def __init__(self, weights: Weights) -> None:
        """Lay trained weights out for serving."""
        self._cell = Cell(weights.arrays)
        self._letters = weights.alphabet
        self._numbers = {letter: number for number, letter in enumerate(weights.alphabet)}
        self._places = {code: place for place, code in enumerate(weights.countries)}
        self.known = weights.known
        self.blocklist = Blocklist.load()
        self.identity = weights.identity

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Namer":
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

    def suggest(self, wish: Wish, rng: np.random.Generator) -> Answer:
        """Invent names: all writable, none blocked, none known unless the wish allows it.

        Returns:
            As many as the wish asks for, or fewer where no more were found within the budget; the
            answer's reason then says what became of the others.

        Raises:
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: `starts_with` has letters that it does not know.
        """
        country = wish.condition.leading
        prefix = self.read(wish.starts_with, country)
        found: dict[str, tuple[str, float]] = {}
        rejected: Counter[Rejection] = Counter()
        for size in self._sizes(wish):
            for letters, nats in self._drawn(wish, prefix, size, rng):
                key = fold(letters)
                flaw = Rejection.REPEATED if key in found else self._flaw(letters, wish)
                if flaw is None:
                    found[key] = (capitalise(letters, country), nats)
                    if len(found) == wish.count:
                        break
                else:
                    rejected[flaw] += 1
            if len(found) == wish.count:
                break
        chosen = list(found.values())
        nearest = self.known.nearest([name for name, _ in chosen])
        suggestions = [
            # Names are one where they fold alike, and then nothing lies between them.
            Suggestion(name, nats, novel=distance > 0, nearest=near, distance=distance)
            for (name, nats), (near, distance) in zip(chosen, nearest, strict=True)
        ]
        return Answer(tuple(suggestions), rejected)

    def draw(
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
        wish = Wish(condition, sharpness=sharpness, max_length=LONGEST, floor=0)
        sizes = [min(_LARGEST_BATCH, count - done) for done in range(0, count, _LARGEST_BATCH)]
        drawn = (letters for size in sizes for letters, _ in self._drawn(wish, "", size, rng))
        return [letters for letters in drawn if letters]

    def score(self, pairs: Sequence[tuple[str, Condition]]) -> DoubleArray:
        """Return −log P(name, stop | condition) of each pair, in nats (pairs).

        Names may be in either case; a blend's case rules are those of its heaviest country.

        Raises:
            InputError: a name is empty.
            KeyError: the network was not trained on one of the countries.
            UnknownLettersError: a name has letters that it does not know.
        """
        names = self._spelled(pairs)
        numbers = _numbered([condition for _, condition in pairs])

        def alike(row: int) -> tuple[int, str]:
            return len(pairs[row][1].countries), pairs[row][1].method

        def place(row: int) -> tuple[tuple[int, str], int, str]:
            return alike(row), numbers[pairs[row][1]], names[row]

        nats = np.zeros(len(pairs))
        # Names that begin alike are read once, where they are in one batch.
        for _, group in groupby(sorted(range(len(pairs)), key=place), key=alike):
            together = list(group)
            for start in range(0, len(together), _LARGEST_BATCH):
                rows = together[start : start + _LARGEST_BATCH]
                told = [pairs[row][1] for row in rows]
                nats[rows] = self._costs([names[row] for row in rows], told).sum(axis=1)
        return nats

    def costs(self, name: str, conditions: Sequence[Condition]) -> DoubleArray:
        """Return what each letter of a name and its stop cost, in nats (conditions, letters + 1).

        The conditions have one method and equally many countries. A row sums to the name's score
        under that condition; the errors are those of `score`.
        """
        return self._costs(self._spelled([(name, one) for one in conditions]), conditions)

    def distributions(self, name: str, condition: Condition) -> DoubleArray:
        """Return the probabilities of every next letter along a name (name length + 1, letters).

        The first row is what may begin a name, the last what may follow it. Letters are numbered
        as in `alphabet`, with the stop symbol as 0 before them.
        """
        letters = self.read(name, condition.leading)
        reading = self._begin([condition], np.zeros(1, np.intp))
        numbers = [0, *self._encode(letters)]
        return np.array([reading.read(np.array([number]))[0] for number in numbers])

    def read(self, text: str, country: str) -> str:
        """Lower a text's case by a country's rules and check its letters.

        Raises:
            UnknownLettersError: it has letters that the network does not know.
        """
        letters = lower(text, country)
        foreign = dict.fromkeys(letter for letter in letters if letter not in self.alphabet)
        if foreign:
            raise UnknownLettersError(text, "".join(foreign))
        return letters

    def _spelled(self, pairs: Sequence[tuple[str, Condition]]) -> list[str]:
        names = [self.read(name, condition.leading) for name, condition in pairs]
        if not all(names):
            raise InputError(message("A name needs at least one letter."))
        return names

    def _encode(self, letters: str) -> list[int]:
        return [self._numbers[letter] for letter in letters]

    def _begin(self, conditions: Sequence[Condition], told: Numbers) -> Reading:
        """Begin names, each told one of the conditions by its number (names).

        All conditions have one method and equally many countries.
        """
        parts = [voices(condition, self.countries) for condition in conditions]
        vectors = np.array([[self._vector(voice.condition) for voice in row] for row in parts])
        weights = np.array([[voice.weight for voice in row] for row in parts])
        heard = self._cell.condition(vectors)
        return Reading(self._cell, heard, weights, conditions[0].method, told)

    def _vector(self, condition: Condition) -> FloatArray:
        vector = np.zeros(len(self._places) + 2, np.float32)
        for code, weight in condition.countries:
            vector[self._places[code]] = weight
        vector[-2:] = {"F": (1, 0), "M": (0, 1), None: (0.5, 0.5)}[condition.gender]
        return vector

    def _sizes(self, wish: Wish) -> Iterator[int]:
        shared = _BUDGET // len(voices(wish.condition, self.countries))
        left = max(shared, _LEAST_BUDGET * wish.count)
        size = max(16, 2 * wish.count)
        while left > 0:
            yield min(size, _LARGEST_BATCH, left)
            left -= min(size, _LARGEST_BATCH)
            size *= 2

    def _drawn(
        self, wish: Wish, prefix: str, size: int, rng: np.random.Generator
    ) -> Iterator[tuple[str, float]]:
        """Draw names at once and give each with its nats, empty where it does not stop in time.

        They come in order, and each as soon as it and those before it have stopped: whoever has
        enough of them need not wait for the last letters of the others.
        """
        draft = Draft.blank(self._encode(prefix), size, wish.max_length + 1)
        reading = self._begin([wish.condition], np.zeros(size, np.intp))
        rows = np.arange(size)
        given = 0
        for place in range(wish.max_length + 1):
            probabilities = reading.read(draft.letters[rows, place])
            if place < len(prefix):
                drawn = draft.letters[rows, place + 1]
            else:
                choices = above(wish.floor, probabilities)
                if place == wish.max_length:
                    # Here a name ends or is thrown away, so an unlikely stop is better than none.
                    choices[:, 0] = probabilities[:, 0]
                choices[:, 0] *= place >= wish.min_length
                drawn = sample(choices, wish.sharpness, rng)
            draft.write(rows, place + 1, drawn, probabilities)
            while given < size and draft.stopped[given]:
                yield draft.read(given, self._letters)
                given += 1
            going = drawn != 0
            rows = rows[going]
            if not len(rows):
                break
            reading.keep(going)
        for row in range(given, size):
            yield draft.read(row, self._letters)

    def _flaw(self, letters: str, wish: Wish) -> Rejection | None:
        """Tell why a name that was drawn will not do; None where it will."""
        if len(letters) < wish.min_length:
            return Rejection.LENGTH
        if not is_writable(letters):
            return Rejection.UNWRITABLE
        if wish.novel and letters in self.known:
            return Rejection.KNOWN
        return Rejection.BLOCKED if self.blocklist.blocks(letters) else None

    def _costs(self, names: Sequence[str], conditions: Sequence[Condition]) -> DoubleArray:
        """Return the nats of each letter and the stop, then noughts (names, longest + 1)."""
        numbers = _numbered(conditions)
        told = np.array([numbers[condition] for condition in conditions])
        reading = self._begin(list(numbers), told)
        lengths = np.array([len(name) for name in names])
        letters = np.zeros((len(names), lengths.max() + 2), np.intp)
        for row, name in zip(letters, names, strict=True):
            row[1 : len(name) + 1] = self._encode(name)
        nats = np.zeros((len(names), lengths.max() + 1))
        rows = np.arange(len(names))
        for place in range(lengths.max() + 1):
            probabilities = reading.read(letters[rows, place])
            heard = probabilities[np.arange(len(rows)), letters[rows, place + 1]]
            nats[rows, place] = -np.log(heard)
            going = lengths[rows] > place
            rows = rows[going]
            reading.keep(going)
        return nats


def _numbered(conditions: Sequence[Condition]) -> dict[Condition, int]:
    """Number conditions, equal ones alike."""
    return {one: number for number, one in enumerate(dict.fromkeys(conditions))}


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
