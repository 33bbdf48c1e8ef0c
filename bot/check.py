"""`python -m bot check`: everything that the bot needs, a line for each component."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import aiohttp

from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings
from bot.store.backups import BackupFolder
from bot.store.errors import StoreError
from bot.store.record import DeletionRecord
from bot.store.sqlite import check_file, read_identity
from bot.store.store import open_store
from model.inference.checksums import ChecksumError, verify_checksums

MIN_FREE_BYTES = 64 * 2**20
"""Bytes required to be free on the database's disk, besides a copy of it for the nightly vacuum."""
BACKUP_GRACE = timedelta(hours=6)
"""How long after its time a backup may come, for failures that are tried again."""
DISCORD_TIMEOUT = 10.0
"""Seconds to wait for Discord."""
_DEFAULT_API_URL = "https://discord.com/api/v10"
_USER_AGENT = "DiscordBot (https://discord.com, 1)"
"""Discord rejects clients with another form of user agent."""


class _ProblemError(Exception):
    """A component is not as it has to be; `str` says how."""


def run_checks(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Check every component in order, changing nothing; the bot may be running.

    Yields:
        Its name, what is wrong with it, or empty, and what there is to say otherwise.
    """
    for check in (_database, _record, _backups, _weights, _discord):
        component = check.__name__.strip("_")
        try:
            yield component, "", asyncio.run(check(settings))
        except (_ProblemError, StoreError, ChecksumError, OSError) as error:
            yield component, str(error), ""


async def _database(settings: Settings) -> str:
    place = settings.database
    if isinstance(place, PostgresUrl):
        async with open_store(place, create=False) as store:
            await store.check()
            return f"{place}, {await store.size():,} bytes"
    if place.exists():
        check_file(place)
    size = place.stat().st_size if place.exists() else 0
    if not os.access(place if place.exists() else place.parent, os.W_OK):
        message = f"{place} may not be written"
        raise _ProblemError(message)
    free = shutil.disk_usage(place.parent).free
    if free < MIN_FREE_BYTES + size:
        message = f"only {free / 2**20:,.0f} MiB are free beside {place}"
        raise _ProblemError(message)
    detail = f"{size:,} bytes" if size else "which will be made when the bot starts"
    return f"{place}, {detail}; {free / 2**20:,.0f} MiB free"


async def _record(settings: Settings) -> str:
    record = DeletionRecord(settings.backup_folder)
    if record.path.exists():
        await asyncio.to_thread(record.add)
    elif not os.access(_existing_parent(record.path), os.W_OK | os.X_OK):
        message = f"{record.path} may not be written"
        raise _ProblemError(message)
    return f"deletions can be recorded in {record.path}"


async def _backups(settings: Settings) -> str:
    place, folder = settings.database, settings.backup_folder
    if isinstance(place, PostgresUrl):
        return "PostgreSQL's own; see docs/cluster.md"
    if not settings.backup_keep:
        return "switched off by NOMEN_BACKUP_KEEP"
    now = datetime.now(UTC)
    identity = read_identity(place)[0] if place.exists() else "*"
    newest = BackupFolder(folder, place).newest(identity, now)
    if newest is None:
        return f"none in {folder} yet"
    detail = f"the newest in {folder} is of {newest:%Y-%m-%d %H:%M} UTC"
    if now - newest > timedelta(days=1) + BACKUP_GRACE:
        message = f"{detail}; see the bot's log"
        raise _ProblemError(message)
    return detail


async def _weights(_: Settings) -> str:
    return f"{', '.join(verify_checksums())}: SHA-256 as recorded"


async def _discord(settings: Settings) -> str:
    """Ask whether Discord is reachable and accepts the token, which is never shown."""
    if not settings.token:
        return "not asked, for DISCORD_TOKEN is not set"
    url = f"{settings.api_url or _DEFAULT_API_URL}/users/@me"
    headers = {"Authorization": f"Bot {settings.token}", "User-Agent": _USER_AGENT}
    timeout = aiohttp.ClientTimeout(DISCORD_TIMEOUT)
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
            session.get(url, allow_redirects=False) as response,
        ):
            status = response.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        message = f"cannot be reached: {type(error).__name__}"
        raise _ProblemError(message) from error
    if status == HTTPStatus.OK:
        return "takes the token"
    message = (
        "refuses DISCORD_TOKEN" if status == HTTPStatus.UNAUTHORIZED else f"answers with {status}"
    )
    raise _ProblemError(message)


def _existing_parent(path: Path) -> Path:
    return next(parent for parent in path.absolute().parents if parent.exists())
