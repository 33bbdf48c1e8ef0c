"""Answers commands that were typed out and sent as messages, which no bot would see."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from discord import PartialMessageable

from bot.cards.layout import Card
from bot.commands import COMMANDS
from bot.i18n.translator import Translator

if TYPE_CHECKING:
    from simcord import Env


def answer_typed_commands(env: "Env", channel: PartialMessageable, _: Translator) -> None:
    """Answer every message that begins with a slash with how to send a command.

    On Discord the bot reads no messages; only the simulation shows them here.
    """
    answers: set[asyncio.Task[Any]] = set()

    def on_event(event: str, payload: Mapping[str, Any]) -> None:
        content = str(payload.get("content", "")).strip()
        if event != "MESSAGE_CREATE" or not content.startswith("/"):
            return
        answer = asyncio.create_task(channel.send(view=Card(how_to_send(content, _))))
        answers.add(answer)
        answer.add_done_callback(answers.discard)

    env.backend.subscribers.append(on_event)


def how_to_send(content: str, _: Translator) -> str:
    """Say how to send the command that a message begins with."""
    name = content.split(maxsplit=1)[0].removeprefix("/")
    if name not in {command.name for command in COMMANDS}:
        return _(
            "I don’t have a command called {typed!r}. Type `/` to see all of mine, and pick one "
            "with Enter.",
            typed=f"/{name}",
        )
    return _(
        "That was sent as a plain message. Type `/{name}`, press Enter to pick the command, and "
        "fill in the fields one by one: Enter picks from a list, and pressing it again sends.",
        name=name,
    )
