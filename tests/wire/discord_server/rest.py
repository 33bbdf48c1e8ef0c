"""REST endpoints of the application: its user, the gateway URL and the commands.

https://discord.com/developers/docs/interactions/application-commands
"""

from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.middleware import PREFIX, unauthorised

Command = dict[str, Any]


class BotApi:
    """Endpoints that require the bot's token. `endpoint_url` is where interactions go by the
    application's page; None is the gateway.
    """

    def __init__(self, token: str, gateway_url: str, guilds: set[int]) -> None:
        self.commands: dict[str, Command] = {}
        self.guilds = guilds
        self.endpoint_url: str | None = None
        self._token = token
        self._gateway_url = gateway_url

    def routes(self) -> list[web.RouteDef]:
        commands = f"{PREFIX}/applications/{{application}}/commands"
        return [
            web.get(f"{PREFIX}/users/@me", self._me),
            web.get(f"{PREFIX}/users/@me/guilds", self._guilds),
            web.get(f"{PREFIX}/oauth2/applications/@me", self._application),
            web.get(f"{PREFIX}/gateway/bot", self._gateway),
            web.get(commands, self._list),
            web.put(commands, self._register),
        ]

    async def _me(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        return web.json_response(world.bot_user())

    async def _guilds(self, request: web.Request) -> web.Response:
        """List the bot's servers in the order of their ids, after one, as many as are asked for."""
        self.require_authorisation(request)
        after, limit = int(request.query.get("after", "0")), int(request.query.get("limit", "200"))
        page = [guild for guild in sorted(self.guilds) if guild > after][:limit]
        return web.json_response(
            [{"id": str(guild), "name": "", "icon": None, "owner": False} for guild in page]
        )

    async def _application(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        application = world.application()
        return web.json_response({**application, "interactions_endpoint_url": self.endpoint_url})

    async def _gateway(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        limit = {"total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1}
        return web.json_response(
            {"url": self._gateway_url, "shards": 1, "session_start_limit": limit}
        )

    async def _list(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        return web.json_response(list(self.commands.values()))

    async def _register(self, request: web.Request) -> web.Response:
        self.require_authorisation(request)
        commands = await request.json()
        self.commands = {command["name"]: self._complete(command) for command in commands}
        return web.json_response(list(self.commands.values()))

    def _complete(self, command: Command) -> Command:
        known = self.commands.get(command["name"], {})
        given = {key: value for key, value in command.items() if value is not None}
        return {
            "type": 1,
            "description": "",
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
        if request.headers.get("Authorization") != f"Bot {self._token}":
            raise unauthorised()
