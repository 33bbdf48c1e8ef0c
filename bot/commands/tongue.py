"""In which language somebody is answered."""

from typing import Any

from discord import Interaction

from bot.words.words import Words, words_for


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
