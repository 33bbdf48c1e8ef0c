"""What runs of letters say about where a name is from: a logistic regression in little memory.

A run is one to six letters in a row, with a space before and behind the name, so that a run can
say where it begins or ends. How often a name has each, times how rare it is, brought to length 1
(TF-IDF), is weighed for each country. Weights near what most countries have are left out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray

LONGEST_RUN = 6
"""Letters of the longest run."""


@dataclass(frozen=True, slots=True)
class NGram:
    """Some letters in a row of a name that has a space on either side, and where they begin."""

    letters: str
    start: int

    @property
    def number(self) -> int:
        """The CRC-32 of the letters, which stands for them: hardly any two have the same."""
        return crc32(self.letters.encode())


def runs(name: str) -> Iterator[NGram]:
    """Yield every run of a lower-case name."""
    text = f" {name} "
    for start in range(len(text)):
        for end in range(start + 1, min(start + LONGEST_RUN, len(text)) + 1):
            yield NGram(text[start:end], start)


@dataclass(frozen=True, slots=True)
class NGramClassifier:
    """The regression's weights, by run and country.

    Attributes:
        numbers: of the runs it knows, sorted (runs).
        rarity: of each run, as a factor (runs).
        ends: where the weights of each run end in the next two, behind those before it (runs).
        places: the country of each weight, by number (weights).
        weights: in units of `unit` (weights).
        bias: what each country has before any letter is read (countries).
        unit: what a weight of 1 stands for, alone in its array.
    """

    numbers: npt.NDArray[np.uint32]
    rarity: npt.NDArray[np.float16]
    ends: npt.NDArray[np.int32]
    places: npt.NDArray[np.uint8]
    weights: npt.NDArray[np.int8]
    bias: npt.NDArray[np.float32]
    unit: npt.NDArray[np.float32]

    def logits(self, name: str) -> DoubleArray:
        """Return how much a lower-case name speaks for each country (countries)."""
        logits: DoubleArray = self.bias + self.by_letter(name).sum(axis=0)
        return logits

    def by_letter(self, name: str) -> DoubleArray:
        """Part what a lower-case name speaks among its letters (letters + 1, countries).

        Each letter of a run has an equal part in it; the space before the name counts as its first
        letter, the one behind it as the stop, which is the last row.
        """
        spoken = np.zeros((len(name) + 2, len(self.bias)))
        for run, place, factor in self._known(name):
            first = self.ends[place - 1] if place else 0
            entries = slice(first, self.ends[place])
            share = factor * float(self.unit) / len(run.letters)
            rows = slice(run.start, run.start + len(run.letters))
            spoken[rows, self.places[entries]] += share * self.weights[entries]
        spoken[1] += spoken[0]
        return spoken[1:]

    def _known(self, name: str) -> Iterator[tuple[NGram, int, float]]:
        """Yield each run that has weights, its place, and what its weights are multiplied by."""
        found = list(runs(name))
        numbers = np.array([run.number for run in found], np.uint32)
        places = self.numbers.searchsorted(numbers).clip(max=len(self.numbers) - 1)
        known = self.numbers[places] == numbers
        # A run that a name has twice counts twice, and so it does in the name's length.
        counts = Counter(places[known].tolist())
        rarity = {place: float(self.rarity[place]) for place in counts}
        length = sum((times * rarity[place]) ** 2 for place, times in counts.items()) ** 0.5
        for run, place, is_known in zip(found, places.tolist(), known, strict=True):
            if is_known:
                yield run, place, rarity[place] / length

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return everything by name, to be stored."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def of(cls, arrays: dict[str, npt.NDArray[np.generic]]) -> Self:
        """Take what `arrays` gave; KeyError where something is missing."""
        return cls(**{field.name: arrays[field.name] for field in fields(cls)})  # type: ignore[arg-type] # each array has the type it was stored with
