"""Names on their way: letters drawn one by one, and what they have cost so far."""

import math
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from model.domain.arrays import DoubleArray, FloatArray, Numbers
from model.domain.generation import NameRequest
from model.inference.blending import DecoderState, log_sum

SHARED = 0.001
"""Probability that all letters have in equal parts, wherever they stand: what a network says of a
letter that it never met in some place is a guess, and so no letter costs more than 11.5 nats."""
_Floats = TypeVar("_Floats", FloatArray, DoubleArray)
_LEAST = np.float32(1e-30)
"""Keeps the logarithm of a random number finite."""


class BatchSampler:
    """Names being written, all at once."""

    def __init__(
        self,
        reading: DecoderState,
        prefix: Sequence[int],
        size: int,
        wish: NameRequest,
        rng: np.random.Generator,
    ) -> None:
        """Begin names.

        Args:
            reading: of one name that has not begun.
            prefix: what all of them begin with, letters by number.
            size: how many.
            wish: says how long they may be, and how letters are drawn.
            rng: gives every letter its chance.
        """
        self._reading, self._wish, self._rng = reading, wish, rng
        self._begun = len(prefix)
        # What comes at each place, the stop symbol at the last, and what it was drawn from.
        self._letters = np.zeros((wish.max_length + 1, size), np.intp)
        self._letters[: len(prefix)] = np.array(prefix, np.intp)[:, None]
        # What all begin with is read once.
        read = [reading.read(np.array([letter]))[0] for letter in (0, *prefix)]
        self._logits = np.zeros((wish.max_length + 1, size, read[0].shape[1]), np.float32)
        self._logits[: len(read)] = read
        reading.pick(np.zeros(size, np.intp))

    def names(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Write the names, and give each by its number, with its letters.

        They come in order, and each as soon as it and those before it have stopped: whoever has
        enough of them need not wait for the last letters of the others. One that does not stop in
        time has no letters.
        """
        size = self._letters.shape[1]
        rows, given, stopped = np.arange(size), 0, np.zeros(size, np.bool_)
        logits = self._logits[self._begun]
        for place in range(self._begun, self._wish.max_length + 1):
            letters = draw(logits, place, self._wish, self._rng)
            self._letters[place, rows] = letters
            stopped[rows] = letters == 0
            while given < size and stopped[given]:
                yield given, self._read(given)
                given += 1
            going = np.flatnonzero(letters)
            if not len(going) or place == self._wish.max_length:
                break
            if len(going) < len(rows):
                rows, letters = rows[going], letters[going]
                self._reading.pick(going)
            logits = self._reading.read(letters)[0]
            self._logits[place + 1, rows] = logits
        for row in range(given, size):
            yield row, self._read(row) if stopped[row] else []

    def _read(self, row: int) -> Sequence[int]:
        numbers: list[int] = self._letters[:, row].tolist()
        return numbers[: numbers.index(0)]

    def nats(self, rows: Sequence[int]) -> FloatArray:
        """Return −log of the probability of names that have stopped, by their numbers (rows)."""
        letters, logits = self._letters[:, rows], self._logits[:, rows]
        # Behind the first stop nothing was drawn.
        drawn = (letters == 0).cumsum(axis=0) - (letters == 0) == 0
        nats: FloatArray = (nats_of(letters, logits) * drawn).sum(axis=0)
        return nats


def shared(likely: _Floats, letters: int) -> _Floats:
    """Give each of some letters its part of `SHARED` beside its probability (...).

    Args:
        likely: probabilities by a network.
        letters: how many there are in all.
    """
    mixed: _Floats = (1 - SHARED) * likely + SHARED / letters
    return mixed


def nats_of(letters: Numbers, logits: FloatArray) -> FloatArray:
    """Return −log of the probability of letters (...) by their logits (..., letters)."""
    chosen = np.take_along_axis(logits, letters[..., None], axis=-1)
    likely = np.exp(chosen - log_sum(logits))[..., 0]
    nats: FloatArray = -np.log(shared(likely, logits.shape[-1]))
    return nats


def draw(logits: FloatArray, place: int, wish: NameRequest, rng: np.random.Generator) -> Numbers:
    """Draw the letter behind some names of `place` letters, from p^s / Σ p^s by logits.

    Letters less likely than a share of the likeliest are left out (arXiv:2407.01082): each of the
    many that hardly ever follow is rare, but all together they would spoil every tenth name. The
    stop counts as a letter, and may be all that is left: where it must not come yet, the likeliest
    letters stand in for it.

    Args:
        logits: (names, letters).
        place: letters that each name has.
        wish: says how sharp, how unlikely and how long.
        rng: gives every letter its chance.
    """
    # The largest of logits less the logarithms of exponential random numbers is drawn as often as
    # its probability says (Gumbel 1954), which spares adding all of them up. Those numbers are made
    # of uniform ones, as that is quicker than to ask the generator for them.
    patience = rng.random(logits.shape, np.float32)
    patience += _LEAST
    np.log(patience, out=patience)
    np.negative(patience, out=patience)
    np.log(patience, out=patience)
    if wish.min_p:
        floor = logits[:, 1:].max(axis=1, keepdims=True) + math.log(wish.min_p)
        if place == wish.max_length:
            # Here a name ends or is thrown away, so an unlikely stop is better than none.
            patience[:, 1:][logits[:, 1:] < floor] = np.inf
        else:
            patience[logits < floor] = np.inf
    if place < wish.min_length:
        patience[:, 0] = np.inf
    letters: Numbers = (wish.inverse_temperature * logits - patience).argmax(axis=1)
    return letters
