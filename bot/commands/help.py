"""`/help`: all commands, each with an example, and the model's limits."""

from collections.abc import Mapping
from typing import Any

from discord import app_commands

from bot.cards.help import HelpCard
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from model.domain.countries import Country, countries

_EXAMPLES: Mapping[str, Mapping[str, str | Country]] = {
    "name": {"country": countries()["NL"]},
    "blend": {"first": countries()["IR"], "second": countries()["IT"]},
    "origin": {"name": "Marieke"},
    "clipdemo": {"number": "312"},
    "match": {"with": "@Ben"},
    "favourites add": {"name": "Vesna"},
}
"""Values for at least the required options; a command without any needs no example here."""


@app_commands.command(name="help")
async def help_(interaction: NomenInteraction) -> None:
    """See what you can ask me, with examples, and what I do and don’t know."""
    _ = translator_for_user(interaction)
    lines = [
        (example_usage(_, command), _(command.description))
        for command in interaction.client.tree.walk_commands()
        if isinstance(command, app_commands.Command) and not is_for_managers(command)
    ]
    card = HelpCard(_, lines, len(countries()))
    await interaction.response.send_message(view=card, ephemeral=True)


def is_for_managers(command: app_commands.Command[Any, ..., Any]) -> bool:
    """Return whether Discord shows a command only to those with some permission."""
    return (command.root_parent or command).default_permissions is not None


def example_usage(_: Translator, command: app_commands.Command[Any, ..., Any]) -> str:
    """Return a command as it can be typed, with options and countries in the user's language."""
    options = (
        _option_text(_, _.option_name(option), value)
        for option, value in _EXAMPLES.get(command.qualified_name, {}).items()
    )
    return " ".join([f"/{command.qualified_name}", *options])


def _option_text(_: Translator, option: str, value: str | Country) -> str:
    text = _.country_name(value.code) if isinstance(value, Country) else value
    return f"{option}: {text}"
