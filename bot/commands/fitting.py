"""Whether a command came with options of the types that it has."""

from typing import Any

import discord
from discord import AppCommandOptionType as Kind
from discord import InteractionType, app_commands

_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.string: str,
    Kind.integer: int,
    Kind.number: (int, float),
    Kind.boolean: bool,
}
_SUBCOMMANDS = {Kind.subcommand.value, Kind.subcommand_group.value}


def fits(interaction: discord.Interaction[Any]) -> bool:
    """Whether each option that was sent is of its type, which discord.py leaves to Discord.

    A window of Discord that knows an older version of the command may send others, and a forger.
    """
    command = interaction.command
    if interaction.type is not InteractionType.application_command or not isinstance(
        command, app_commands.Command
    ):
        return True
    types = {one.display_name: _TYPES.get(one.type, object) for one in command.parameters}
    return all(
        isinstance(option["value"], types.get(option["name"], object))
        and isinstance(option["value"], bool) == (types.get(option["name"]) is bool)
        for option in _options(interaction.data)
        if option["name"] in types
    )


def _options(data: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    options: list[dict[str, Any]] = data.get("options", [])
    while options and options[0]["type"] in _SUBCOMMANDS:
        options = options[0].get("options", [])
    return options
