"""What the bot is told from outside, read once from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from bot.runtime.durations import duration
from bot.runtime.log import LogFormat

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

_MOST_SHARDS = 999_999_999
_LAST_PORT = 65_535
_MOST_KEPT = 10_000
_LONGEST_LINK = 512
"""Characters of an address that Discord lets a button lead to."""


class SettingsError(Exception):
    """A setting cannot be used; `str` says which and what it may be, and never holds the token."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running bot.

    Attributes:
        token: Discord's bot token, or empty; it never shows in the repr.
        api_url: where Discord's REST API is, or empty for Discord's own.
        database: the file that keeps the stars.
        log_level: one of `LOG_LEVELS`.
        log_format: how the log is written.
        shard_count: connections to the gateway; None lets Discord say.
        metrics_host: the address on which the running bot tells how it is doing.
        metrics_port: the port for that; None tells nobody.
        backup_every: the time from one backup to the next; None makes none.
        backup_keep: how many of them are left.
        backup_folder: where they lie.
        privacy_url: where members can read the privacy policy, or empty.
    """

    token: str = field(default="", repr=False)
    api_url: str = ""
    database: Path = Path("nomen.sqlite3")
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.TEXT
    shard_count: int | None = None
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    backup_every: timedelta | None = None
    backup_keep: int = 7
    backup_folder: Path = Path("backups")
    privacy_url: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; what is absent or empty keeps its default.

        Raises:
            SettingsError: a value cannot be used.
        """
        given = {key: value.strip() for key, value in environ.items()}
        database = _database(given.get("NOMEN_DATABASE", "") or "nomen.sqlite3")
        return cls(
            token=_token(given.get("DISCORD_TOKEN", "")),
            api_url=_api_url(given.get("DISCORD_API_URL", "")),
            database=database,
            log_level=_log_level(given.get("NOMEN_LOG_LEVEL", "") or "INFO"),
            log_format=_log_format(given.get("NOMEN_LOG_FORMAT", "") or "text"),
            shard_count=_shard_count(given.get("NOMEN_SHARD_COUNT", "")),
            metrics_host=given.get("NOMEN_METRICS_HOST", "") or "127.0.0.1",
            metrics_port=_metrics_port(given.get("NOMEN_METRICS_PORT", "")),
            backup_every=_backup_every(given.get("NOMEN_BACKUP_EVERY", "")),
            backup_keep=_backup_keep(given.get("NOMEN_BACKUP_KEEP", "") or "7"),
            backup_folder=_backup_folder(given.get("NOMEN_BACKUP_FOLDER", ""), database),
            privacy_url=_privacy_url(given.get("NOMEN_PRIVACY_URL", "")),
        )

    @property
    def origin(self) -> str:
        """Scheme, host and port of `api_url`."""
        url = urlsplit(self.api_url)
        return f"{url.scheme}://{url.netloc}"

    @property
    def gateway_url(self) -> str:
        """The gateway that belongs to `api_url`: the same host and port, by WebSocket."""
        return self.origin.replace("http", "ws", 1) + "/"


def _token(text: str) -> str:
    if not text.isascii() or len(text.split()) > 1:
        message = "DISCORD_TOKEN holds a space or a letter that no token has; copy it again."
        raise SettingsError(message)
    return text


def _api_url(text: str) -> str:
    if text and not _is_url(text, "http", "https"):
        message = (
            f"DISCORD_API_URL is {text!r}; it must be a URL such as http://127.0.0.1:9000/api/v10, "
            "or empty for Discord itself."
        )
        raise SettingsError(message)
    return text.rstrip("/")


def _database(text: str) -> Path:
    path = Path(text).expanduser()
    if path.is_dir():
        message = f"NOMEN_DATABASE is the folder {text!r}; it must be a file such as nomen.sqlite3."
        raise SettingsError(message)
    return path


def _log_level(text: str) -> str:
    level = text.upper()
    if level not in LOG_LEVELS:
        message = f"NOMEN_LOG_LEVEL is {text!r}; it must be one of {', '.join(LOG_LEVELS)}."
        raise SettingsError(message)
    return level


def _log_format(text: str) -> LogFormat:
    try:
        return LogFormat(text.lower())
    except ValueError:
        message = f"NOMEN_LOG_FORMAT is {text!r}; it must be {' or '.join(LogFormat)}."
        raise SettingsError(message) from None


def _shard_count(text: str) -> int | None:
    if not text:
        return None
    if not _is_whole(text, _MOST_SHARDS):
        message = (
            f"NOMEN_SHARD_COUNT is {text!r}; it must be 1 or more, or empty to let Discord say."
        )
        raise SettingsError(message)
    return int(text)


def _metrics_port(text: str) -> int | None:
    if not text:
        return None
    if not _is_whole(text, _LAST_PORT):
        message = (
            f"NOMEN_METRICS_PORT is {text!r}; it must be 1 to {_LAST_PORT}, or empty for none."
        )
        raise SettingsError(message)
    return int(text)


def _backup_every(text: str) -> timedelta | None:
    if not text:
        return None
    try:
        return duration(text)
    except ValueError as error:
        message = f"NOMEN_BACKUP_EVERY is {text!r}; {error}, or empty for no backups."
        raise SettingsError(message) from error


def _backup_keep(text: str) -> int:
    if not _is_whole(text, _MOST_KEPT):
        message = f"NOMEN_BACKUP_KEEP is {text!r}; it must be 1 to {_MOST_KEPT}."
        raise SettingsError(message)
    return int(text)


def _backup_folder(text: str, database: Path) -> Path:
    path = Path(text).expanduser() if text else database.with_name("backups")
    if path.exists() and not path.is_dir():
        message = f"NOMEN_BACKUP_FOLDER is the file {str(path)!r}; it must be a folder."
        raise SettingsError(message)
    return path


def _privacy_url(text: str) -> str:
    fits = len(text) <= _LONGEST_LINK and len(text.split()) == 1
    if text and not (fits and _is_url(text, "https")):
        message = (
            f"NOMEN_PRIVACY_URL is {text!r}; it must be an https URL of {_LONGEST_LINK} characters "
            "at most, such as https://example.org/privacy, or empty."
        )
        raise SettingsError(message)
    return text


def _is_whole(text: str, most: int) -> bool:
    return re.fullmatch("[0-9]{1,9}", text) is not None and 0 < int(text) <= most


def _is_url(text: str, *schemes: str) -> bool:
    try:
        url = urlsplit(text)
        _ = url.port  # raises where it is no number, or none that a port can have
    except ValueError:
        return False
    return url.scheme in schemes and bool(url.hostname)
