"""From Discord's locales to translators."""

from typing import Any

from discord import Interaction, Locale, app_commands
from discord.app_commands import (
    ContextMenu,
    TranslationContextLocation,
    TranslationContextTypes,
    locale_str,
)

from bot.i18n.languages import ENGLISH
from bot.i18n.translator import Translator, translator_for_locale


def translator_for_user(interaction: Interaction[Any]) -> Translator:
    """Return the user's translator, for ephemeral messages."""
    return _translator(interaction, str(interaction.locale))


def translator_for_channel(interaction: Interaction[Any]) -> Translator:
    """Return the server's translator, for public messages; outside of servers, the user's."""
    if interaction.guild_id is None or interaction.guild_locale is None:
        return translator_for_user(interaction)
    return _translator(interaction, str(interaction.guild_locale))


def _translator(interaction: Interaction[Any], locale: str) -> Translator:
    client = interaction.client
    return translator_for_locale(client.language or locale).with_commands(client.command_ids)


_NAMES = {TranslationContextLocation.command_name, TranslationContextLocation.group_name}


class CommandTranslator(app_commands.Translator):
    """Translates descriptions, options, choices and the entries of menus.

    The names of commands that are typed stay English, since users mention them to each other.
    """

    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        """Translate a text; None keeps the original."""
        _ = translator_for_locale(locale.value)
        is_typed = context.location in _NAMES and not isinstance(context.data, ContextMenu)
        if _.language == ENGLISH or is_typed:
            return None
        if context.location is TranslationContextLocation.parameter_name:
            return _.option_name(string.message)
        return _(string.message)
