"""How many shards each process should have."""

from collections.abc import Mapping
from typing import TypeVar

P = TypeVar("P")


def fair_parts(shards: int, held: Mapping[P, int]) -> dict[P, int]:
    """Divide shards among processes; where they do not divide, those that have most get one more.

    Args:
        shards: how many there are.
        held: how many each process has, in the same order for all who ask.
    """
    if not held:
        return {}
    each, left = divmod(shards, len(held))
    by_held = sorted(held, key=lambda process: -held[process])
    return {process: each + (place < left) for place, process in enumerate(by_held)}
