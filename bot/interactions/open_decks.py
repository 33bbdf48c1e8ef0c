"""The decks of names that two members draw from, in memory alone."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field

import discord

from bot.interactions.custom_ids import Starrable

MAX_DECKS = 1000
"""Decks remembered; the least recent are forgotten first."""
MAX_SEEN = 500
"""Names of a deck that do not come again."""

DeckKey = tuple[int, int, int]
"""A group, the member who draws, and the one that they match with."""


@dataclass(slots=True)
class Deck:
    """One member's side of a match.

    Attributes:
        upcoming: names to draw next.
        seen: folded names that were shown, liked or not: which of the two is not known here.
        interaction: the member's latest, by which they alone can be told of a match.
    """

    upcoming: deque[Starrable] = field(default_factory=deque)
    seen: OrderedDict[str, None] = field(default_factory=OrderedDict)
    interaction: discord.Interaction | None = None

    def see(self, folded: str) -> None:
        """Remember a name as shown."""
        self.seen[folded] = None
        if len(self.seen) > MAX_SEEN:
            self.seen.popitem(last=False)


class OpenDecks:
    """Decks by who draws from them. After a restart they begin anew."""

    def __init__(self, *, max_decks: int = MAX_DECKS) -> None:
        self._max_decks = max_decks
        self._decks: OrderedDict[DeckKey, Deck] = OrderedDict()

    def open(self, key: DeckKey) -> Deck:
        """Return a deck, a new one if there is none."""
        deck = self._decks.setdefault(key, Deck())
        self._decks.move_to_end(key)
        if len(self._decks) > self._max_decks:
            self._decks.popitem(last=False)
        return deck

    def latest_interaction(self, key: DeckKey) -> discord.Interaction | None:
        """Return the latest interaction with a deck, unless Discord takes no answer any more."""
        deck = self._decks.get(key)
        if deck is None or deck.interaction is None or deck.interaction.is_expired():
            return None
        return deck.interaction

    def close(self, guild: int, member: int, other: int) -> None:
        """Forget both sides of a match."""
        self._decks.pop((guild, member, other), None)
        self._decks.pop((guild, other, member), None)
