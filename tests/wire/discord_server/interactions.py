"""An interaction and the bot's responses to it."""

import asyncio
import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.wire.discord_server import world
from tests.wire.discord_server.checks import EPHEMERAL, CallbackType, InteractionType
from tests.wire.discord_server.components import Component, walk
from tests.wire.discord_server.polling import wait_until

RESPONSE_DEADLINE = 3.0
"""Seconds within which a bot must respond before the interaction expires."""
LOADING = 1 << 7
"""The message flag of a deferred response, shown as "thinking"."""

Message = dict[str, Any]


@dataclass(slots=True, eq=False)
class SentInteraction:
    """An interaction sent to the bot, its callback, and the resulting messages as users see them
    now. Times are on the event loop's clock.
    """

    interaction_type: InteractionType
    user: world.User
    context: world.InteractionContext
    pressed_message: Message | None = None
    id: str = field(default_factory=world.new_snowflake)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(60))
    sent_at: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    delay: float = 0.0
    """Seconds until the bot hears of it."""
    responded_at: float | None = None
    responded: asyncio.Event = field(default_factory=asyncio.Event)
    callback: dict[str, Any] | None = None
    original: Message | None = None
    followups: dict[str, Message] = field(default_factory=dict)

    @property
    def expired(self) -> bool:
        """Whether it was too late when the bot heard of it; how long a loaded machine then takes is
        not counted.
        """
        return self.delay > RESPONSE_DEADLINE

    @property
    def response_time(self) -> float:
        assert self.responded_at is not None, "no response"
        return self.responded_at - self.sent_at

    async def message(self) -> Message:
        """Wait for the response message."""
        await wait_until(lambda: self.original and not self.original["flags"] & LOADING, "response")
        assert self.original is not None
        return self.original

    async def followup(self) -> Message:
        """Wait for the first follow-up message."""
        await wait_until(lambda: self.followups, "follow-up")
        return next(iter(self.followups.values()))

    async def choices(self) -> list[dict[str, Any]]:
        await wait_until(lambda: self.callback, "autocomplete choices")
        assert self.callback is not None
        choices: list[dict[str, Any]] = self.callback["data"]["choices"]
        return choices

    async def form(self) -> dict[str, Any]:
        await wait_until(lambda: self.callback, "form")
        assert self.callback is not None
        assert self.callback["type"] == CallbackType.FORM, "the response is no form"
        opened: dict[str, Any] = self.callback["data"]
        return opened

    def apply_callback(self, callback: dict[str, Any]) -> None:
        self.callback = callback
        self.responded_at = asyncio.get_running_loop().time()
        self.responded.set()
        data = callback.get("data") or {}
        match callback["type"]:
            case CallbackType.MESSAGE:
                self.original = self.new_message(data)
            case CallbackType.DEFERRED_MESSAGE:
                self.original = self.new_message(data)
                self.original["flags"] |= LOADING
            case CallbackType.UPDATE:
                self.original = self.pressed_message
                self.edit(self.original, data)
            case CallbackType.DEFERRED_UPDATE:
                self.original = self.pressed_message

    def new_message(self, body: dict[str, Any]) -> Message:
        message: Message = {
            "id": world.new_snowflake(),
            "type": 20,
            "channel_id": str(self.context.channel_id),
            "author": world.bot_user(),
            "timestamp": "2025-01-01T00:00:00.000000+00:00",
            "edited_timestamp": None,
            **dict.fromkeys(("tts", "mention_everyone", "pinned"), False),
            **{key: [] for key in ("mentions", "mention_roles", "attachments", "embeds")},
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
        """Edit a message; flags such as EPHEMERAL are permanent."""
        assert message is not None, "there is no message to edit"
        for key in ("content", "embeds"):
            if key in body:
                message[key] = body[key] or type(message[key])()
        message["flags"] = (body.get("flags", 0) | message["flags"]) & ~LOADING
        if "poll" in body:
            message["poll"] = body["poll"]
        if "components" in body:
            message["components"] = body["components"]
            _assign_ids(message["components"])


def is_ephemeral(message: Message) -> bool:
    return bool(message["flags"] & EPHEMERAL)


def _assign_ids(components: list[Component]) -> None:
    """Number the components without an id, as Discord does."""
    tree = list(walk(components))
    taken = {part.get("id") for part in tree}
    free = (number for number in itertools.count(1) if number not in taken)
    for part in tree:
        part.setdefault("id", next(free))
