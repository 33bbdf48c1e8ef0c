"""`python -m bot check`: is all there that the bot needs? A line for each part."""

import asyncio
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.favourites.backup.integrity import inspect
from bot.favourites.errors import StoreError
from bot.runtime.settings import Settings, SettingsError
from model.inference.checksums import DamagedError, verify

LEAST_FREE = 64 * 2**20
"""Bytes that must be free on the database's disk."""
PATIENCE = 10.0
"""Seconds to wait for Discord."""
_DISCORD = "https://discord.com/api/v10"
_AGENT = "DiscordBot (https://discord.com, 1)"
"""Discord turns programs away that do not name themselves so."""
_OK, _UNAUTHORISED = 200, 401


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part."""

    part: str
    good: bool
    told: str

    def line(self) -> str:
        """Say it to people."""
        return f"{self.part:10}{'ok' if self.good else 'BAD':5}{self.told}"


def check(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at everything, one part after the other; nothing is changed and the bot may run."""
    try:
        settings = Settings.from_environment(environ)
    except SettingsError as error:
        yield Finding("settings", good=False, told=str(error))
        yield weights()
        return
    yield Finding("settings", good=True, told="all can be used")
    yield database(settings.database)
    yield weights()
    yield asyncio.run(discord(settings))


def database(path: Path) -> Finding:
    """See that the database is good, or can be made, and that its disk has room."""
    try:
        free = shutil.disk_usage(path.parent).free
        if path.exists():
            health = asyncio.run(inspect(path))
            told = f"{path}, version {health.version}, {health.size:,} bytes"
            needed = LEAST_FREE + health.size  # it is written anew when members leave
        else:
            told, needed = f"{path} will be made when the bot starts", LEAST_FREE
    except (StoreError, OSError) as error:
        return Finding("database", good=False, told=str(error))
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return Finding("database", good=False, told=f"{told}; it may not be written")
    room = f"{free / 2**20:,.0f} MiB free"
    if free < needed:
        return Finding("database", good=False, told=f"{told}; only {room}")
    return Finding("database", good=True, told=f"{told}; {room}")


def weights() -> Finding:
    """See that the network's files are what they were when they were made."""
    try:
        names = verify()
    except DamagedError as error:
        return Finding("weights", good=False, told=str(error))
    return Finding("weights", good=True, told=f"{', '.join(names)}: SHA-256 as recorded")


async def discord(settings: Settings) -> Finding:
    """See that Discord is there and takes the token, if there is one; it is shown nowhere."""
    if not settings.token:
        return Finding("discord", good=True, told="not asked, for DISCORD_TOKEN is not set")
    import aiohttp  # noqa: PLC0415 - takes a moment, and only who has a token needs it

    url = f"{settings.api_url or _DISCORD}/users/@me"
    headers = {"Authorization": f"Bot {settings.token}", "User-Agent": _AGENT}
    timeout = aiohttp.ClientTimeout(PATIENCE)
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            status = response.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        told = f"cannot be reached: {type(error).__name__}"
        return Finding("discord", good=False, told=told)
    if status == _OK:
        return Finding("discord", good=True, told="takes the token")
    told = "refuses DISCORD_TOKEN" if status == _UNAUTHORISED else f"answers with {status}"
    return Finding("discord", good=False, told=told)
