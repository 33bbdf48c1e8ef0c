"""The REST side of interactions: the bot's first answer, its edits and its follow-ups.

https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from tests.wire.discord_server import world
from tests.wire.discord_server.bodies import read_body, read_files
from tests.wire.discord_server.checks.callbacks import check_callback
from tests.wire.discord_server.checks.messages import EPHEMERAL, check_message
from tests.wire.discord_server.checks.shapes import Problems
from tests.wire.discord_server.errors import (
    answered_before,
    unknown_application,
    unknown_interaction,
    unknown_message,
    unknown_webhook,
)
from tests.wire.discord_server.exchanges import LOADING, Exchange, Message
from tests.wire.discord_server.front import PREFIX


class Webhooks:
    """All interactions that were sent, by their tokens; whoever knows a token may answer."""

    def __init__(self, *, strict: bool = True) -> None:
        """Refuse what Discord would refuse, unless the server is lenient."""
        self._exchanges: dict[str, Exchange] = {}
        self._strict = strict

    def expect(self, exchange: Exchange) -> None:
        """Let an interaction be answered from now on."""
        self._exchanges[exchange.token] = exchange

    def messages(self) -> Iterator[Message]:
        """Give all messages that came of them, the newest first: they are asked for most."""
        for exchange in reversed(self._exchanges.values()):
            if exchange.original is not None:
                yield exchange.original
            yield from exchange.followups.values()

    def routes(self) -> list[web.RouteDef]:
        """Give the routes to serve."""
        webhook = f"{PREFIX}/webhooks/{{application}}/{{token}}"
        return [
            web.post(f"{PREFIX}/interactions/{{id}}/{{token}}/callback", self._callback),
            web.post(webhook, self._follow_up),
            web.get(f"{webhook}/messages/{{message}}", self._get),
            web.patch(f"{webhook}/messages/{{message}}", self._edit),
            web.delete(f"{webhook}/messages/{{message}}", self._delete),
        ]

    async def _callback(self, request: web.Request) -> web.Response:
        exchange = self._exchanges.get(request.match_info["token"])
        if exchange is None or exchange.id != request.match_info["id"]:
            raise unknown_interaction()
        if exchange.callback is not None:
            raise answered_before()
        if exchange.expired:
            raise unknown_interaction()
        body = await read_body(request)
        if self._strict:
            check_callback(
                body,
                exchange.asked,
                option_type=exchange.option_type,
                flags=exchange.pressed["flags"] if exchange.pressed else 0,
            )
        exchange.files = await read_files(request)
        exchange.take(body)
        if request.query.get("with_response") not in {"1", "true"}:
            return web.Response(status=204)
        return web.json_response(_told(exchange, body["type"]))

    async def _follow_up(self, request: web.Request) -> web.Response:
        exchange = self._answered(request)
        body = await read_body(request)
        self._check(body)
        original = exchange.original
        if original is not None and original["flags"] & LOADING:
            exchange.edit(original, body)  # the first follow-up takes the place of the deferral
            return web.json_response(original)
        message = exchange.new_message(body)
        exchange.followups[message["id"]] = message
        return web.json_response(message)

    async def _get(self, request: web.Request) -> web.Response:
        return web.json_response(self._message(request))

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._message(request)
        body = await read_body(request)
        self._check(body, flags=message["flags"])
        Exchange.edit(message, body)
        if "attachments" in body:
            files = await read_files(request)
            message["attachments"] = [
                world.attachment(item, len(files[item["filename"]])) for item in body["attachments"]
            ]
        return web.json_response(message)

    async def _delete(self, request: web.Request) -> web.Response:
        exchange = self._answered(request)
        if self._message(request) is exchange.original:
            exchange.original = None
        else:
            del exchange.followups[request.match_info["message"]]
        return web.Response(status=204)

    def _answered(self, request: web.Request) -> Exchange:
        if request.match_info["application"] != str(world.APPLICATION_ID):
            raise unknown_application()
        exchange = self._exchanges.get(request.match_info["token"])
        if exchange is None or exchange.callback is None:
            raise unknown_webhook()
        return exchange

    def _message(self, request: web.Request) -> Message:
        exchange = self._answered(request)
        wanted = request.match_info["message"]
        original = exchange.original
        if original is not None and wanted in {"@original", original["id"]}:
            return original
        if wanted not in exchange.followups:
            raise unknown_message()
        return exchange.followups[wanted]

    def _check(self, body: Any, flags: int = 0) -> None:  # noqa: ANN401 - JSON
        if self._strict:
            problems = Problems()
            check_message(body, (), problems, flags=flags)
            problems.raise_if_any()


def _told(exchange: Exchange, kind: int) -> dict[str, Any]:
    interaction: dict[str, Any] = {"id": exchange.id, "type": exchange.asked.value}
    message = exchange.original
    if message is None:
        return {"interaction": interaction}
    interaction |= {
        "response_message_id": message["id"],
        "response_message_loading": bool(message["flags"] & LOADING),
        "response_message_ephemeral": bool(message["flags"] & EPHEMERAL),
    }
    return {"interaction": interaction, "resource": {"type": kind, "message": message}}
