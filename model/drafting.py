"""Names on their way: letters drawn one by one, and what they have cost so far."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DoubleArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draft:
    """Names being written.

    Attributes:
        letters: each name's letters by number (names, places), the stop symbol first.
        nats: −log of the probability of what is written of each (names).
        stopped: which have come to their stop (names).
    """

    letters: npt.NDArray[np.intp]
    nats: DoubleArray
    stopped: npt.NDArray[np.bool_]

    @classmethod
    def blank(cls, prefix: Sequence[int], size: int, places: int) -> "Draft":
        """Begin some names that all start with a prefix, letters by number."""
        letters = np.zeros((size, places + 1), np.intp)
        letters[:, 1 : len(prefix) + 1] = prefix
        return cls(letters, np.zeros(size), np.zeros(size, np.bool_))

    def write(
        self,
        rows: npt.NDArray[np.intp],
        place: int,
        drawn: npt.NDArray[np.intp],
        probabilities: DoubleArray,
    ) -> None:
        """Write a letter at a place of some rows, drawn from probabilities (rows, letters)."""
        self.letters[rows, place] = drawn
        self.nats[rows] -= np.log(probabilities[np.arange(len(rows)), drawn])
        self.stopped[rows] = drawn == 0

    def read(self, row: int, alphabet: str) -> tuple[str, float]:
        """Spell a name, empty if it has not stopped, and give its nats."""
        numbers = self.letters[row].tolist() if self.stopped[row] else []
        return "".join([alphabet[number] for number in numbers if number]), float(self.nats[row])


def above(floor: float, probabilities: DoubleArray) -> DoubleArray:
    """Leave out what is less likely than a share of the likeliest (arXiv:2407.01082).

    Each of the many letters that hardly ever follow is rare, but all together they would spoil
    every tenth name. The stop counts as a letter, and may be all that is left: where it must not
    come yet, the likeliest letters stand in for it.
    """
    likeliest = probabilities[:, 1:].max(axis=1, keepdims=True)
    return np.where(probabilities < floor * likeliest, 0, probabilities)


def sample(
    probabilities: DoubleArray, sharpness: float, rng: np.random.Generator
) -> npt.NDArray[np.intp]:
    """Draw a letter a row from p^s / Σ p^s."""
    powers = probabilities**sharpness
    totals = powers.cumsum(axis=1)
    drawn: npt.NDArray[np.intp] = (totals < rng.random((len(totals), 1)) * totals[:, -1:]).sum(
        axis=1
    )
    return drawn
