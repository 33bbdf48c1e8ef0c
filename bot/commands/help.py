"""`/help`: all commands, each with an example, and how far the bot can be trusted."""

from collections.abc import Mapping
from typing import Any

from discord import Interaction, app_commands

from bot.cards.help import HelpCard
from bot.i18n.discord_locale import for_member
from bot.i18n.translator import Words
from bot.interactions.client import Nomen
from model.domain.countries import Country, countries

_EXAMPLES: Mapping[str, Mapping[str, str | Country]] = {
    "name": {"country": countries()["NL"]},
    "blend": {"first": countries()["IR"], "second": countries()["IT"]},
    "origin": {"name": "Marieke"},
    "clipdemo": {"number": "312"},
    "favourites add": {"name": "Vesna"},
}
"""What to fill in, at least where it must be; a command that needs nothing needs no line here."""


@app_commands.command(name="help")
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
async def help_(interaction: Interaction[Nomen]) -> None:
    """Show what you can ask me, with examples, and what I know and do not know."""
    words = for_member(interaction)
    # Asked of the bot: the list in `bot.commands` imports this module.
    known = interaction.client.tree.walk_commands()
    lines = [
        (example_of(command, words), words(command.description))
        for command in known
        if isinstance(command, app_commands.Command)
    ]
    card = HelpCard(words, lines, len(countries()))
    await interaction.response.send_message(view=card, ephemeral=True)


def example_of(command: app_commands.Command[Any, ..., Any], words: Words) -> str:
    """Write a command as it can be typed, its options and countries in the reader's language."""
    filled = (
        _filled(words.option(option), value, words)
        for option, value in _EXAMPLES.get(command.qualified_name, {}).items()
    )
    return " ".join([f"/{command.qualified_name}", *filled])


def _filled(option: str, value: str | Country, words: Words) -> str:
    said = words.country(value.code) if isinstance(value, Country) else value
    return f"{option}: {said}"
