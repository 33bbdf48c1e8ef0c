"""The bot's settings: a table of what they are, and their values, read once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, TypeVar
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
_Value = TypeVar("_Value")


class SettingsError(ValueError):
    """A setting is invalid; `str` says which and what it may be.

    It never holds a secret, not even one that was put into the wrong variable of Discord's.
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one running bot; `SETTINGS` says what they are.

    Those that are not set are empty or None, and the shard count None for Discord's recommendation.
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
        values = {
            setting.attribute: setting.read(texts[setting.variable])
            for setting in SETTINGS
            if setting.variable in texts and setting.variable != TOKEN_FILE
        }
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
                'restore that with pg_restore. See "PostgreSQL" in docs/cluster.md.'
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
    return _if(text.isascii() and len(text.split()) == 1, text)


def _public_key(text: str) -> str:
    return _if(re.fullmatch("[0-9a-f]{64}", text.lower()), text.lower())


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        url = urlsplit(text)
        _ = url.port  # raises ValueError if it is not a valid port
        is_short = len(text) <= _MAX_BUTTON_URL and len(text.split()) == 1
        return _if(url.scheme in schemes and url.hostname and is_short, text.rstrip("/"))

    return parse


def _line(text: str) -> str:
    return _if(len(text) <= MAX_CONTACT and text.isprintable(), text)


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    return _if(path.is_dir() or not path.exists(), path)


def _integer(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        return int(_if(re.fullmatch("[0-9]{1,9}", text) and least <= int(text) <= most, text))

    return parse


def _shard_count(text: str) -> int | None:
    return None if text.lower() == "auto" else _integer(1, 999_999_999)(text)


def _log_format(text: str) -> LogFormat:
    return LogFormat(text.lower())


def _log_level(text: str) -> str:
    return _if(text.upper() in LOG_LEVELS, text.upper())


def _if(condition: object, value: _Value) -> _Value:
    if not condition:
        raise ValueError
    return value


def parse_database(text: str) -> Path | PostgresUrl:
    """Parse the path of a file or the address of a PostgreSQL database.

    Raises:
        SettingsError: it is a folder or no such address; the message says so without a password.
    """
    if is_meant_as_url(text):
        try:
            return PostgresUrl.parse(text)
        except ValueError:
            message = "NOMEN_DATABASE is no address such as postgresql://nomen@localhost/nomen."
            raise SettingsError(message) from None
    path = Path(text).expanduser()
    if path.is_dir():
        message = f"NOMEN_DATABASE must be a file such as nomen.sqlite3, not the folder {text!r}."
        raise SettingsError(message)
    return path


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table of settings.

    Attributes:
        variable: of the environment, or of the file `.env`.
        meaning: what it is, in Markdown, for the page and for whoever set it wrongly.
        default: likewise.
        parse: makes a value of a text, or raises ValueError.
    """

    variable: str
    meaning: str
    default: str
    parse: Callable[[str], Any] = str

    @property
    def attribute(self) -> str:
        """The value's name in `Settings`."""
        return self.variable.partition("_")[2].lower()

    def read(self, text: str) -> Any:  # noqa: ANN401 - each has a type of its own
        """Return the value of a text.

        Raises:
            SettingsError: it has none. Discord's are not quoted, since whoever takes one for
                another may have put a secret there.
        """
        try:
            return self.parse(text)
        except SettingsError:
            raise
        except ValueError:
            given = f", not {text!r}" if self.variable.startswith("NOMEN_") else ""
            message = f"{self.variable} must be {self.meaning.replace('`', '')}{given}."
            raise SettingsError(message) from None


SETTINGS = (
    Setting(TOKEN, "the bot's token, as Discord shows it", "none; `run` needs one", _token),
    Setting(TOKEN_FILE, "instead of it, a file with the token alone", "none"),
    Setting(
        "DISCORD_API_URL",
        "the URL of another Discord API, for tests",
        "Discord's",
        _url("http", "https"),
    ),
    Setting(
        "NOMEN_DATABASE",
        "the file with the stars, or the address of a PostgreSQL database",
        "`nomen.sqlite3`; in the image `/data/nomen.sqlite3`",
        parse_database,
    ),
    Setting(
        "NOMEN_LOG_LEVEL", "`DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`", "`INFO`", _log_level
    ),
    Setting(
        "NOMEN_LOG_FORMAT",
        "`text`, for people, or `json`, one object per line",
        "`text`",
        _log_format,
    ),
    Setting(
        "NOMEN_SHARD_COUNT",
        "the number of connections to the gateway, for bots in thousands of servers",
        "`auto`: as Discord recommends",
        _shard_count,
    ),
    Setting(
        "DISCORD_PUBLIC_KEY",
        "the application's public key, 64 digits and letters, to take interactions over HTTP",
        "none: the gateway",
        _public_key,
    ),
    Setting(
        "NOMEN_HTTP_PORT",
        "the port for `/interactions`, up to 65535, 0 for any that is free",
        "none: the gateway",
        _integer(0, 65_535),
    ),
    Setting(
        "NOMEN_HTTP_HOST",
        "the address for that port; `0.0.0.0` is for a load balancer elsewhere",
        "`127.0.0.1`",
    ),
    Setting(
        "NOMEN_METRICS_PORT",
        "the port for `/livez`, `/readyz` and `/metrics`, up to 65535",
        "none; in the image 9464",
        _integer(1, 65_535),
    ),
    Setting(
        "NOMEN_METRICS_HOST",
        "the address for that port; `0.0.0.0` is for all who can reach the machine",
        "`127.0.0.1`",
    ),
    Setting(
        "NOMEN_BACKUP_KEEP",
        "how many nightly backups of a file are kept, up to 10000; 0 for none",
        "7",
        _integer(0, 10_000),
    ),
    Setting(
        "NOMEN_BACKUP_FOLDER",
        "the folder for them and for the record of deletions",
        "`backups` next to the database",
        _folder,
    ),
    Setting(
        "NOMEN_PRIVACY_URL",
        "the https URL of your privacy policy, up to 512 characters",
        "no link in `/privacy`",
        _url("https"),
    ),
    Setting(
        "NOMEN_CONTACT",
        "who is responsible and how to reach them, up to 200 characters, for `/privacy`",
        "not said",
        _line,
    ),
)
"""All settings, in the order in which docs/hosting.md prints them."""


def settings_table() -> str:
    """Return the table of settings in Markdown."""
    rows = (f"| `{each.variable}` | {each.meaning} | {each.default} |" for each in SETTINGS)
    return "\n".join(("| setting | meaning | default |", "|---|---|---|", *rows))
