"""REST endpoints of interactions: the callback, edits and follow-ups.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.checks import EPHEMERAL, check_callback, check_message
from tests.wire.discord_server.errors import (
    already_acknowledged,
    unknown_interaction,
    unknown_message,
    unknown_webhook,
)
from tests.wire.discord_server.interactions import LOADING, Message, SentInteraction
from tests.wire.discord_server.middleware import PREFIX
from tests.wire.discord_server.request_body import read_body, read_files


class WebhookApi:
    """All sent interactions by token; the token alone authorises a response."""

    def __init__(self, *, strict: bool = True) -> None:
        """Reject what Discord would reject, unless not strict: then late responses count, too."""
        self._interactions: dict[str, SentInteraction] = {}
        self._strict = strict

    def register(self, interaction: SentInteraction) -> None:
        """Accept responses to an interaction from now on."""
        self._interactions[interaction.token] = interaction

    def messages(self) -> Iterator[Message]:
        """Yield all messages, those of the newest interactions first: most are looked up soon."""
        for interaction in reversed(self._interactions.values()):
            if interaction.original is not None:
                yield interaction.original
            yield from interaction.followups.values()

    def routes(self) -> list[web.RouteDef]:
        webhook = f"{PREFIX}/webhooks/{{application}}/{{token}}"
        return [
            web.post(f"{PREFIX}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.post(webhook, self._follow_up),
            web.patch(f"{webhook}/messages/{{message}}", self._edit),
        ]

    async def _callback(self, request: web.Request) -> web.Response:
        interaction = self._interactions.get(request.match_info["token"])
        if interaction is None or interaction.id != request.match_info["id"]:
            raise unknown_interaction()
        if interaction.callback is not None:
            raise already_acknowledged()
        if self._strict and interaction.expired:
            raise unknown_interaction()
        body = await read_body(request)
        if self._strict:
            pressed = interaction.pressed_message
            flags = pressed["flags"] if pressed else 0
            check_callback(body, interaction.interaction_type, flags=flags)
        interaction.files = await read_files(request)
        interaction.apply_callback(body)
        if request.query.get("with_response") not in {"1", "true"}:
            return web.Response(status=204)
        return web.json_response(_callback_response(interaction, body["type"]))

    async def _follow_up(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged_interaction(request)
        body = await read_body(request)
        self._check_message(body)
        original = interaction.original
        if original is not None and original["flags"] & LOADING:
            interaction.edit(original, body)  # the first follow-up replaces the deferred response
            return web.json_response(original)
        message = interaction.new_message(body)
        interaction.followups[message["id"]] = message
        return web.json_response(message)

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._message(request)
        body = await read_body(request)
        self._check_message(body, flags=message["flags"])
        SentInteraction.edit(message, body)
        if "attachments" in body:
            files = await read_files(request)
            message["attachments"] = [
                world.attachment(item, len(files[item["filename"]])) for item in body["attachments"]
            ]
        return web.json_response(message)

    def _acknowledged_interaction(self, request: web.Request) -> SentInteraction:
        interaction = self._interactions.get(request.match_info["token"])
        if interaction is None or interaction.callback is None:
            raise unknown_webhook()
        return interaction

    def _message(self, request: web.Request) -> Message:
        interaction = self._acknowledged_interaction(request)
        message_id = request.match_info["message"]
        original = interaction.original
        if original is not None and message_id in {"@original", original["id"]}:
            return original
        if message_id not in interaction.followups:
            raise unknown_message()
        return interaction.followups[message_id]

    def _check_message(self, body: Any, flags: int = 0) -> None:  # noqa: ANN401 - JSON
        if self._strict:
            check_message(body, flags=flags)


def _callback_response(interaction: SentInteraction, callback_type: int) -> dict[str, Any]:
    summary: dict[str, Any] = {"id": interaction.id, "type": interaction.interaction_type.value}
    message = interaction.original
    if message is None:
        return {"interaction": summary}
    summary |= {
        "response_message_id": message["id"],
        "response_message_loading": bool(message["flags"] & LOADING),
        "response_message_ephemeral": bool(message["flags"] & EPHEMERAL),
    }
    return {"interaction": summary, "resource": {"type": callback_type, "message": message}}
