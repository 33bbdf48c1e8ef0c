"""Sampling a batch of names letter by letter."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from model.domain.arrays import AnyFloatArray, FloatArray, IntArray
from model.domain.generation import NameRequest
from model.inference.blending import DecoderState, log_sum_exp

UNIFORM_WEIGHT = 0.001
"""Weight of the uniform distribution mixed into every letter's: what the network predicts for a
letter that it never saw in some context is a guess, so no letter's nats are higher than 11.5."""
_MANY = 128
"""Names among which it pays to look for those that begin alike."""
_EPSILON = np.float32(1e-30)
"""Keeps the logarithm of a random number finite."""


class BatchSampler:
    """Samples names of a batch together; in a large one, names that begin alike share a state."""

    def __init__(
        self,
        decoder: DecoderState,
        prefix: Sequence[int],
        batch_size: int,
        request: NameRequest,
        rng: np.random.Generator,
    ) -> None:
        """Read the prefix.

        Args:
            decoder: of one empty name, under one condition.
            prefix: letter ids that every name begins with.
            batch_size: how many names.
            request: bounds the lengths, and how letters are sampled.
            rng: source of randomness.
        """
        self._decoder, self._request, self._rng = decoder, request, rng
        self._prefix_length = len(prefix)
        # Letters and their −log P in nats (positions, names); what follows a stop is zeros.
        self._letters = np.zeros((request.max_length + 1, batch_size), np.intp)
        self._letters[: len(prefix)] = np.array(prefix, np.intp)[:, None]
        self._letter_nll = np.zeros((request.max_length + 1, batch_size), np.float32)
        logits = [decoder.step(np.array([letter]))[0] for letter in (0, *prefix)]
        for position, letter in enumerate(prefix):
            self._letter_nll[position] = letter_nll(np.array([letter]), logits[position])
        self._logits = logits[-1]

    def names(self) -> Iterator[tuple[int, Sequence[int]]]:
        """Sample the names, and yield the index and the letter ids of each.

        They come in order, each as soon as it and those before it have stopped: a caller who has
        enough need not wait for the rest. A name that does not stop in time has no letters.
        """
        batch_size = self._letters.shape[1]
        rows, yielded, stopped = np.arange(batch_size), 0, np.zeros(batch_size, np.bool_)
        # Which of the decoder's states, and so of the rows of logits, each name has.
        states, logits = np.zeros(batch_size, np.intp), self._logits
        for position in range(self._prefix_length, self._request.max_length + 1):
            own_logits = logits[states]
            letters = sample_letters(own_logits, position, self._request, self._rng)
            self._letters[position, rows] = letters
            log_probs = logits[states, letters] - log_sum_exp(logits)[states, 0]
            self._letter_nll[position, rows] = _smoothed_nll(log_probs, logits.shape[1])
            stopped[rows] = letters == 0
            while yielded < batch_size and stopped[yielded]:
                yield yielded, self._until_stop(yielded)
                yielded += 1
            unfinished = np.flatnonzero(letters)
            if not len(unfinished) or position == self._request.max_length:
                break
            rows, last, before = rows[unfinished], letters[unfinished], states[unfinished]
            states = np.arange(len(rows))
            if len(rows) >= _MANY:
                read, states = _number(before * logits.shape[1] + last, logits.size)
                before, last = np.divmod(read, logits.shape[1])
            self._decoder.select(before)
            logits = self._decoder.step(last)[0]
        for row in range(yielded, batch_size):
            yield row, self._until_stop(row) if stopped[row] else []

    def _until_stop(self, row: int) -> Sequence[int]:
        ids: list[int] = self._letters[:, row].tolist()
        return ids[: ids.index(0)]

    def letter_nll(self, rows: Sequence[int]) -> FloatArray:
        """Return −log P of each letter and the stop, then zeros, in nats (rows, positions)."""
        return self._letter_nll[:, rows].T


def _number(values: IntArray, bound: int) -> tuple[IntArray, IntArray]:
    """Return the distinct ones of some values below a bound, and the index of each value in them.

    This is `np.unique`, several times as fast for few values.
    """
    occurs = np.zeros(bound, np.bool_)
    occurs[values] = True
    distinct = np.flatnonzero(occurs)
    indices = np.empty(bound, np.intp)
    indices[distinct] = np.arange(len(distinct))
    return distinct, indices[values]


def smooth_with_uniform(probabilities: AnyFloatArray, letters: int) -> AnyFloatArray:
    """Mix probabilities (...) with the uniform distribution over an alphabet of some letters."""
    smoothed: AnyFloatArray = (1 - UNIFORM_WEIGHT) * probabilities + UNIFORM_WEIGHT / letters
    return smoothed


def letter_nll(letters: IntArray, logits: FloatArray) -> FloatArray:
    """Return −log P in nats of letter ids (...) by their logits (..., letters)."""
    chosen = np.take_along_axis(logits, letters[..., None], axis=-1)
    return _smoothed_nll((chosen - log_sum_exp(logits))[..., 0], logits.shape[-1])


def _smoothed_nll(log_probs: FloatArray, letters: int) -> FloatArray:
    """Return −log P in nats, smoothed, by log P (...) and the size of the alphabet."""
    nats: FloatArray = -np.log(smooth_with_uniform(np.exp(log_probs), letters))
    return nats


def sample_letters(
    logits: FloatArray, length: int, request: NameRequest, rng: np.random.Generator
) -> IntArray:
    """Sample the next letter of each name, from p^s / Σ p^s.

    Min-p (arXiv:2407.01082): letters less likely than a share of the likeliest are left out. Each
    is rare, but together they would spoil every tenth name. The stop counts as a letter too, and
    may be the only one left; if the name is still too short for it, the likeliest letters are
    sampled instead.

    Args:
        logits: (names, letters).
        length: letters of each name so far.
        request: inverse temperature, min-p and lengths.
        rng: source of randomness.

    Returns:
        Letter ids (names).
    """
    # The Gumbel-max trick (Gumbel 1954): the argmax of logits plus Gumbel noise is a sample of
    # their softmax, without its sum. This is the negated noise, made from uniform numbers, as that
    # is faster than the generator's own.
    noise = rng.random(logits.shape, np.float32)
    noise += _EPSILON
    np.log(noise, out=noise)
    np.negative(noise, out=noise)
    np.log(noise, out=noise)
    if request.min_p:
        floor = logits[:, 1:].max(axis=1, keepdims=True) + math.log(request.min_p)
        if length == request.max_length:
            # The name stops here or is rejected, so an unlikely stop is better than none.
            noise[:, 1:][logits[:, 1:] < floor] = np.inf
        else:
            noise[logits < floor] = np.inf
    if length < request.min_length:
        noise[:, 0] = np.inf
    letters: IntArray = (request.inverse_temperature * logits - noise).argmax(axis=1)
    return letters
