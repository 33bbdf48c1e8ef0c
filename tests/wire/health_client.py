"""A client of the bot's health and metrics endpoints."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp

from tests.support.ports import reserved_port

READY = {"status": "ok", "gateway": "ok", "database": "ok"}
ALIVE = {"status": "ok", "loop": "ok", "naming": "ok"}


class HealthClient:
    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self._session = session
        self.port = port

    @property
    def port_setting(self) -> str:
        return str(self.port)

    async def get_health(self, path: str = "/readyz") -> tuple[int, Any]:
        """Return status and body of a path; status 0 if the connection is refused."""
        try:
            async with self._session.get(f"http://127.0.0.1:{self.port}{path}") as response:
                return response.status, await response.json()
        except aiohttp.ClientConnectionError:
            return 0, None

    async def wait_for_status(self, status: int, path: str = "/readyz") -> Any:  # noqa: ANN401 - JSON
        """Poll a path until it returns a status, and return the body."""
        found, body = await self.get_health(path)
        with suppress(TimeoutError):
            async with asyncio.timeout(60):
                while found != status:
                    await asyncio.sleep(0.02)
                    found, body = await self.get_health(path)
        assert found == status, f"{path} says {body}"
        return body

    async def get_metrics(self) -> list[str]:
        async with self._session.get(f"http://127.0.0.1:{self.port}/metrics") as response:
            assert response.status == 200
            assert response.headers["Content-Type"].startswith("text/plain; version=")
            return (await response.text()).splitlines()


@asynccontextmanager
async def health_client() -> AsyncIterator[HealthClient]:
    """Keep a port for a bot, and a client that asks there."""
    with reserved_port() as port:
        async with aiohttp.ClientSession() as session:
            yield HealthClient(session, port)
