"""What Discord is told of the commands, word for word and in all languages.

To accept a difference: `NOMEN_WRITE_SNAPSHOTS=1 pytest tests/bot/commands/test_payloads.py`; read
it in the diff before you commit it.
"""

import json
import os
from pathlib import Path
from typing import Any

from discord import app_commands

from bot.commands import COMMANDS
from bot.i18n.discord_locale import CommandTranslator

SNAPSHOT = Path(__file__).parent / "snapshots" / "commands.json"


class Tree:
    """What a payload asks of the tree that its command is in."""

    allowed_contexts = app_commands.AppCommandContext()
    allowed_installs = app_commands.AppInstallationType()


async def payloads() -> list[dict[str, Any]]:
    translator = CommandTranslator()
    return [
        dict(await command.get_translated_payload(Tree(), translator))  # type: ignore[arg-type] # all that is asked of it
        for command in COMMANDS
    ]


async def test_discord_is_told_what_the_snapshot_says() -> None:
    told = await payloads()
    if os.environ.get("NOMEN_WRITE_SNAPSHOTS"):
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
        SNAPSHOT.write_text(f"{text}\n", "utf-8")
    assert json.loads(json.dumps(told)) == json.loads(SNAPSHOT.read_text("utf-8"))


async def test_no_command_has_a_name_of_its_own_in_another_language() -> None:
    assert not any(command.get("name_localizations") for command in await payloads())


async def test_every_command_says_where_it_can_be_used() -> None:
    for command in await payloads():
        assert command["contexts"] == [0, 1, 2]
        assert command["integration_types"] == [0, 1]
