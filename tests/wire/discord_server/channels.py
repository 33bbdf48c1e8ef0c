"""The REST side of channels: a bot may read and change its own messages where it is itself.

https://discord.com/developers/docs/resources/message
"""

from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.bodies import read_body
from tests.wire.discord_server.checks.messages import EPHEMERAL, check_message
from tests.wire.discord_server.checks.shapes import Problems
from tests.wire.discord_server.errors import missing_access, unknown_message
from tests.wire.discord_server.exchanges import Exchange, Message
from tests.wire.discord_server.front import PREFIX
from tests.wire.discord_server.rest import BotApi
from tests.wire.discord_server.webhooks import Webhooks

_OPEN = {str(world.CHANNEL_ID), str(world.DIRECT_CHANNEL_ID)}
"""The channels that the bot can look into."""


class Channels:
    """The messages that came of interactions, to whoever holds the token."""

    def __init__(self, api: BotApi, webhooks: Webhooks) -> None:
        self._api = api
        self._webhooks = webhooks

    def routes(self) -> list[web.RouteDef]:
        """Give the routes to serve."""
        message = f"{PREFIX}/channels/{{channel}}/messages/{{message}}"
        return [web.get(message, self._get), web.patch(message, self._edit)]

    async def _get(self, request: web.Request) -> web.Response:
        return web.json_response(self._message(request))

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._message(request)
        body: Any = await read_body(request)
        problems = Problems()
        check_message(body, (), problems, flags=message["flags"])
        problems.raise_if_any()
        Exchange.edit(message, body)
        return web.json_response(message)

    def _message(self, request: web.Request) -> Message:
        self._api.admit(request)
        channel, wanted = request.match_info["channel"], request.match_info["message"]
        if channel not in _OPEN:
            raise missing_access()
        for message in self._webhooks.messages():
            if message["id"] == wanted and message["channel_id"] == channel:
                if message["flags"] & EPHEMERAL:
                    break
                return message
        raise unknown_message()
