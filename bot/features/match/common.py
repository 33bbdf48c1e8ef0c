"""The names that both like, and a list to star them."""

from collections.abc import Sequence
from typing import Any

from discord import SelectOption, ui

from bot.features.star_news import starred_message
from bot.features.stars import Star
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.codec import (
    Nothing,
    decode,
    encode,
)
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Select
from bot.interactions.rate_limit import Bucket
from bot.store.matches import CommonName
from model.domain.generation import Provenance

MAX_LISTED, MAX_OPTIONS = 30, 25
"""Names of both that a card lists, and those that a list offers to star, the latest."""


class StarCommonSelect(Select[Nothing], kind="match-star", bucket=Bucket.BUTTON):
    """Stars one of the names that both like, for the member alone."""

    @classmethod
    def for_names(cls, _: Translator, common: Sequence[CommonName]) -> "list[ui.Item[Any]]":
        """Create a list of those that the member has not starred, if there are any."""
        options = [
            SelectOption(label=name.name, value=encode(star_of(name)))
            for name in common
            if not name.is_starred
        ]
        if not options:
            return []
        latest, placeholder = options[: -MAX_OPTIONS - 1 : -1], _("Star one of these")
        return [ui.ActionRow(cls.create(Nothing(), options=latest, placeholder=placeholder))]

    async def choose(self, interaction: NomenInteraction, _payload: Nothing, value: str) -> None:
        """Star it, and confirm it."""
        star = decode(Star, value)
        interaction.client.name_service.require_allowed(star.name)
        stars, owner = interaction.client.store.stars, guild_and_member(interaction)
        starred = await stars.star(*owner, star.name, star.provenance)
        _ = translator_for_user(interaction)
        text = starred_message(_, star.name, is_hidden=starred.is_hidden)
        await reply_ephemeral(interaction, text)


def both(_: Translator, common: Sequence[CommonName]) -> list[ui.Item[Any] | str]:
    """Return the names that both like, and a list to star some."""
    return [both_line(_, common), *StarCommonSelect.for_names(_, common)]


def both_line(_: Translator, common: Sequence[CommonName]) -> str:
    """Return a line of the names that both like, the latest of many."""
    if not common:
        return _("There’s no name you both like yet.")
    names = [f"**{escape_markdown(name.name)}**" for name in common[-MAX_LISTED:]]
    return _.plural(
        "{number} name you both like: {names}",
        "{number} names you both like: {names}",
        len(common),
        names=", ".join(["…"] * (len(common) > MAX_LISTED) + names),
    )


def star_of(name: CommonName) -> Star:
    """Return the star of a name that both like."""
    return Star.of(name.name, None if name.condition is None else Provenance(name.condition))
