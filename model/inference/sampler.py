"""Sampling a batch of names letter by letter."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from model.domain.arrays import AnyFloatArray, FloatArray, IntArray
from model.domain.generation import MIN_NAME_LENGTH, NameRequest
from model.inference.blending import DecoderState, log_sum_exp

UNIFORM_WEIGHT = 0.001
"""Weight of the uniform distribution mixed into every letter's: what the network predicts for a
letter that it never saw in some context is a guess, so no letter's nats are higher than 11.5."""
_MANY = 128
"""Names among which it pays to look for those that begin alike."""
_EPSILON = np.float32(1e-30)
"""Keeps the logarithm of a random number finite."""


def sample_batch(
    decoder: DecoderState,
    prefix: Sequence[int],
    size: int,
    request: NameRequest,
    rng: np.random.Generator,
) -> Iterator[tuple[Sequence[int], FloatArray]]:
    """Sample names together, and yield the letter ids and the nats of each.

    They come in order, each as soon as it and those before it have stopped: a caller who has enough
    need not wait for the rest. In a large batch, names that begin alike share a state.

    Args:
        decoder: of one empty name, under one condition.
        prefix: letter ids that every name begins with.
        size: how many names.
        request: bounds the lengths, and how letters are sampled.
        rng: source of randomness.

    Yields:
        The letters, none if a name does not stop in time; −log P of each and of the stop, then
        zeros (`max_length` + 1).
    """
    letters = np.zeros((size, request.max_length + 1), np.intp)
    nats = np.zeros(letters.shape, np.float32)
    letters[:, : len(prefix)] = prefix
    logits = decoder.step(np.array([0]))[0]
    for position, letter in enumerate(prefix):
        nats[:, position] = letter_nll(np.array([letter]), logits)
        logits = decoder.step(np.array([letter]))[0]
    rows, yielded, stopped = np.arange(size), 0, np.zeros(size, np.bool_)
    # Which of the decoder's states, and so of the rows of logits, each name has.
    states = np.zeros(size, np.intp)
    for position in range(len(prefix), request.max_length + 1):
        last = sample_letters(logits[states], position, request, rng)
        letters[rows, position] = last
        log_probs = logits[states, last] - log_sum_exp(logits)[states, 0]
        nats[rows, position] = _smoothed_nll(log_probs, logits.shape[1])
        stopped[rows] = last == 0
        while yielded < size and stopped[yielded]:
            yield _until_stop(letters[yielded]), nats[yielded]
            yielded += 1
        unfinished = np.flatnonzero(last)
        if not len(unfinished) or position == request.max_length:
            break
        rows, last, before = rows[unfinished], last[unfinished], states[unfinished]
        states = np.arange(len(rows))
        if len(rows) >= _MANY:
            read, states = _number(before * logits.shape[1] + last, logits.size)
            before, last = np.divmod(read, logits.shape[1])
        decoder.select(before)
        logits = decoder.step(last)[0]
    for row in range(yielded, size):
        yield _until_stop(letters[row]) if stopped[row] else [], nats[row]


def _until_stop(letters: IntArray) -> Sequence[int]:
    ids: list[int] = letters.tolist()
    return ids[: ids.index(0)]


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
    if length < MIN_NAME_LENGTH:
        noise[:, 0] = np.inf
    letters: IntArray = (request.inverse_temperature * logits - noise).argmax(axis=1)
    return letters
