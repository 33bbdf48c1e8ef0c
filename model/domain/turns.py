"""Whose turn it is on a card that several have a share in."""

from collections.abc import Mapping
from typing import TypeVar

_Turn = TypeVar("_Turn")

CYCLE = 25
"""Turns after which the same ones come again: each of the commonest, as many at most, has one."""


def take_turns(weights: Mapping[_Turn, int], first: int, count: int) -> list[_Turn]:
    """Return who has some turns in a row: the heavier the more often, and everybody once a cycle.

    Of more than `CYCLE`, the heaviest take part.

    Args:
        weights: of those who take turns, one at least.
        first: number of the first turn, from 0.
        count: how many turns.
    """
    seats = dict.fromkeys(sorted(weights, key=weights.__getitem__, reverse=True)[:CYCLE], 1)
    for _ in range(CYCLE - len(seats)):
        seats[max(seats, key=lambda each: weights[each] / (2 * seats[each] + 1))] += 1
    spread = [((seat + 0.5) / seats[each], each) for each in seats for seat in range(seats[each])]
    cycle = [each for _, each in sorted(spread, key=lambda turn: turn[0])]
    return [cycle[turn % CYCLE] for turn in range(first, first + count)]
