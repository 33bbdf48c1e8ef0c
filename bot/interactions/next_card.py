"""Which card of a request comes next: each group goes through a deck of them from the beginning."""

import logging
from hashlib import blake2b

from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, audience_of
from bot.interactions.shown_names import Owner
from bot.interactions.soon import answer_soon
from bot.store.errors import StoreError
from model.domain.generation import NUM_DECKS, NameRequest

FIRST_SPARE_DECK = 2**20
"""The first of the decks that nobody gets to by going on from card to card."""
_DIGEST_BYTES = 16
_RANDOM_BITS = 22
"""The lowest bits of Discord's ids, which are hardly random; above them is the time."""

_log = logging.getLogger(__name__)


async def take_next_card(interaction: NomenInteraction, request: NameRequest) -> int:
    """Take the next card of a request for the group, or in direct messages for the member.

    None of its names comes again before the deck ends, over restarts, too.

    Returns:
        The card's seed.
    """
    place = await take_place(interaction, audience_of(interaction), request)
    return request.seed_at(place, first_deck(interaction.guild_id or interaction.user.id))


async def take_place(
    interaction: NomenInteraction, owner: Owner, request: NameRequest, reader: str = ""
) -> int:
    """Take the next place, from 0, in the cards of a request.

    While the database does not answer, it is the beginning of a deck that nobody has seen.

    Args:
        interaction: of the bot.
        owner: the group and 0, or `DIRECT_MESSAGES` and the member.
        request: what is asked for.
        reader: of the same cards each goes from their beginning.
    """
    encoded = custom_ids.spell_request(request).encode()
    digest = blake2b(encoded, digest_size=_DIGEST_BYTES, person=reader.encode()).hexdigest()
    client = interaction.client
    try:
        return await answer_soon(client.store.seen.next_sample(owner, digest))
    except StoreError as error:
        _log.warning("A card’s place is not recorded: %s", error)
        return next(client.spare_decks) * request.cards_per_deck


def first_deck(owner: int) -> int:
    """Return the deck with which a group, or a member in direct messages, begins."""
    return (owner >> _RANDOM_BITS) % NUM_DECKS
