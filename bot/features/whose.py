"""Whose stars a command is about."""

from enum import StrEnum
from typing import Annotated

from discord import app_commands

from bot.features.options import ChoiceTransformer
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.codec import OneOf
from bot.store.stars import Favourite
from model.domain.errors import InputError, gettext_noop


class TooFewStarsError(InputError):
    """What was asked for needs starred names that are not there yet."""


class Whose(StrEnum):
    """Whose stars."""

    GROUP = "group"
    MINE = "mine"


WhoseStars = Annotated[Whose, OneOf({each.value: each for each in Whose})]
"""The field of a payload."""
WhoseOption = app_commands.Transform[
    Whose,
    ChoiceTransformer(
        {
            Whose.GROUP: gettext_noop("this server’s top five"),
            Whose.MINE: gettext_noop("my top five"),
        },
        gettext_noop("Choose “this server’s top five” or “my top five”, not {typed!r}."),
    ),
]
WhoseFavouritesOption = app_commands.Transform[
    Whose,
    ChoiceTransformer(
        {
            Whose.GROUP: gettext_noop("this server’s favourites"),
            Whose.MINE: gettext_noop("my favourites"),
        },
        gettext_noop("Choose “this server’s favourites” or “my favourites”, not {typed!r}."),
    ),
]


async def shown_favourites(interaction: NomenInteraction) -> list[Favourite]:
    """Return those of the member's favourites there that may be shown today, in their order."""
    client = interaction.client
    favourites = await client.store.stars.favourites(*guild_and_member(interaction))
    return [entry for entry in favourites if client.name_service.is_allowed(entry.name)]
