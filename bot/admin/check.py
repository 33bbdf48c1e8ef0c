"""`python -m bot check`: everything that the bot needs, a line for each component."""

import asyncio
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.favourites.backup.rotation import Rotation, newest_backup
from bot.favourites.clock import utc_now
from bot.favourites.errors import StoreError
from bot.favourites.identity import DatabaseInfo
from bot.favourites.sqlite.database import inspect_database
from bot.favourites.store import DatabasePlace, require_asyncpg
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings, SettingsError
from model.inference.checksums import ChecksumError, verify_checksums

MIN_FREE_BYTES = 64 * 2**20
"""Bytes required to be free on the database's disk."""
BACKUP_GRACE = timedelta(hours=6)
"""How long after its time a backup may come, for failures that are tried again."""
DISCORD_TIMEOUT = 10.0
"""Seconds to wait for Discord."""
_DEFAULT_API_URL = "https://discord.com/api/v10"
_USER_AGENT = "DiscordBot (https://discord.com, 1)"
"""Discord rejects clients with another form of user agent."""
_OK, _UNAUTHORISED = 200, 401


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of checking one component."""

    component: str
    ok: bool
    detail: str

    def format_line(self) -> str:
        """Format it for the terminal."""
        return f"{self.component:10}{'ok' if self.ok else 'BAD':5}{self.detail}"


def run_checks(environ: Mapping[str, str]) -> Iterator[CheckResult]:
    """Check every component in order, changing nothing; the bot may be running."""
    try:
        settings = Settings.from_environment(environ)
    except SettingsError as error:
        yield CheckResult("settings", ok=False, detail=str(error))
        yield check_weights()
        return
    yield CheckResult("settings", ok=True, detail="all can be used")
    yield check_store(settings.database)
    if isinstance(settings.database, PostgresUrl):
        yield CheckResult("backups", ok=True, detail="PostgreSQL's own; see docs/hosting.md")
    else:
        yield check_backups(settings, utc_now())
    yield check_weights()
    yield asyncio.run(check_discord(settings))


def check_store(database: DatabasePlace) -> CheckResult:
    """Check where the favourites are, or will be."""
    if isinstance(database, PostgresUrl):
        return asyncio.run(_check_postgres(database))
    return check_database(database)


async def _check_postgres(url: PostgresUrl) -> CheckResult:
    try:
        require_asyncpg()
        # Imported late: those with a file need not have it.
        from bot.favourites.postgres.database import inspect_database as inspect  # noqa: PLC0415 - see above

        info = await inspect(url)
    except StoreError as error:
        return CheckResult("database", ok=False, detail=str(error))
    if not info.version:
        detail = f"{url}, in which tables will be made when the bot starts"
    else:
        detail = f"{url}, version {info.version}, {info.size:,} bytes"
    return CheckResult("database", ok=not info.miscounted, detail=detail + _miscounted(info))


def _miscounted(info: DatabaseInfo) -> str:
    """Say what is wrong if stars are counted wrongly; else nothing."""
    if not info.miscounted:
        return ""
    return (
        f"; {info.miscounted:,} of the counted names do not agree with the stars: restore a backup"
    )


def check_database(path: Path) -> CheckResult:
    """Check that the database is intact, or can be created, and that its disk has room."""
    try:
        free = shutil.disk_usage(path.parent).free
        info = asyncio.run(inspect_database(path)) if path.exists() else None
    except (StoreError, OSError) as error:
        return CheckResult("database", ok=False, detail=str(error))
    if info is None:
        detail, needed = f"{path} will be made when the bot starts", MIN_FREE_BYTES
    else:
        detail = f"{path}, version {info.version}, {info.size:,} bytes"
        needed = MIN_FREE_BYTES + info.size  # deletions of members vacuum it
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return CheckResult("database", ok=False, detail=f"{detail}; it may not be written")
    if info is not None and info.miscounted:
        return CheckResult("database", ok=False, detail=detail + _miscounted(info))
    room = f"{free / 2**20:,.0f} MiB free"
    if free < needed:
        return CheckResult("database", ok=False, detail=f"{detail}; only {room}")
    return CheckResult("database", ok=True, detail=f"{detail}; {room}")


def check_backups(settings: Settings, now: datetime) -> CheckResult:
    """Check that scheduled backups can be written, and that the newest one is recent enough."""
    if settings.backup_every is None:
        return CheckResult("backups", ok=True, detail="switched off by NOMEN_BACKUP_EVERY")
    folder = settings.backup_folder
    rotation = Rotation(settings.database_file, folder, settings.backup_keep)
    try:
        newest = newest_backup(rotation.find_backups(), now)
    except StoreError as error:
        return CheckResult("backups", ok=False, detail=str(error))
    if not os.access(folder if folder.exists() else _existing_parent(folder), os.W_OK | os.X_OK):
        return CheckResult("backups", ok=False, detail=f"{folder} may not be written")
    if newest is None:
        return CheckResult("backups", ok=True, detail=f"none in {folder} yet")
    detail = f"the newest in {folder} is of {newest:%Y-%m-%d %H:%M} UTC"
    if now - newest > settings.backup_every + BACKUP_GRACE:
        return CheckResult("backups", ok=False, detail=f"{detail}; see the bot's log")
    return CheckResult("backups", ok=True, detail=detail)


def _existing_parent(folder: Path) -> Path:
    return next(parent for parent in folder.absolute().parents if parent.exists())


def check_weights() -> CheckResult:
    """Check the weight files against their recorded checksums."""
    try:
        names = verify_checksums()
    except ChecksumError as error:
        return CheckResult("weights", ok=False, detail=str(error))
    return CheckResult("weights", ok=True, detail=f"{', '.join(names)}: SHA-256 as recorded")


async def check_discord(settings: Settings) -> CheckResult:
    """Check that Discord is reachable and accepts the token, if set; the token is never shown."""
    if not settings.token:
        return CheckResult("discord", ok=True, detail="not asked, for DISCORD_TOKEN is not set")
    import aiohttp  # noqa: PLC0415 - slow to import, and needed only with a token

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
        detail = f"cannot be reached: {type(error).__name__}"
        return CheckResult("discord", ok=False, detail=detail)
    if status == _OK:
        return CheckResult("discord", ok=True, detail="takes the token")
    detail = "refuses DISCORD_TOKEN" if status == _UNAUTHORISED else f"answers with {status}"
    return CheckResult("discord", ok=False, detail=detail)
