"""In which language somebody is answered."""

from typing import Any

from discord import Interaction, Locale
from discord.app_commands import (
    TranslationContextLocation,
    TranslationContextTypes,
    Translator,
    locale_str,
)

from bot.i18n.languages import ENGLISH
from bot.i18n.translator import Words, words_for


def for_member(interaction: Interaction[Any]) -> Words:
    """The words of whoever asks, for what they alone read."""
    return words_for(_forced(interaction) or str(interaction.locale))


def for_all(interaction: Interaction[Any]) -> Words:
    """The words of the group, for what everyone reads; outside of groups, of whoever asks."""
    if interaction.guild_id is None or interaction.guild_locale is None:
        return for_member(interaction)
    return words_for(_forced(interaction) or str(interaction.guild_locale))


def _forced(interaction: Interaction[Any]) -> str | None:
    language: str | None = interaction.client.language
    return language


_NAMES = {TranslationContextLocation.command_name, TranslationContextLocation.group_name}


class CommandTranslator(Translator):
    """Translates descriptions, options and choices.

    The names of commands stay as they are, since members tell them to each other.
    """

    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        """Translate a text; None where it stays."""
        words = words_for(locale.value)
        if words.language == ENGLISH or context.location in _NAMES:
            return None
        if context.location is TranslationContextLocation.parameter_name:
            return words.option(string.message)
        return words(string.message)
