"""What members who match draw from: new names, and some that the other has starred."""

import contextlib
from collections.abc import Iterator, Sequence

import numpy as np

from bot.favourites.matches import Comparison
from bot.favourites.models import Favourite
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_or_direct_messages, requester_of
from bot.interactions.custom_ids import CustomIdError, Starrable
from bot.interactions.open_decks import Deck
from model.domain.generation import NameRequest
from model.domain.spelling import fold

_INVENTED = 5
"""New names that a deck is filled with at a time."""
_STARRED = 3
"""Names that the other has starred, of those that it is filled with."""
MAX_STAR = 68
"""Characters of a starred name in a button that also has an id."""

_rng = np.random.default_rng()


async def draw(
    interaction: NomenInteraction, deck: Deck, comparison: Comparison
) -> Starrable | None:
    """Take the next name that the member has not seen or starred; None if nothing is known."""
    guild, member = guild_or_direct_messages(interaction), interaction.user.id
    own = await interaction.client.favourites.list_favourites(guild, member)
    starred = {favourite.folded for favourite in own}
    for _attempt in range(2):
        while deck.upcoming:
            drawn = deck.upcoming.popleft()
            folded = fold(drawn.name)
            if folded not in starred and folded not in deck.seen:
                deck.see(folded)
                return drawn
        deck.upcoming.extend(await _fill(interaction, deck, [*own, *comparison.theirs], comparison))
    return None


async def _fill(
    interaction: NomenInteraction,
    deck: Deck,
    stars: Sequence[Favourite],
    comparison: Comparison,
) -> list[Starrable]:
    """Return new names like those that either has starred, and some of the other's among them."""
    provenances = [star.provenance for star in stars if star.provenance is not None]
    if not provenances:
        return []
    provenance = provenances[_rng.integers(len(provenances))]
    request = NameRequest(
        provenance.condition,
        count=_INVENTED,
        inverse_temperature=provenance.inverse_temperature,
    )
    name_service = interaction.client.name_service
    seed = name_service.fresh_seed(request)
    result = await name_service.suggest(request, seed, requester_of(interaction))
    made = request.provenance(seed)
    names = [Starrable(suggestion.name, made) for suggestion in result]
    names += await _theirs(interaction, deck, comparison)
    return [names[index] for index in _rng.permutation(len(names))]


async def _theirs(
    interaction: NomenInteraction, deck: Deck, comparison: Comparison
) -> list[Starrable]:
    """Return names that the other has starred, as if they were drawn.

    Typed ones are left out: among invented names they would tell where they come from.
    """
    client, guild = interaction.client, guild_or_direct_messages(interaction)
    names = [
        Starrable(star.name, star.provenance)
        for star in comparison.theirs
        if star.provenance is not None
        and star.folded not in deck.seen
        and client.name_service.is_allowed(star.name)
    ]
    fitting = list(_fitting(names))
    hidden = await client.favourites.board.hidden_among(guild, [name.name for name in fitting])
    shown = [name for name in fitting if name.name not in hidden]
    return [shown[index] for index in _rng.permutation(len(shown))[:_STARRED]]


def _fitting(names: Sequence[Starrable]) -> Iterator[Starrable]:
    for name in names:
        with contextlib.suppress(CustomIdError):
            if len(custom_ids.encode_star(name)) <= MAX_STAR:
                yield name
