"""The commands as they are synced to Discord, in English; the catalogues have their translations.

To accept a difference: `NOMEN_WRITE_SNAPSHOTS=1 pytest tests/bot/features/test_payloads.py`; read
it in the diff before you commit it.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

from discord import Permissions
from discord.app_commands import Command, ContextMenu, Group

from bot.features import ALLOWED_CONTEXTS, ALLOWED_INSTALLS, COMMANDS, MENUS
from bot.i18n.discord_locale import CommandTranslator

SUBCOMMANDS = {1, 2}
SNAPSHOT = Path(__file__).parent / "snapshots" / "commands.json"
TESTED_BY_THEMSELVES = {
    *("name_localizations", "description_localizations"),
    *("contexts", "integration_types", "default_member_permissions"),
}
PARTS = ("options", "choices")
LEAF = re.compile(r"[\[{][^\[\]{}]*[\]}]")


class PayloadTree:
    """The attributes of the command tree that a payload depends on."""

    allowed_contexts = ALLOWED_CONTEXTS
    allowed_installs = ALLOWED_INSTALLS


async def command_payloads() -> list[dict[str, Any]]:
    return [await payload(command) for command in COMMANDS]


async def menu_payloads() -> list[dict[str, Any]]:
    return [await payload(menu) for menu in MENUS]


async def payload(command: Command[Any, ..., Any] | Group | ContextMenu) -> dict[str, Any]:
    tree: Any = PayloadTree()
    return dict(await command.get_translated_payload(tree, CommandTranslator()))


def in_english(item: dict[str, Any]) -> dict[str, Any]:
    """Return a command, an option or a choice without translations and where it is offered."""
    own = {key: value for key, value in item.items() if key not in TESTED_BY_THEMSELVES}
    inner = {key: [in_english(part) for part in own[key]] for key in PARTS if key in own}
    return own | inner


def as_text(payloads: list[dict[str, Any]]) -> str:
    """Write what has no parts of its own, such as a choice, in a line."""
    text = json.dumps(payloads, ensure_ascii=False, indent=1, sort_keys=True)
    return LEAF.sub(lambda leaf: re.sub(r"\s*\n\s*", " ", leaf[0]), text)


async def test_payloads_match_snapshot() -> None:
    payloads = [in_english(item) for item in [*await command_payloads(), *await menu_payloads()]]
    if os.environ.get("NOMEN_WRITE_SNAPSHOTS"):
        SNAPSHOT.write_text(f"{as_text(payloads)}\n", "utf-8")
    assert json.loads(json.dumps(payloads)) == json.loads(SNAPSHOT.read_text("utf-8"))


async def test_command_names_are_not_localised() -> None:
    assert not any(command.get("name_localizations") for command in await command_payloads())


async def test_every_optional_option_says_what_is_taken_if_it_is_left_out() -> None:
    silent = [
        (command["name"], option["name"])
        for command in await command_payloads()
        for option in command.get("options", [])
        if not option.get("required", False) and option["type"] not in SUBCOMMANDS
        if not re.search("by default|if you leave it out|if you like", option["description"])
    ]
    assert silent == []


async def test_every_command_lists_contexts_and_installs() -> None:
    for command in [*await command_payloads(), *await menu_payloads()]:
        is_for_servers_alone = command["name"] == "board"
        assert command["contexts"] == ([0] if is_for_servers_alone else [0, 1, 2])
        assert command["integration_types"] == ([0] if is_for_servers_alone else [0, 1])


async def test_only_those_who_manage_a_server_are_offered_its_board() -> None:
    permissions = {
        command["name"]: command["default_member_permissions"]
        for command in [*await command_payloads(), *await menu_payloads()]
        if command["default_member_permissions"] is not None
    }
    assert permissions == {"board": Permissions(manage_guild=True).value}
