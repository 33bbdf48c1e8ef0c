"""In which language somebody is answered."""

from typing import Any

from discord import Interaction, Locale, app_commands
from discord.app_commands import (
    TranslationContextLocation,
    TranslationContextTypes,
    locale_str,
)

from bot.i18n.languages import ENGLISH
from bot.i18n.translator import Translator, translator_for


def translator_for_user(interaction: Interaction[Any]) -> Translator:
    """The words of whoever asks, for what they alone read."""
    return translator_for(_forced(interaction) or str(interaction.locale))


def translator_for_channel(interaction: Interaction[Any]) -> Translator:
    """The words of the group, for what everyone reads; outside of groups, of whoever asks."""
    if interaction.guild_id is None or interaction.guild_locale is None:
        return translator_for_user(interaction)
    return translator_for(_forced(interaction) or str(interaction.guild_locale))


def _forced(interaction: Interaction[Any]) -> str | None:
    language: str | None = interaction.client.language
    return language


_NAMES = {TranslationContextLocation.command_name, TranslationContextLocation.group_name}


class CommandTranslator(app_commands.Translator):
    """Translates descriptions, options and choices.

    The names of commands stay as they are, since members tell them to each other.
    """

    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        """Translate a text; None where it stays."""
        _ = translator_for(locale.value)
        if _.language == ENGLISH or context.location in _NAMES:
            return None
        if context.location is TranslationContextLocation.parameter_name:
            return _.option(string.message)
        return _(string.message)
