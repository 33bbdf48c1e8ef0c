"""`/help`: all commands, each with an example, and how far the bot can be trusted."""

from collections.abc import Mapping
from typing import Any

from discord import Interaction, app_commands

from bot.cards.help import HelpCard
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenClient
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
async def help_(interaction: Interaction[NomenClient]) -> None:
    """Show what you can ask me, with examples, and what I know and do not know."""
    _ = translator_for_user(interaction)
    # Asked of the bot: the list in `bot.commands` imports this module.
    known = interaction.client.tree.walk_commands()
    lines = [
        (example_of(command, _), _(command.description))
        for command in known
        if isinstance(command, app_commands.Command)
    ]
    card = HelpCard(_, lines, len(countries()))
    await interaction.response.send_message(view=card, ephemeral=True)


def example_of(command: app_commands.Command[Any, ..., Any], _: Translator) -> str:
    """Write a command as it can be typed, its options and countries in the reader's language."""
    filled = (
        _filled(_.option(option), value, _)
        for option, value in _EXAMPLES.get(command.qualified_name, {}).items()
    )
    return " ".join([f"/{command.qualified_name}", *filled])


def _filled(option: str, value: str | Country, _: Translator) -> str:
    said = _.country(value.code) if isinstance(value, Country) else value
    return f"{option}: {said}"
