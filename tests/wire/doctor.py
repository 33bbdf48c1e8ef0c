"""Whoever asks a bot how it is doing."""

import asyncio
from typing import Any

import aiohttp

WELL = {"status": "ok", "gateway": "ok", "database": "ok"}


class Doctor:
    """Asks a bot how it is doing."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self._session = session
        self.port = port

    @property
    def setting(self) -> str:
        """What the bot is told."""
        return str(self.port)

    async def health(self) -> tuple[int, Any]:
        """The status and what it says; 0 while nobody answers."""
        try:
            async with self._session.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                return answer.status, await answer.json()
        except aiohttp.ClientConnectionError:
            return 0, None

    async def finds(self, status: int) -> Any:  # noqa: ANN401 - JSON
        """Ask until the status is this, and give what is said then."""
        async with asyncio.timeout(15):
            found = await self.health()
            while found[0] != status:
                await asyncio.sleep(0.02)
                found = await self.health()
        return found[1]

    async def figures(self) -> list[str]:
        """The lines of the figures."""
        async with self._session.get(f"http://127.0.0.1:{self.port}/metrics") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith("text/plain; version=")
            return (await answer.text()).splitlines()
