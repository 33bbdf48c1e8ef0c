"""The decks of names that two members draw from, in memory alone."""

from collections import OrderedDict, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

import discord

from bot.interactions.custom_ids import Starrable
from bot.interactions.seen_names import SeenNames
from model.domain.spelling import fold

MAX_DECKS = 1000
"""Decks remembered; the least recent are forgotten first."""

DeckKey = tuple[int, int, int]
"""A group, the member who draws, and the one that they match with."""


@dataclass(slots=True)
class Deck:
    """One member's side of a match.

    Attributes:
        upcoming: names to draw next.
        interaction: the member's latest, by which they alone can be told of a match.
    """

    upcoming: deque[Starrable] = field(default_factory=deque)
    interaction: discord.Interaction | None = None

    def draw(self, starred: Collection[str], seen: SeenNames) -> Starrable | None:
        """Take the next name that was neither shown nor, by folded name, starred; None if none."""
        while self.upcoming:
            drawn = self.upcoming.popleft()
            folded = fold(drawn.name)
            if folded not in starred and folded not in seen:
                seen.add(folded)
                return drawn
        return None


class OpenDecks:
    """Decks by who draws from them, as far as this process has answered them.

    What a deck would show next is nobody's concern: another process, or this one after a restart,
    begins another. What it has shown is in the message.

    Attributes:
        rng: what is drawn next is chosen by it.
    """

    def __init__(self, rng: Random, *, max_decks: int = MAX_DECKS) -> None:
        self.rng = rng
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
        if deck is None or deck.interaction is None:
            return None
        if deck.interaction.is_expired():
            deck.interaction = None
        return deck.interaction

    def close(self, guild: int, member: int, other: int) -> None:
        """Forget both sides of a match."""
        self._decks.pop((guild, member, other), None)
        self._decks.pop((guild, other, member), None)
