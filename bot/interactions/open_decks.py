"""Where members are in the decks that they go through in matches, in memory alone."""

from dataclasses import dataclass

import discord

from bot.interactions.deck_places import Choice, DeckPlace
from bot.interactions.recent import Recent

MAX_DECKS = 1000
"""Decks remembered; the least recent are forgotten first."""

DeckKey = tuple[int, int, int]
"""A group, the member who goes through the deck, and the one that they match with."""


@dataclass(slots=True)
class Deck:
    """One member's side of a match.

    Attributes:
        place: where they were last, to go on there; None at first.
        chosen: what they chose, which the other sees; None before.
        interaction: the member's latest, by which they alone can be told of a match; None once
            Discord takes no answer any more.
    """

    place: DeckPlace | None = None
    chosen: Choice | None = None
    interaction: discord.Interaction | None = None


class OpenDecks:
    """Decks by who goes through them, as far as this process has answered them.

    Where a member was is nobody's concern: another process, or this one after a restart, begins at
    the first name that they do not like yet. A card goes on where it is, since its buttons say so.
    """

    def __init__(self) -> None:
        self._decks: Recent[DeckKey, Deck] = Recent(MAX_DECKS)

    def open(self, key: DeckKey) -> Deck:
        """Return a deck, a new one if there is none."""
        self._forget_expired()
        deck = self._decks.get(key) or Deck()
        self._decks.keep(key, deck)
        return deck

    def choice(self, key: DeckKey) -> Choice | None:
        """Return what a member chose, as far as it is known."""
        deck = self._decks.get(key)
        return None if deck is None else deck.chosen

    def latest_interaction(self, key: DeckKey) -> discord.Interaction | None:
        """Return the latest interaction with a deck, unless Discord takes no answer any more."""
        self._forget_expired()
        deck = self._decks.get(key)
        return None if deck is None else deck.interaction

    def close(self, guild: int, member: int, other: int) -> None:
        """Forget both sides of a match."""
        self._decks.pop((guild, member, other), None)
        self._decks.pop((guild, other, member), None)

    def forget(self, member: int) -> None:
        """Forget a member's matches, of both sides."""
        self._decks.forget(lambda key: member in key[1:])

    def _forget_expired(self) -> None:
        """Forget the presses that Discord takes no answer to: those of the least recent decks."""
        for deck in self._decks.values():
            if deck.interaction is None:
                continue
            if not deck.interaction.is_expired():
                break
            deck.interaction = None
