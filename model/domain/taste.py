"""Cards of names like those that somebody has starred: what they are made of, and what comes."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.domain.generation import NameRequest, Suggestion

Drawn = tuple[str, float]
"""A name in lower case, and how good it is."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one condition brings to a card.

    Attributes:
        request: of whose decks its names are.
        seeds: of the cards of these decks whose names join those left.
        left: names that were drawn for cards before, and are not shown yet.
        count: how many names it brings.
    """

    request: NameRequest
    seeds: Sequence[int]
    left: Sequence[Drawn]
    count: int


@dataclass(frozen=True, slots=True)
class TasteCard:
    """Names to somebody's taste.

    Attributes:
        names: each with the request that it answers, the nearest to the taste first.
        left: what is left of the names drawn for each share, likewise.
    """

    names: tuple[tuple[Suggestion, NameRequest], ...]
    left: tuple[tuple[Drawn, ...], ...]
