"""Which card of a request comes next: each group goes through a deck of them from the beginning."""

from hashlib import blake2b

from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_and_member
from model.domain.generation import NUM_DECKS, NameRequest

_DIGEST_BYTES = 16
_RANDOM_BITS = 22
"""The lowest bits of Discord's ids, which are hardly random; above them is the time."""


async def take_next_card(interaction: NomenInteraction, request: NameRequest) -> int:
    """Take the next card of a request for the group, or in direct messages for the member.

    None of its names comes again before the deck ends, over restarts, too.

    Returns:
        The card's seed.
    """
    guild, member = guild_and_member(interaction)
    encoded = custom_ids.encode_request(request).encode()
    digest = blake2b(encoded, digest_size=_DIGEST_BYTES).digest()
    place = await interaction.client.favourites.places.take(guild, member, digest)
    return request.seed_at(place, first_deck(guild or member))


def first_deck(owner: int) -> int:
    """Return the deck with which a group, or a member in direct messages, begins."""
    return (owner >> _RANDOM_BITS) % NUM_DECKS
