"""Sampling names with letters at their beginning and at their end.

A network that spells from left to right cannot be told what comes later. So names are sampled on,
and at each position the letters that are to come are scored as what follows; names are then cut
where those letters fit, in proportion to their probability there (importance resampling), and go on
behind them. Where the letters are the last, the network of reversed names does better: to it they
are the first.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.domain.arrays import DoubleArray, FloatArray, IntArray
from model.domain.generation import MIN_NAME_LENGTH, NameRequest
from model.inference.blending import DecoderState, log_softmax
from model.inference.sampler import sample_letters

_STOP = 0
_UNKNOWN = -1

Ids = tuple[int, ...]
"""Letters of a name, without the stop."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Names that have not stopped, before their next letter.

    Attributes:
        position: letters of each so far.
        rows: their indices (names).
        decoder: has read these letters.
        logits: of the next letter (names, letters).
    """

    position: int
    rows: IntArray
    decoder: DecoderState
    logits: FloatArray


class TemplateSampler:
    """Samples under one condition."""

    def __init__(
        self,
        start: Callable[[int], DecoderState],
        request: NameRequest,
        rng: np.random.Generator,
    ) -> None:
        """Take what returns the state of a number of empty names."""
        self._start, self._request, self._rng = start, request, rng

    def sample(self, prefix: Sequence[int], suffix: Sequence[int], size: int) -> list[Ids]:
        """Sample at most `size` names with these letters at the beginning and at the end.

        Names may be equal, unless there is a suffix.
        """
        names: list[Ids] = [tuple(prefix)] * size
        return self._end_with([*suffix, _STOP], names) if suffix else self._complete(names)

    def _complete(self, beginnings: Sequence[Ids]) -> list[Ids]:
        """Sample on until each name stops, and return those that do in time."""
        letters = self._lay_out(beginnings)
        for _ in self._steps(letters):
            pass
        stops = letters == _STOP
        ends = zip(letters[stops.any(axis=1)].tolist(), _first(stops), strict=True)
        return [tuple(name[:end]) for name, end in ends]

    def _end_with(self, span: Sequence[int], beginnings: Sequence[Ids]) -> list[Ids]:
        """Sample on, and end names where a span of letters fits; return each name once.

        Args:
            span: ids of the letters, and the stop.
            beginnings: of the names.
        """
        size = len(span) - 1
        letters = self._lay_out(beginnings)
        given = np.count_nonzero(letters != _UNKNOWN, axis=1)
        cut: list[Ids] = []
        scores: list[DoubleArray] = []
        for step in self._steps(letters):
            if step.position > self._request.max_length - size:
                break
            here = np.flatnonzero(given[step.rows] <= step.position)
            if len(here) and step.position >= MIN_NAME_LENGTH - size:
                scores.append(self._score(span, step.decoder, step.logits, here))
                cut += map(tuple, letters[step.rows[here], : step.position].tolist())
        if not cut:
            return []
        # The Gumbel-top-k trick draws without replacement, in proportion to the weights.
        log_weights = np.concatenate(scores)
        keys = log_weights + self._rng.gumbel(size=len(log_weights))
        chosen = np.argsort(-keys, kind="stable")[: len(beginnings)]
        return list(dict.fromkeys(cut[row] + tuple(span[:size]) for row in chosen))

    def _score(
        self, span: Sequence[int], decoder: DecoderState, logits: FloatArray, rows: IntArray
    ) -> DoubleArray:
        """Return log P, sharpened as the letters are, of a span as what follows (rows)."""
        ahead, logits = decoder.fork(rows), logits[rows]
        total = np.zeros(len(rows))
        for place, letter in enumerate(span):
            if place:
                previous = np.full(len(rows), span[place - 1], np.intp)
                logits = ahead.step(previous)[0]
            sharpened = self._request.inverse_temperature * logits.astype(np.float64)
            total += log_softmax(sharpened)[:, letter]
        return total

    def _steps(self, letters: IntArray) -> Iterator[_Step]:
        """Step through names letter by letter; what is unknown of them is sampled in place.

        Args:
            letters: ids, some known from the beginning (names, `max_length` + 1).
        """
        rows = np.arange(len(letters))
        decoder, last = self._start(len(rows)), np.zeros(len(rows), np.intp)
        for position in range(letters.shape[1]):
            logits = decoder.step(last)[0]
            yield _Step(position, rows, decoder, logits)
            last = letters[rows, position]
            sampled = sample_letters(logits, position, self._request, self._rng)
            last = np.where(last == _UNKNOWN, sampled, last)
            letters[rows, position] = last
            unfinished = np.flatnonzero(last != _STOP)
            if not len(unfinished):
                break
            if len(unfinished) < len(rows):
                rows, last = rows[unfinished], last[unfinished]
                decoder.select(unfinished)

    def _lay_out(self, beginnings: Sequence[Ids]) -> IntArray:
        letters = np.full((len(beginnings), self._request.max_length + 1), _UNKNOWN, np.intp)
        for row, beginning in zip(letters, beginnings, strict=True):
            row[: len(beginning)] = beginning
        return letters


def _first(stops: npt.NDArray[np.bool_]) -> list[int]:
    """Return where each name stops, of those that do."""
    ends: list[int] = stops.argmax(axis=1)[stops.any(axis=1)].tolist()
    return ends
