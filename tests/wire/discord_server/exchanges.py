"""One interaction and what became of it."""

import asyncio
import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.wire.discord_server import world
from tests.wire.discord_server.checks.callbacks import Answer, Asked
from tests.wire.discord_server.checks.messages import EPHEMERAL
from tests.wire.discord_server.components import Component, walk
from tests.wire.discord_server.waiting import until

DEADLINE = 3.0
"""Seconds in which a bot must answer; then the interaction is forgotten."""
LOADING = 1 << 7
"""The flag of a message that says that the bot is thinking."""

Message = dict[str, Any]


@dataclass(slots=True, eq=False)
class Exchange:
    """An interaction, the bot's answer, and the messages that came of it.

    Attributes:
        asked: what the member did.
        person: the member.
        place: where.
        option_type: Discord's number for the type of the option that is being completed.
        pressed: the message whose button was pressed.
        asked_at: when it was sent, by the loop's clock.
        answered_at: when it was answered, by the same clock.
        answered: is set from then on.
        callback: the body of the bot's answer.
        original: the message that answers, as members see it now.
        followups: further messages, by their ids.
        files: what was uploaded with the answer, by name.
    """

    asked: Asked
    person: world.Person
    place: world.Place
    option_type: int = 3
    pressed: Message | None = None
    id: str = field(default_factory=world.new_id)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(60))
    asked_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    answered_at: float | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    callback: dict[str, Any] | None = None
    original: Message | None = None
    followups: dict[str, Message] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def expired(self) -> bool:
        """Whether it is too late for a first answer."""
        return asyncio.get_running_loop().time() > self.asked_at + DEADLINE

    @property
    def seconds(self) -> float:
        """How long the first answer took.

        Raises:
            AssertionError: there was none.
        """
        assert self.answered_at is not None, "not answered"
        return self.answered_at - self.asked_at

    async def message(self, seconds: float = 5) -> Message:
        """Wait for the message that answers, and give it.

        Raises:
            AssertionError: it did not come in time.
        """
        await until(
            lambda: self.original and not self.original["flags"] & LOADING, "answer", seconds
        )
        assert self.original is not None
        return self.original

    async def choices(self, seconds: float = 5) -> list[dict[str, Any]]:
        """Wait for the suggestions to an option, and give them.

        Raises:
            AssertionError: they did not come in time.
        """
        await until(lambda: self.callback, "suggestions", seconds)
        assert self.callback is not None
        choices: list[dict[str, Any]] = self.callback["data"]["choices"]
        return choices

    def take(self, callback: dict[str, Any]) -> None:
        """Do what a callback asks for; it has been checked."""
        self.callback = callback
        self.answered_at = asyncio.get_running_loop().time()
        self.answered.set()
        data = callback.get("data") or {}
        match callback["type"]:
            case Answer.MESSAGE:
                self.original = self.new_message(data)
            case Answer.DEFERRED_MESSAGE:
                self.original = self.new_message(data)
                self.original["flags"] |= LOADING
            case Answer.UPDATE:
                self.original = self.pressed
                self.edit(self.original, data)
            case Answer.DEFERRED_UPDATE:
                self.original = self.pressed

    def new_message(self, body: dict[str, Any]) -> Message:
        """Make a message of a body, as Discord would show and send it."""
        message: Message = {
            "id": world.new_id(),
            "type": 20,
            "channel_id": str(self.place.channel_id),
            "author": world.bot_user(),
            "timestamp": "2025-01-01T00:00:00.000000+00:00",
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": [],
            "pinned": False,
            "content": "",
            "flags": body.get("flags", 0),
            "components": [],
            "application_id": str(world.APPLICATION_ID),
            "webhook_id": str(world.APPLICATION_ID),
        }
        self.edit(message, body)
        return message

    @staticmethod
    def edit(message: Message | None, body: dict[str, Any]) -> None:
        """Change a message; being ephemeral is for good."""
        assert message is not None, "there is no message to change"
        for key in ("content", "embeds"):
            if key in body:
                message[key] = body[key] or type(message[key])()
        message["flags"] = (body.get("flags", 0) | message["flags"]) & ~LOADING
        if "components" in body:
            message["components"] = body["components"]
            _number(message["components"])


def is_ephemeral(message: Message) -> bool:
    """Whether only the member who asked sees the message."""
    return bool(message["flags"] & EPHEMERAL)


def _number(components: list[Component]) -> None:
    """Give ids to the components that have none, as Discord does."""
    tree = list(walk(components))
    taken = {part.get("id") for part in tree}
    free = (number for number in itertools.count(1) if number not in taken)
    for part in tree:
        part.setdefault("id", next(free))
