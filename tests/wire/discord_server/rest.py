"""REST endpoints of the application: its user, the gateway URL and the commands.

https://discord.com/developers/docs/interactions/application-commands
"""

from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.checks.commands import check_commands
from tests.wire.discord_server.errors import forbidden, unauthorised, unknown_application
from tests.wire.discord_server.middleware import PREFIX
from tests.wire.discord_server.request_body import read_body

Command = dict[str, Any]


class BotApi:
    """Endpoints that require the bot's token.

    Attributes:
        commands: the registered commands by name.
        registrations: how often the bot has registered its commands.
        recommended_shards: how many connections bots should have.
        session_start_limit: how many sessions the bot may begin; `reset_after` in milliseconds.
    """

    def __init__(self, token: str, gateway_url: str) -> None:
        self.commands: dict[str, Command] = {}
        self.registrations = 0
        self.recommended_shards = 1
        self.session_start_limit = {
            "total": 1000,
            "remaining": 999,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        self._token = token
        self._gateway_url = gateway_url

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to serve."""
        commands = f"{PREFIX}/applications/{{application}}/commands"
        return [
            web.get(f"{PREFIX}/users/@me", self._me),
            web.get(f"{PREFIX}/oauth2/applications/@me", self._application),
            web.get(f"{PREFIX}/gateway/bot", self._gateway),
            web.get(commands, self._list),
            web.put(commands, self._register),
        ]

    async def _me(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        return web.json_response(world.bot_user())

    async def _application(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        return web.json_response(world.application())

    async def _gateway(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        limit = self.session_start_limit
        return web.json_response(
            {
                "url": self._gateway_url,
                "shards": self.recommended_shards,
                "session_start_limit": limit,
            }
        )

    async def _list(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        return web.json_response(list(self.commands.values()))

    async def _register(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        body = await read_body(request)
        check_commands(body)
        self.commands = {command["name"]: self._complete(command) for command in body}
        self.registrations += 1
        return web.json_response(list(self.commands.values()))

    def _complete(self, command: Command) -> Command:
        known = self.commands.get(command["name"], {})
        given = {key: value for key, value in command.items() if value is not None}
        return {
            "type": 1,
            "options": [],
            "contexts": [0, 1, 2],
            "integration_types": [0],
            "nsfw": False,
            **given,
            "default_member_permissions": command.get("default_member_permissions"),
            "id": known.get("id") or world.new_snowflake(),
            "version": world.new_snowflake(),
            "application_id": str(world.APPLICATION_ID),
        }

    def require_authorisation(self, request: web.Request) -> None:
        """Ensure that a request is the bot's own.

        Raises:
            ApiError: it is not.
        """
        if request.headers.get("Authorization") != f"Bot {self._token}":
            raise unauthorised()
        if not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            raise forbidden()
        if request.match_info.get("application", str(world.APPLICATION_ID)) != str(
            world.APPLICATION_ID
        ):
            raise unknown_application()
