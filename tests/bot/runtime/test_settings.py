from pathlib import Path

import pytest

from bot.runtime.log import LogFormat
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings, SettingsError

TOKEN = "MTIz.Gabcde.not-a-real-token"  # noqa: S105 - not a real token
API_URL = "http://127.0.0.1:9000/api/v10"
POLICY = "https://nomen.example/PRIVACY.md"
CONTACT = "Ada, ada@nomen.example"
SETTINGS: dict[str, tuple[str, str, object, object]] = {
    "DISCORD_TOKEN": ("token", TOKEN, TOKEN, ""),
    "DISCORD_API_URL": ("api_url", API_URL, API_URL, ""),
    "NOMEN_DATABASE": ("database", "/srv/s.sqlite3", Path("/srv/s.sqlite3"), Path("nomen.sqlite3")),
    "NOMEN_LOG_LEVEL": ("log_level", "debug", "DEBUG", "INFO"),
    "NOMEN_LOG_FORMAT": ("log_format", "JSON", LogFormat.JSON, LogFormat.TEXT),
    "NOMEN_SHARD_COUNT": ("shard_count", "3", 3, None),
    "NOMEN_METRICS_HOST": ("metrics_host", "::", "::", "127.0.0.1"),
    "NOMEN_METRICS_PORT": ("metrics_port", "9100", 9100, None),
    "NOMEN_BACKUP_KEEP": ("backup_keep", "30", 30, 7),
    "NOMEN_BACKUP_FOLDER": ("backup_folder", "/mnt/safe", Path("/mnt/safe"), Path("backups")),
    "NOMEN_PRIVACY_URL": ("privacy_url", POLICY, POLICY, ""),
    "NOMEN_CONTACT": ("contact", CONTACT, CONTACT, ""),
}
"""Variables, and of each its attribute, a value, as what it is read, and the default."""
VARIABLES = SETTINGS.keys() | {
    *("DISCORD_TOKEN_FILE", "DISCORD_PUBLIC_KEY", "NOMEN_HTTP_HOST", "NOMEN_HTTP_PORT")
}
INVALID = {
    "DISCORD_API_URL": [
        *("localhost:9000", "ftp://127.0.0.1/api", "https://", "http://[::1/api"),
        "http://127.0.0.1:ninety/api",
    ],
    "DISCORD_PUBLIC_KEY": ["0" * 63, "0" * 65, "g" * 64, "0x" + "0" * 62],
    "NOMEN_DATABASE": ["/"],
    "NOMEN_LOG_LEVEL": ["LOUD"],
    "NOMEN_LOG_FORMAT": ["xml"],
    "NOMEN_METRICS_PORT": ["0", "65536", "http"],
    "NOMEN_SHARD_COUNT": ["0", "-1", "two", "9" * 5000, "²"],
    "NOMEN_BACKUP_KEEP": ["-1", "all", "10001"],
    "NOMEN_BACKUP_FOLDER": ["/dev/null"],
    "NOMEN_PRIVACY_URL": [
        *("nomen.example/PRIVACY.md", "http://nomen.example/PRIVACY.md", "https://"),
        *("https://nomen.example:port", "https://nomen.example/our policy"),
        f"https://nomen.example/{'x' * 512}",
    ],
    "NOMEN_CONTACT": ["x" * 201],
}


@pytest.mark.parametrize("variable", SETTINGS)
def test_setting_is_read_from_its_variable_and_has_a_default(variable: str) -> None:
    attribute, value, read, default = SETTINGS[variable]
    assert getattr(Settings.from_environment({variable: value}), attribute) == read
    assert getattr(Settings.from_environment({}), attribute) == default


def test_backup_folder_defaults_to_one_beside_the_database() -> None:
    settings = Settings.from_environment({"NOMEN_DATABASE": "/var/lib/nomen/stars.sqlite3"})
    assert settings.backup_folder == Path("/var/lib/nomen/backups")


def test_backups_can_be_switched_off_and_shards_left_to_discord() -> None:
    switched_off = {"NOMEN_BACKUP_KEEP": "0", "NOMEN_SHARD_COUNT": "auto"}
    settings = Settings.from_environment(switched_off)
    assert (settings.backup_keep, settings.shard_count) == (0, None)


def test_blank_variables_keep_the_defaults() -> None:
    blank = dict.fromkeys(VARIABLES, " ")
    assert Settings.from_environment(blank) == Settings()


def test_token_is_hidden_from_repr_and_str() -> None:
    settings = Settings.from_environment({"DISCORD_TOKEN": TOKEN})
    assert TOKEN not in f"{settings!r} {settings}"


def test_token_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", "ascii")
    settings = Settings.from_environment({"DISCORD_TOKEN_FILE": str(tmp_path / "token")})
    assert settings == Settings(token=TOKEN)


@pytest.mark.parametrize("token", [f"DISCORD {TOKEN}", f"{TOKEN}é", f"{TOKEN}\nx"])
def test_invalid_token_is_rejected_without_showing_it(token: str) -> None:
    with pytest.raises(SettingsError, match="DISCORD_TOKEN") as error:
        Settings.from_environment({"DISCORD_TOKEN": token})
    assert TOKEN not in str(error.value)


