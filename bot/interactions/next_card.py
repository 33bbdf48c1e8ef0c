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
    place = await take_place(interaction, guild_and_member(interaction), request)
    return request.seed_at(place, first_deck(interaction.guild_id or interaction.user.id))


async def take_place(
    interaction: NomenInteraction, owner: tuple[int, int], request: NameRequest, reader: str = ""
) -> int:
    """Take the next place, from 0, in the cards of a request.

    Args:
        interaction: of the bot.
        owner: the group, in which the member does not matter, or `DIRECT_MESSAGES` and the member.
        request: what is asked for.
        reader: of the same cards each goes from their beginning.
    """
    encoded = custom_ids.spell_request(request).encode()
    digest = blake2b(encoded, digest_size=_DIGEST_BYTES, person=reader.encode()).digest()
    return await interaction.client.favourites.places.take(*owner, digest)


def first_deck(owner: int) -> int:
    """Return the deck with which a group, or a member in direct messages, begins."""
    return (owner >> _RANDOM_BITS) % NUM_DECKS
