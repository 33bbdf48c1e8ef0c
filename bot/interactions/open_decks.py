"""Where members are in the decks that they go through in matches, in memory alone."""

from collections import OrderedDict
from dataclasses import dataclass

import discord

from bot.interactions.deck_places import DeckPlace

MAX_DECKS = 1000
"""Decks remembered; the least recent are forgotten first."""

DeckKey = tuple[int, int, int]
"""A group, the member who goes through the deck, and the one that they match with."""


@dataclass(slots=True)
class Deck:
    """One member's side of a match.

    Attributes:
        place: where they were last, to go on there; None at first.
        interaction: the member's latest, by which they alone can be told of a match.
    """

    place: DeckPlace | None = None
    interaction: discord.Interaction | None = None


class OpenDecks:
    """Decks by who goes through them, as far as this process has answered them.

    Where a member was is nobody's concern: another process, or this one after a restart, begins at
    the first name that they do not like yet. A card goes on where it is, since its buttons say so.
    """

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
        if deck is None or deck.interaction is None:
            return None
        if deck.interaction.is_expired():
            deck.interaction = None
        return deck.interaction

    def close(self, guild: int, member: int, other: int) -> None:
        """Forget both sides of a match."""
        self._decks.pop((guild, member, other), None)
        self._decks.pop((guild, other, member), None)