@pytest.mark.parametrize("content", ["", "\n", f"DISCORD {TOKEN}", f"{TOKEN}é"])
def test_file_without_a_token_is_rejected_without_showing_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=r"DISCORD_TOKEN_FILE must .* with the token") as error:
        Settings.from_environment({"DISCORD_TOKEN_FILE": str(tmp_path / "token")})
    assert TOKEN not in str(error.value)


def test_unreadable_token_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"DISCORD_TOKEN_FILE must .*: No such file"):
        Settings.from_environment({"DISCORD_TOKEN_FILE": str(tmp_path / "token")})


@pytest.mark.parametrize(
    "variable", ["DISCORD_TOKEN_FILE", "DISCORD_PUBLIC_KEY", "DISCORD_API_URL"]
)
def test_a_token_in_the_wrong_variable_is_rejected_without_showing_it(variable: str) -> None:
    with pytest.raises(SettingsError, match=f"{variable} must be") as error:
        Settings.from_environment({variable: TOKEN})
    assert TOKEN not in str(error.value)


def test_two_tokens_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN, "ascii")
    environ = {"DISCORD_TOKEN": "MTIz.other", "DISCORD_TOKEN_FILE": str(tmp_path / "token")}
    with pytest.raises(SettingsError, match="both set"):
        Settings.from_environment(environ)


@pytest.mark.parametrize(
    ("variable", "value"),
    [(variable, value) for variable, values in INVALID.items() for value in values],
)
def test_invalid_value_is_reported_with_its_variable(variable: str, value: str) -> None:
    """Discord's are not quoted: whoever mistakes one for another may have put a secret there."""
    with pytest.raises(SettingsError, match=variable) as error:
        Settings.from_environment({variable: value})
    assert (value in str(error.value)) is variable.startswith("NOMEN_")


@pytest.mark.parametrize(
    ("api_url", "origin", "gateway_url"),
    [
        ("http://127.0.0.1:9000/api/v10", "http://127.0.0.1:9000", "ws://127.0.0.1:9000/"),
        ("http://127.0.0.1:9000/api/v10/", "http://127.0.0.1:9000", "ws://127.0.0.1:9000/"),
        ("https://relay.example/api/v10", "https://relay.example", "wss://relay.example/"),
    ],
)
def test_gateway_url_is_that_of_the_api(api_url: str, origin: str, gateway_url: str) -> None:
    settings = Settings.from_environment({"DISCORD_API_URL": api_url})
    assert (settings.api_origin, settings.gateway_url) == (origin, gateway_url)


def test_example_file_lists_exactly_the_variables_with_their_defaults() -> None:
    lines = Path(".env.example").read_text("utf-8").splitlines()
    listed = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert listed.keys() == VARIABLES
    assert Settings.from_environment(listed) == Settings()


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://nomen:hunter2@db.example/nomen", "postgresql://nomen@db.example/nomen"),
        ("postgres://localhost:5433/nomen?sslmode=require", "postgres://localhost:5433/nomen"),
        ("POSTGRESQL://nomen:hunter2@db.example/nomen", "postgresql://nomen@db.example/nomen"),
        ("postgresql://nomen@/nomen?host=/run/postgresql", "postgresql://nomen@/nomen"),
    ],
)
def test_database_may_be_postgresqls_whose_password_is_not_shown(address: str, shown: str) -> None:
    settings = Settings.from_environment({"NOMEN_DATABASE": address})
    assert isinstance(settings.database, PostgresUrl)
    assert (settings.database.dsn, str(settings.database)) == (address, shown)
    assert "hunter2" not in repr(settings)
    assert settings.backup_folder == Path("backups")


@pytest.mark.parametrize(
    "address",
    [
        *("postgresql:nomen:hunter2", "postgresql://:hunter2@localhost"),
        *("postgresql://a:hunter2@b:c/d", "postgresql://nomen:12/hunter2@db/n"),
        "postgresql://nomen:/hunter2@db/nomen",  # "nomen:" would be the host
        *("postgresql+asyncpg://nomen:hunter2@db/nomen", "PostgreSQL:nomen:hunter2@db/nomen"),
        *("mysql://nomen:hunter2@db/nomen", " jdbc:postgresql://db/nomen?password=hunter2"),
    ],
)
def test_invalid_address_is_reported_without_its_password(address: str) -> None:
    with pytest.raises(SettingsError, match="NOMEN_DATABASE is no address such as") as error:
        Settings.from_environment({"NOMEN_DATABASE": address})
    assert "hunter2" not in str(error.value)


def test_public_key_and_port_belong_together() -> None:
    key = "0123456789abcdefABCDEF" + 42 * "0"
    for alone in ({"DISCORD_PUBLIC_KEY": key}, {"NOMEN_HTTP_PORT": "8080"}):
        with pytest.raises(SettingsError, match="belong together"):
            Settings.from_environment(alone)
    settings = Settings.from_environment({"DISCORD_PUBLIC_KEY": key, "NOMEN_HTTP_PORT": "8080"})
    assert (settings.public_key, settings.http_port) == (key.lower(), 8080)
    assert settings.http_host == "127.0.0.1"
