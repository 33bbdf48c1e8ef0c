"""REST endpoints of responses: the callback, follow-ups, and edits, also with the bot's token.

https://discord.com/developers/docs/interactions/receiving-and-responding
https://discord.com/developers/docs/resources/message
"""

import json
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.wire.discord_server import world
from tests.wire.discord_server.checks import (
    EPHEMERAL,
    InvalidFormBodyError,
    check_callback,
    check_message,
)
from tests.wire.discord_server.interactions import LOADING, Message, SentInteraction
from tests.wire.discord_server.middleware import (
    PREFIX,
    already_acknowledged,
    missing_access,
    unknown_interaction,
    unknown_message,
    unknown_webhook,
)
from tests.wire.discord_server.rest import BotApi

_READABLE_CHANNELS = {str(world.CHANNEL_ID), str(world.DM_CHANNEL_ID)}


class WebhookApi:
    """All sent interactions by token; the token alone authorises a response, the bot's token an
    edit of what anybody can read in its channels.
    """

    def __init__(self, api: BotApi, *, strict: bool = True) -> None:
        """Reject what Discord would reject, unless not strict: then late responses count, too."""
        self._api = api
        self._interactions: dict[str, SentInteraction] = {}
        self._strict = strict

    def register(self, interaction: SentInteraction) -> None:
        """Accept responses to an interaction from now on."""
        self._interactions[interaction.token] = interaction

    def routes(self) -> list[web.RouteDef]:
        webhook = f"{PREFIX}/webhooks/{{application}}/{{token}}"
        in_channel = f"{PREFIX}/channels/{{channel}}/messages/{{message}}"
        return [
            web.post(f"{PREFIX}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.post(webhook, self._follow_up),
            web.patch(f"{webhook}/messages/{{message}}", self._edit),
            web.get(in_channel, self._get_in_channel),
            web.patch(in_channel, self._edit_in_channel),
        ]

    async def _callback(self, request: web.Request) -> web.Response:
        interaction = self._interactions.get(request.match_info["token"])
        if interaction is None or interaction.id != request.match_info["id"]:
            raise unknown_interaction()
        if interaction.callback is not None:
            raise already_acknowledged()
        if self._strict and interaction.expired:
            raise unknown_interaction()
        body = await _read_body(request)
        if self._strict:
            pressed = interaction.pressed_message
            flags = pressed["flags"] if pressed else 0
            check_callback(body, interaction.interaction_type, flags=flags)
        interaction.apply_callback(body)
        if request.query.get("with_response") not in {"1", "true"}:
            return web.Response(status=204)
        return web.json_response(_callback_response(interaction, body["type"]))

    async def _follow_up(self, request: web.Request) -> web.Response:
        interaction = self._acknowledged_interaction(request)
        body = await _read_body(request)
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
        body = await _read_body(request)
        self._check_message(body, flags=message["flags"])
        SentInteraction.edit(message, body)
        if "attachments" in body:
            files = await _read_files(request)
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

    async def _get_in_channel(self, request: web.Request) -> web.Response:
        return web.json_response(self._message_in_channel(request))

    async def _edit_in_channel(self, request: web.Request) -> web.Response:
        message = self._message_in_channel(request)
        body = await _read_body(request)
        check_message(body, flags=message["flags"])
        SentInteraction.edit(message, body)
        return web.json_response(message)

    def _message_in_channel(self, request: web.Request) -> Message:
        self._api.require_authorisation(request)
        channel, message_id = request.match_info["channel"], request.match_info["message"]
        if channel not in _READABLE_CHANNELS:
            raise missing_access()
        # Those of the newest interactions first: most are looked up soon.
        for interaction in reversed(self._interactions.values()):
            for message in (interaction.original, *interaction.followups.values()):
                if message and (message["id"], message["channel_id"]) == (message_id, channel):
                    if message["flags"] & EPHEMERAL:
                        raise unknown_message()
                    return message
        raise unknown_message()

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


async def _read_body(request: web.Request) -> Any:  # noqa: ANN401 - JSON
    """Read the JSON of a body. A multipart form has it as `payload_json` and each file as
    `files[n]`; they must be exactly the attachments that it declares.
    """
    if request.content_type != "multipart/form-data":
        return await request.json()
    form = await request.post()
    body = json.loads(str(form["payload_json"]))
    files = {name: part for name, part in form.items() if isinstance(part, FileField)}
    message = body.get("data", body)
    declared = {f"files[{item['id']}]" for item in message.get("attachments", [])}
    if declared != files.keys():
        text = f"the form has the files {sorted(files)}, the message declares {sorted(declared)}"
        raise InvalidFormBodyError(text)
    return body


async def _read_files(request: web.Request) -> dict[str, bytes]:
    """Read the uploaded files by name; none if the body is plain JSON."""
    if request.content_type != "multipart/form-data":
        return {}
    parts = (await request.post()).values()
    return {part.filename: part.file.read() for part in parts if isinstance(part, FileField)}
