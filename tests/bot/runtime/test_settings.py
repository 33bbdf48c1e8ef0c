from datetime import timedelta
from pathlib import Path

import pytest

from bot.runtime.log import LogFormat
from bot.runtime.settings import Settings, SettingsError

VARIABLES = {
    "DISCORD_TOKEN",
    "DISCORD_API_URL",
    "NOMEN_DATABASE",
    "NOMEN_LOG_LEVEL",
    "NOMEN_LOG_FORMAT",
    "NOMEN_SHARD_COUNT",
    "NOMEN_METRICS_HOST",
    "NOMEN_METRICS_PORT",
    "NOMEN_BACKUP_EVERY",
    "NOMEN_BACKUP_KEEP",
    "NOMEN_BACKUP_FOLDER",
    "NOMEN_PRIVACY_URL",
}
TOKEN = "MTIz.Gabcde.not-a-real-token"  # noqa: S105 - it opens nothing


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings(
        token="",
        api_url="",
        database=Path("nomen.sqlite3"),
        log_level="INFO",
        log_format=LogFormat.TEXT,
        shard_count=None,
        metrics_host="127.0.0.1",
        metrics_port=None,
        backup_every=None,
        backup_keep=7,
        backup_folder=Path("backups"),
        privacy_url="",
    )


def test_every_setting_is_read_from_its_variable() -> None:
    environ = {
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": "http://127.0.0.1:9000/api/v10",
        "NOMEN_DATABASE": "/var/lib/nomen/stars.sqlite3",
        "NOMEN_LOG_LEVEL": "debug",
        "NOMEN_LOG_FORMAT": "JSON",
        "NOMEN_SHARD_COUNT": "3",
        "NOMEN_METRICS_HOST": "0.0.0.0",  # noqa: S104 - what a container says
        "NOMEN_METRICS_PORT": "9100",
        "NOMEN_BACKUP_EVERY": "24h",
        "NOMEN_BACKUP_KEEP": "30",
        "NOMEN_BACKUP_FOLDER": "/mnt/safe",
        "NOMEN_PRIVACY_URL": "https://nomen.example/PRIVACY.md",
    }
    assert Settings.from_environment(environ) == Settings(
        token=TOKEN,
        api_url="http://127.0.0.1:9000/api/v10",
        database=Path("/var/lib/nomen/stars.sqlite3"),
        log_level="DEBUG",
        log_format=LogFormat.JSON,
        shard_count=3,
        metrics_host="0.0.0.0",  # noqa: S104 - as above
        metrics_port=9100,
        backup_every=timedelta(hours=24),
        backup_keep=30,
        backup_folder=Path("/mnt/safe"),
        privacy_url="https://nomen.example/PRIVACY.md",
    )


def test_backups_lie_beside_the_database_unless_told_otherwise() -> None:
    settings = Settings.from_environment({"NOMEN_DATABASE": "/var/lib/nomen/stars.sqlite3"})
    assert settings.backup_folder == Path("/var/lib/nomen/backups")


def test_an_empty_variable_is_an_absent_one() -> None:
    empty = dict.fromkeys(VARIABLES, " ")
    assert Settings.from_environment(empty) == Settings()


def test_the_token_shows_in_no_text_of_the_settings() -> None:
    settings = Settings.from_environment({"DISCORD_TOKEN": TOKEN})
    assert TOKEN not in f"{settings!r} {settings}"


@pytest.mark.parametrize("token", [f"{TOKEN} {TOKEN}", f"{TOKEN}é", f"{TOKEN}\nx"])
def test_a_token_that_cannot_be_one_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN") as refusal:
        Settings.from_environment({"DISCORD_TOKEN": token})
    assert TOKEN not in str(refusal.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DISCORD_API_URL", "127.0.0.1:9000"),
        ("DISCORD_API_URL", "ftp://127.0.0.1/api"),
        ("DISCORD_API_URL", "http://"),
        ("DISCORD_API_URL", "http://127.0.0.1:ninety/api"),
        ("DISCORD_API_URL", "http://[::1/api"),
        ("NOMEN_DATABASE", "/"),
        ("NOMEN_LOG_LEVEL", "LOUD"),
        ("NOMEN_LOG_FORMAT", "xml"),
        ("NOMEN_METRICS_PORT", "0"),
        ("NOMEN_METRICS_PORT", "65536"),
        ("NOMEN_METRICS_PORT", "http"),
        ("NOMEN_SHARD_COUNT", "0"),
        ("NOMEN_SHARD_COUNT", "-1"),
        ("NOMEN_SHARD_COUNT", "two"),
        ("NOMEN_SHARD_COUNT", "9" * 5000),
        ("NOMEN_SHARD_COUNT", "²"),
        ("NOMEN_BACKUP_EVERY", "daily"),
        ("NOMEN_BACKUP_EVERY", "366d"),
        ("NOMEN_BACKUP_KEEP", "0"),
        ("NOMEN_BACKUP_KEEP", "all"),
        ("NOMEN_BACKUP_FOLDER", "/dev/null"),
        ("NOMEN_PRIVACY_URL", "nomen.example/PRIVACY.md"),
        ("NOMEN_PRIVACY_URL", "http://nomen.example/PRIVACY.md"),
        ("NOMEN_PRIVACY_URL", "https://"),
        ("NOMEN_PRIVACY_URL", "https://nomen.example:port"),
        ("NOMEN_PRIVACY_URL", "https://nomen.example/our policy"),
        ("NOMEN_PRIVACY_URL", f"https://nomen.example/{'x' * 512}"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_variable(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable) as refusal:
        Settings.from_environment({variable: value})
    assert value in str(refusal.value)


@pytest.mark.parametrize(
    ("api_url", "origin", "gateway_url"),
    [
        ("http://127.0.0.1:9000/api/v10", "http://127.0.0.1:9000", "ws://127.0.0.1:9000/"),
        ("http://127.0.0.1:9000/api/v10/", "http://127.0.0.1:9000", "ws://127.0.0.1:9000/"),
        ("https://relay.example/api/v10", "https://relay.example", "wss://relay.example/"),
    ],
)
def test_the_gateway_is_at_the_address_of_the_api(
    api_url: str, origin: str, gateway_url: str
) -> None:
    settings = Settings.from_environment({"DISCORD_API_URL": api_url})
    assert (settings.origin, settings.gateway_url) == (origin, gateway_url)


def test_the_example_file_lists_exactly_the_variables_that_are_read() -> None:
    example = Path(".env.example").read_text("utf-8")
    listed = {line.split("=")[0] for line in example.splitlines() if "=" in line and line[0] != "#"}
    assert listed == VARIABLES
