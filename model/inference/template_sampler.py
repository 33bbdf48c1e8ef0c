"""Sampling names with letters at their beginning, in the middle or at their end.

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
from model.domain.generation import NameRequest
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
        logits: of the next letter, excluded ones left out (names, letters).
    """

    position: int
    rows: IntArray
    decoder: DecoderState
    logits: FloatArray


class TemplateSampler:
    """Samples under one condition, without some letters."""

    def __init__(
        self,
        start: Callable[[int], DecoderState],
        request: NameRequest,
        excluded: IntArray,
        rng: np.random.Generator,
    ) -> None:
        """Take the state of a number of empty names, and the ids of letters to leave out."""
        self._start, self._request, self._excluded, self._rng = start, request, excluded, rng

    def sample(
        self, prefix: Sequence[int], infix: Sequence[int], suffix: Sequence[int], size: int
    ) -> list[Ids]:
        """Sample at most `size` names with these letters at the beginning, within, and at the end.

        Names may be equal, unless there is a suffix.
        """
        names: list[Ids] = [tuple(prefix)] * size
        if infix:
            names = self._place(names, [*infix], len(suffix))
        if suffix:
            return self._place(names, [*suffix, _STOP], 0)
        return self._complete(names)

    def _complete(self, beginnings: Sequence[Ids]) -> list[Ids]:
        """Sample on until each name stops, and return those that do in time."""
        letters = self._lay_out(beginnings)
        for _ in self._steps(letters):
            pass
        stops = letters == _STOP
        ends = zip(letters[stops.any(axis=1)].tolist(), _first(stops), strict=True)
        return [tuple(name[:end]) for name, end in ends]

    def _place(self, beginnings: Sequence[Ids], span: Sequence[int], reserve: int) -> list[Ids]:
        """Sample on, and cut names where a span of letters fits; return them up to its end.

        A span that ends in the stop ends the names, so each is returned once, without the stop.

        Args:
            beginnings: of the names.
            span: ids of the letters.
            reserve: letters for which there must be room behind the span.
        """
        is_last = span[-1] == _STOP
        size = len(span) - is_last
        room = self._request.max_length - size - reserve
        shortest = self._request.min_length - size if is_last else 0
        letters = self._lay_out(beginnings)
        given = np.count_nonzero(letters != _UNKNOWN, axis=1)
        cut: list[Ids] = []
        scores: list[DoubleArray] = []
        for step in self._steps(letters):
            if step.position > room:
                break
            here = np.flatnonzero(given[step.rows] <= step.position)
            if len(here) and step.position >= shortest:
                scores.append(self._score(span, step.decoder, step.logits, here))
                cut += map(tuple, letters[step.rows[here], : step.position].tolist())
        if not cut:
            return []
        log_weights = np.concatenate(scores)
        middle = tuple(span[:size])
        chosen = self._choose(log_weights, len(beginnings), distinct=is_last)
        names = [cut[row] + middle for row in chosen]
        return list(dict.fromkeys(names)) if is_last else names

    def _choose(self, log_weights: DoubleArray, size: int, *, distinct: bool) -> list[int]:
        """Draw rows in proportion to their weights; distinct ones by the Gumbel-top-k trick."""
        if distinct:
            keys = log_weights + self._rng.gumbel(size=len(log_weights))
            best: list[int] = np.argsort(-keys, kind="stable")[:size].tolist()
            return best
        weights = np.exp(log_weights - log_weights.max())
        drawn: list[int] = self._rng.choice(len(weights), size, p=weights / weights.sum()).tolist()
        return drawn

    def _score(
        self, span: Sequence[int], decoder: DecoderState, logits: FloatArray, rows: IntArray
    ) -> DoubleArray:
        """Return log P, sharpened as the letters are, of a span as what follows (rows)."""
        ahead, logits = decoder.fork(rows), logits[rows]
        total = np.zeros(len(rows))
        for place, letter in enumerate(span):
            if place:
                previous = np.full(len(rows), span[place - 1], np.intp)
                logits = self._without_excluded(ahead.step(previous)[0])
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
            logits = self._without_excluded(decoder.step(last)[0])
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

    def _without_excluded(self, logits: FloatArray) -> FloatArray:
        logits[:, self._excluded] = -np.inf
        return logits

    def _lay_out(self, beginnings: Sequence[Ids]) -> IntArray:
        letters = np.full((len(beginnings), self._request.max_length + 1), _UNKNOWN, np.intp)
        for row, beginning in zip(letters, beginnings, strict=True):
            row[: len(beginning)] = beginning
        return letters


def _first(stops: npt.NDArray[np.bool_]) -> list[int]:
    """Return where each name stops, of those that do."""
    ends: list[int] = stops.argmax(axis=1)[stops.any(axis=1)].tolist()
    return ends
