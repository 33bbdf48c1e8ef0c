"""In which language somebody is answered."""

from typing import Any

from discord import Interaction

from bot.words.words import Words, words_for


def for_member(interaction: Interaction[Any]) -> Words:
    """The words of whoever asks, for what they alone read."""
    return words_for(str(interaction.locale))


def for_all(interaction: Interaction[Any]) -> Words:
    """The words of the group, for what everyone reads; outside of groups, of whoever asks."""
    locale = interaction.guild_locale if interaction.guild_id is not None else None
    return for_member(interaction) if locale is None else words_for(str(locale))
