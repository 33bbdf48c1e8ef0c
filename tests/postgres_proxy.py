"""A connection to PostgreSQL that a test can cut without either side hearing of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.runtime.postgres_url import PostgresUrl
from tests.postgres_server import PostgresServer

COMMITTED = b"C\x00\x00\x00\x0bCOMMIT"
"""How the server's answer to a commit begins: `CommandComplete`, its length, and its tag."""


class StallingProxy:
    """A connection to the server that can stop passing anything on, as a broken network does.

    Attributes:
        loses_commit: whether the next answer to a commit is lost, and its connection with it.
    """

    def __init__(self, server: Path) -> None:
        self.server = server
        self.passing = asyncio.Event()
        self.passing.set()
        self.loses_commit = False
        self.pumps: set[asyncio.Future[tuple[None, None]]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        towards, back = await asyncio.open_unix_connection(self.server / ".s.PGSQL.5432")
        self.pumps.add(asyncio.gather(self.pump(reader, back), self.pump(towards, writer)))

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65536):
                await self.passing.wait()
                if self.loses_commit and data.startswith(COMMITTED):
                    self.loses_commit = False
                    break
                writer.write(data)
        writer.close()


@asynccontextmanager
async def stalling_proxy(server: PostgresServer, folder: Path) -> AsyncIterator[StallingProxy]:
    proxy = StallingProxy(server.folder)
    async with await asyncio.start_unix_server(proxy.serve, folder / ".s.PGSQL.5432"):
        yield proxy
        await asyncio.gather(*proxy.pumps, return_exceptions=True)


def url_through(proxy_folder: Path, url: PostgresUrl) -> PostgresUrl:
    """Return a database's address through a proxy in a folder."""
    database = str(url).rpartition("/")[2]
    return PostgresUrl.parse(f"postgresql://postgres@/{database}?host={proxy_folder}")
