"""What members who match draw from: new names, and some that the other has starred."""

import contextlib
from collections.abc import Iterator, Sequence

from bot.favourites.matches import Comparison
from bot.favourites.models import Favourite
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_or_direct_messages, requester_of
from bot.interactions.custom_ids import CustomIdError, Starrable
from bot.interactions.next_card import take_next_card
from bot.interactions.open_decks import Deck
from bot.interactions.seen_names import SeenNames
from model.domain.generation import NameRequest

_INVENTED = 5
"""New names that a deck is filled with at a time."""
_STARRED = 3
"""Names that the other has starred, of those that it is filled with."""
MAX_STAR = 68
"""Characters of a starred name in a button that also has an id."""


async def draw(
    interaction: NomenInteraction, deck: Deck, comparison: Comparison, seen: SeenNames
) -> Starrable | None:
    """Take the next name that the member has not seen or starred; None if nothing is known."""
    guild, member = guild_or_direct_messages(interaction), interaction.user.id
    own = await interaction.client.favourites.list_favourites(guild, member)
    starred = {favourite.folded for favourite in own}
    if drawn := deck.draw(starred, seen):
        return drawn
    deck.upcoming.extend(await _fill(interaction, [*own, *comparison.theirs], comparison, seen))
    return deck.draw(starred, seen)


async def _fill(
    interaction: NomenInteraction,
    stars: Sequence[Favourite],
    comparison: Comparison,
    seen: SeenNames,
) -> list[Starrable]:
    """Return new names like those that either has starred, and some of the other's among them."""
    provenances = [star.provenance for star in stars if star.provenance is not None]
    if not provenances:
        return []
    rng = interaction.client.open_decks.rng
    provenance = rng.choice(provenances)
    request = NameRequest(
        provenance.condition,
        count=_INVENTED,
        inverse_temperature=provenance.inverse_temperature,
    )
    name_service = interaction.client.name_service
    seed = await take_next_card(interaction, request)
    result = await name_service.suggest(request, seed, requester_of(interaction))
    made = request.provenance(seed)
    names = [Starrable(suggestion.name, made) for suggestion in result]
    names += await _theirs(interaction, comparison, seen)
    rng.shuffle(names)
    return names


async def _theirs(
    interaction: NomenInteraction, comparison: Comparison, seen: SeenNames
) -> list[Starrable]:
    """Return names that the other has starred, as if they were drawn.

    Typed ones are left out: among invented names they would tell where they come from.
    """
    client, guild = interaction.client, guild_or_direct_messages(interaction)
    names = [
        Starrable(star.name, star.provenance)
        for star in comparison.theirs
        if star.provenance is not None
        and star.folded not in seen
        and client.name_service.is_allowed(star.name)
    ]
    fitting = list(_fitting(names))
    hidden = await client.favourites.board.hidden_among(guild, [name.name for name in fitting])
    shown = [name for name in fitting if name.name not in hidden]
    return client.open_decks.rng.sample(shown, min(_STARRED, len(shown)))


def _fitting(names: Sequence[Starrable]) -> Iterator[Starrable]:
    for name in names:
        with contextlib.suppress(CustomIdError):
            if len(custom_ids.encode_star(name)) <= MAX_STAR:
                yield name
