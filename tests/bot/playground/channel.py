"""The playground's channel, as its members see it."""

from typing import Any
from urllib.parse import urlsplit

import aiohttp
from simcord import MemberActor, Preview, ResponseMessage


class Visitor:
    """A browser on the playground's page, which speaks to its interface over HTTP."""

    def __init__(self, page: Preview, accepted: str = "") -> None:
        """Prepare to open the page; `accepted` is the browser's `Accept-Language`."""
        self._address = f"http://127.0.0.1:{urlsplit(page.url).port}"
        self._headers = {"X-Simcord-Capability": page.capability, "Accept-Language": accepted}

    async def open(self) -> dict[str, Any]:
        """Open the page; return the state that it draws."""
        state: dict[str, Any] = await self.ask("POST", "/api/pages", json={})
        self._headers["X-Simcord-Context"] = state["context"]["id"]
        return state

    async def commands(self) -> list[dict[str, Any]]:
        """Return the commands in the order of the menu."""
        entries: list[dict[str, Any]] = (await self.ask("GET", "/api/commands"))["entries"]
        return entries

    async def act(self, state: dict[str, Any], kind: str, **body: object) -> dict[str, Any]:
        """Act for the first time since the page was opened; return the state after it."""
        envelope = {
            "kind": kind,
            "request_id": "1",
            "sequence": 1,
            "protocol_version": 3,
            "generation": state["context"]["generation"],
            "bot_generation": state["botGeneration"],
            "published_revision": state["publishedRevision"],
        }
        receipt = await self.ask("POST", "/api/action", json={**envelope, **body})
        assert receipt["settlement"] == "settled"
        return await self.state()

    async def state(self) -> dict[str, Any]:
        """Return the state that the page draws."""
        state: dict[str, Any] = await self.ask("GET", "/api/state")
        return state

    async def ask(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - any JSON
        """Send a request; return the JSON of the answer."""
        async with (
            aiohttp.ClientSession(self._address, headers=self._headers) as http,
            http.request(method, path, raise_for_status=True, **options) as response,
        ):
            return await response.json()


def first_member(page: Preview) -> MemberActor:
    """Return the member that the visitor is at first."""
    member = page.viewers[0]
    assert isinstance(member, MemberActor)
    return member


def messages_in(page: Preview) -> list[ResponseMessage]:
    """Return all messages, oldest first."""
    backend = page.env.backend
    return [
        ResponseMessage(page.env, backend.get_message(page.channel.id, message.id))
        for message in page.channel.history()
    ]
