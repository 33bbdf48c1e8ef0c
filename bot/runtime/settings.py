"""The bot's settings, read once from environment variables."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from bot.runtime.log import LogFormat
from bot.runtime.postgres_url import PostgresUrl, is_meant_as_url

TOKEN, TOKEN_FILE = "DISCORD_TOKEN", "DISCORD_TOKEN_FILE"
"""The variables of the token, and of a file that holds it; one of the two may be set."""
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

MAX_CONTACT = 200
"""Characters of a contact; `/privacy` shows it whole."""

_MAX_BUTTON_URL = 512
"""Characters; Discord's limit."""


class SettingsError(Exception):
    """A setting is invalid; `str` says which and what it may be.

    It never holds a secret, not even one that was put into the wrong variable of Discord's.
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running bot.

    Attributes:
        token: Discord's bot token, or empty; never in the repr.
        api_url: the address of Discord's REST API, or empty for Discord's own.
        database: the file with the stars, or the address of the PostgreSQL database with them.
        log_level: one of `LOG_LEVELS`.
        log_format: the log's format.
        shard_count: connections to the gateway; None for Discord's recommendation.
        public_key: the application's, 64 hexadecimal digits; empty for the gateway.
        http_host: the address of `/interactions`.
        http_port: its port; None for the gateway.
        metrics_host: the address of `/livez`, `/readyz` and `/metrics`.
        metrics_port: their port; None for none.
        backup_keep: the number of nightly backups kept; 0 for none.
        backup_folder: the folder of the backups, and of the record of deletions.
        privacy_url: the address of the privacy policy, or empty.
        contact: who is responsible for this bot and how to reach them, or empty.
    """

    token: str = field(default="", repr=False)
    api_url: str = ""
    database: Path | PostgresUrl = Path("nomen.sqlite3")
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.TEXT
    shard_count: int | None = None
    public_key: str = ""
    http_host: str = "127.0.0.1"
    http_port: int | None = None
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    backup_keep: int = 7
    backup_folder: Path = Path("backups")
    privacy_url: str = ""
    contact: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings; absent and blank variables keep their defaults.

        Raises:
            SettingsError: a value is invalid.
        """
        texts = {name: text.strip() for name, text in environ.items() if text.strip()}
        if TOKEN_FILE in texts:
            texts[TOKEN] = _token_from_file(texts)
        database = texts.get("NOMEN_DATABASE", "nomen.sqlite3")
        if not is_meant_as_url(database):
            texts.setdefault("NOMEN_BACKUP_FOLDER", str(Path(database).parent / "backups"))
        values: dict[str, Any] = {}
        for variable, (parse, complaint) in _VARIABLES.items():
            if variable in texts:
                try:
                    values[variable.partition("_")[2].lower()] = parse(texts[variable])
                except ValueError as error:
                    message = f"{variable} {complaint.format(texts[variable], error=error)}"
                    raise SettingsError(message) from None
        if ("public_key" in values) != ("http_port" in values):
            message = (
                "DISCORD_PUBLIC_KEY and NOMEN_HTTP_PORT belong together: set both to take "
                "interactions over HTTP, or neither to use the gateway."
            )
            raise SettingsError(message)
        return cls(**values)

    @property
    def database_file(self) -> Path:
        """The file with the stars, for what is done with files only.

        Raises:
            SettingsError: they are in PostgreSQL; it says how that is backed up and restored.
        """
        if isinstance(self.database, PostgresUrl):
            message = (
                f"The database {self.database} is PostgreSQL's: back it up with pg_dump, and "
                'restore that with pg_restore. See "PostgreSQL" in docs/hosting.md.'
            )
            raise SettingsError(message)
        return self.database

    @property
    def api_origin(self) -> str:
        """Scheme, host and port of `api_url`."""
        url = urlsplit(self.api_url)
        return f"{url.scheme}://{url.netloc}"

    @property
    def gateway_url(self) -> str:
        """The WebSocket address on the host and port of `api_url`."""
        return self.api_origin.replace("http", "ws", 1) + "/"


def _token_from_file(texts: Mapping[str, str]) -> str:
    if TOKEN in texts:
        message = f"{TOKEN} and {TOKEN_FILE} are both set; leave one of them empty."
        raise SettingsError(message)
    file = Path(texts[TOKEN_FILE]).expanduser()
    try:
        token = file.read_text("ascii").strip()
    except OSError as error:
        message = f"{TOKEN_FILE} must be the path of a file; it cannot be read: {error.strerror}."
        raise SettingsError(message) from None
    except UnicodeDecodeError:
        token = ""
    if not token or len(token.split()) > 1:
        message = f"{TOKEN_FILE} must be the path of a file with the token and nothing else."
        raise SettingsError(message)
    return token


def _token(text: str) -> str:
    if not text.isascii() or len(text.split()) > 1:
        raise ValueError
    return text


def _public_key(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", text.lower()):
        raise ValueError
    return text.lower()


def _api_url(text: str) -> str:
    _check_url(text, "http", "https")
    return text.rstrip("/")


def _privacy_url(text: str) -> str:
    _check_url(text, "https")
    if len(text) > _MAX_BUTTON_URL or len(text.split()) > 1:
        raise ValueError
    return text


def _contact(text: str) -> str:
    if len(text) > MAX_CONTACT or not text.isprintable():
        raise ValueError
    return text


def _check_url(text: str, *schemes: str) -> None:
    url = urlsplit(text)
    _ = url.port  # raises ValueError if it is not a valid port
    if url.scheme not in schemes or not url.hostname:
        raise ValueError


def parse_database(text: str) -> Path | PostgresUrl:
    """Parse the path of a file or the address of a PostgreSQL database.

    Raises:
        ValueError: it is a folder or no such address; the message says so without a password.
    """
    if is_meant_as_url(text):
        try:
            return PostgresUrl.parse(text)
        except ValueError:
            message = "is no address such as postgresql://nomen@localhost/nomen."
            raise ValueError(message) from None
    path = Path(text).expanduser()
    if path.is_dir():
        message = f"is the folder {text!r}; it must be a file such as nomen.sqlite3."
        raise ValueError(message)
    return path


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError
    return path


def _log_level(text: str) -> str:
    return LOG_LEVELS[LOG_LEVELS.index(text.upper())]


def _log_format(text: str) -> LogFormat:
    return LogFormat(text.lower())


def _integer_up_to(maximum: int, least: int = 1) -> Callable[[str], int]:
    def convert(text: str) -> int:
        if not re.fullmatch("[0-9]{1,9}", text) or not least <= int(text) <= maximum:
            raise ValueError
        return int(text)

    return convert


def _shard_count(text: str) -> int | None:
    return None if text.lower() == "auto" else _integer_up_to(999_999_999)(text)


_VARIABLES: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "DISCORD_TOKEN": (_token, "holds a space or a letter that no token has; copy it again."),
    "DISCORD_API_URL": (
        _api_url,
        ("must be a URL such as http://127.0.0.1:9000/api/v10, or empty for Discord itself."),
    ),
    "NOMEN_DATABASE": (parse_database, "{error}"),
    "NOMEN_LOG_LEVEL": (_log_level, f"is {{!r}}; it must be one of {', '.join(LOG_LEVELS)}."),
    "NOMEN_LOG_FORMAT": (_log_format, "is {!r}; it must be text or json."),
    "NOMEN_SHARD_COUNT": (
        _shard_count,
        "is {!r}; it must be 1 or more, or auto to let Discord say.",
    ),
    "DISCORD_PUBLIC_KEY": (
        _public_key,
        (
            "must be the 64 digits and letters a to f that Discord shows as the application's "
            "public key."
        ),
    ),
    "NOMEN_HTTP_HOST": (str, ""),
    "NOMEN_HTTP_PORT": (
        _integer_up_to(65_535, least=0),
        "is {!r}; it must be 1 to 65535, 0 for any that is free, or empty to use the gateway.",
    ),
    "NOMEN_METRICS_HOST": (str, ""),
    "NOMEN_METRICS_PORT": (
        _integer_up_to(65_535),
        "is {!r}; it must be 1 to 65535, or empty for none.",
    ),
    "NOMEN_BACKUP_KEEP": (
        _integer_up_to(10_000, least=0),
        "is {!r}; it must be 1 to 10000, or 0 for no backups.",
    ),
    "NOMEN_BACKUP_FOLDER": (_folder, "is the file {!r}; it must be a folder."),
    "NOMEN_PRIVACY_URL": (
        _privacy_url,
        (
            f"is {{!r}}; it must be an https URL of {_MAX_BUTTON_URL} characters at most, "
            "such as https://example.org/privacy, or empty."
        ),
    ),
    "NOMEN_CONTACT": (
        _contact,
        f"is {{!r}}; it must be one line of {MAX_CONTACT} characters at most, or empty.",
    ),
}
"""For each variable a parser, and the error message's end for a `ValueError` that it raises."""
