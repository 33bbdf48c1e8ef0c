"""REST endpoints of channels: a bot may read and edit its own messages in channels it can see.

https://discord.com/developers/docs/resources/message
"""

from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.checks import EPHEMERAL, check_message
from tests.wire.discord_server.errors import missing_access, unknown_message
from tests.wire.discord_server.interactions import Message, SentInteraction
from tests.wire.discord_server.middleware import PREFIX
from tests.wire.discord_server.request_body import read_body
from tests.wire.discord_server.rest import BotApi
from tests.wire.discord_server.webhooks import WebhookApi

_READABLE_CHANNELS = {str(world.CHANNEL_ID), str(world.DM_CHANNEL_ID)}


class ChannelApi:
    """Access with the bot's token to the messages that interactions created."""

    def __init__(self, api: BotApi, webhooks: WebhookApi) -> None:
        self._api = api
        self._webhooks = webhooks

    def routes(self) -> list[web.RouteDef]:
        message = f"{PREFIX}/channels/{{channel}}/messages/{{message}}"
        return [web.get(message, self._get), web.patch(message, self._edit)]

    async def _get(self, request: web.Request) -> web.Response:
        return web.json_response(self._message(request))

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._message(request)
        body: Any = await read_body(request)
        check_message(body, flags=message["flags"])
        SentInteraction.edit(message, body)
        return web.json_response(message)

    def _message(self, request: web.Request) -> Message:
        self._api.require_authorisation(request)
        channel, message_id = request.match_info["channel"], request.match_info["message"]
        if channel not in _READABLE_CHANNELS:
            raise missing_access()
        for message in self._webhooks.messages():
            if message["id"] == message_id and message["channel_id"] == channel:
                if message["flags"] & EPHEMERAL:
                    break
                return message
        raise unknown_message()
