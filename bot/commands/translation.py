"""The commands themselves in other languages: what Discord shows before anything is sent."""

from discord import Locale
from discord.app_commands import (
    TranslationContextLocation,
    TranslationContextTypes,
    Translator,
    locale_str,
)

from bot.words.languages import ENGLISH
from bot.words.words import words_for

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
