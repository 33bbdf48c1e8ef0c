"""`python -m bot`: output and exit codes."""

import asyncio
import json
import logging
import os
import re
import sys
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock, call

import pytest

from bot.cli import main
from bot.runtime.exit_codes import ExitCode
from bot.store.backups import BackupFolder
from bot.store.store import open_store, serving_store
from tests.bot.conftest import Host
from tests.bot.store.places import PostgresPlace
from tests.postgres_server import PostgresServer
from tests.support.processes import ROOT, modules_loaded_by, run

pytestmark = pytest.mark.usefixtures("restore_discord_urls")

TOKEN = "MTIz.Gabcde.not-a-real-token"  # noqa: S105 - not a real token
FRIENDS, FAMILY, ADA, BEN = 7, 8, 1, 2
BACKUPS = Path("backups")


@pytest.fixture(autouse=True)
def _isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder; discord.py's log level is restored afterwards."""
    monkeypatch.chdir(tmp_path)
    discord_logger = logging.getLogger("discord")
    before = discord_logger.level
    yield
    discord_logger.setLevel(before)


@pytest.fixture
def unreachable(closed_port: int) -> str:
    return f"http://127.0.0.1:{closed_port}/api/v10"


@pytest.mark.parametrize(
    "command",
    ["run", "playground", "backup file", "restore file", "check", "check --quick", "forget"],
)
def test_invalid_setting_is_reported(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.split(), {"NOMEN_LOG_LEVEL": "LOUD"}) == ExitCode.CONFIG_ERROR
    assert capsys.readouterr().err.startswith("NOMEN_LOG_LEVEL must be DEBUG")


def test_settings_are_read_from_the_dotenv_file_unless_the_environment_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("# mine\nNOMEN_SHARD_COUNT=none\nDISCORD_TOKEN\n", "utf-8")
    assert main(["run"], {}) == ExitCode.CONFIG_ERROR
    assert "NOMEN_SHARD_COUNT" in capsys.readouterr().err
    assert main(["run"], {"NOMEN_SHARD_COUNT": "1"}) == ExitCode.CONFIG_ERROR
    assert "DISCORD_TOKEN is not set" in capsys.readouterr().err


@pytest.mark.parametrize("options", [[], ["--hold"]], ids=["once", "another start may help"])
def test_unusable_database_is_reported_in_one_line(
    tmp_path: Path,
    unreachable: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
) -> None:
    monkeypatch.setattr("bot.cli._hold", Mock(side_effect=AssertionError))
    (tmp_path / "nomen.sqlite3").write_text("no database at all", "ascii")
    environ = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable}
    assert main(["run", *options], environ) == 66
    assert capsys.readouterr().err == (
        "The database nomen.sqlite3 is damaged, or no database. It was left as it is; put a backup "
        "in its place.\n"
    )


def test_playground_options_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    serve = Mock(return_value=0)
    monkeypatch.setattr("bot.playground.serve.serve", serve)
    assert main(["playground", "--port", "0", "--no-browser"], {}) == 0
    assert main(["playground", "--language", "nl"], {}) == 0
    assert serve.call_args_list == [
        call(0, open_browser=False, language=None),
        call(8765, open_browser=True, language="nl"),
    ]


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "--port", "1"]])
def test_invalid_command_line_prints_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_info:
        main(arguments, {})
    assert exit_info.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_discord_py_does_not_log_at_debug_level(tmp_path: Path, unreachable: str) -> None:
    (tmp_path / "nomen.sqlite3").write_text("no database, so the bot ends", "ascii")
    environ = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable, "NOMEN_LOG_LEVEL": "DEBUG"}
    assert main(["run"], environ) == 66
    assert logging.getLogger("discord").getEffectiveLevel() >= logging.INFO


def test_process_without_a_token_explains_setup_and_playground_and_exits(tmp_path: Path) -> None:
    environ = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
    process = run(sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environ)
    assert process.returncode == 78
    assert "make run" in process.stderr
    assert "Run it on Discord" in process.stderr
    assert "Traceback" not in process.stderr


def test_running_bot_imports_no_heavy_packages() -> None:
    code = (
        "import asyncio, sys, bot.cli, bot.serve\n"
        "from bot.services.name_service import NameService\n"
        "from model.domain.condition import Condition\n"
        "from model.domain.generation import NameRequest\n"
        "name_service, who = NameService.load(), 1\n"
        "asyncio.run(name_service.suggest(NameRequest(Condition.for_country('NL')), 1, who))\n"
        "assert 'model.origin.classifier' not in sys.modules\n"
        "blend = NameRequest(Condition.blend({'NL': 1, 'PL': 1}))\n"
        "asyncio.run(name_service.suggest(blend, 1, who))\n"
        "asyncio.run(name_service.rank('Sanne', None, who))\n"
        "name_service.close()"
    )
    loaded = modules_loaded_by(code)
    assert {"discord", "numpy", "model.inference.name_generator"} <= loaded
    unneeded = {"torch", "matplotlib", "babel", "tqdm", "discord.ext.commands"}
    unneeded |= {"simcord", "bot.playground.serve", "webbrowser"}
    unneeded |= {"prometheus_client", "aiohttp.web_runner", "bot.webhook", "cryptography"}
    unneeded |= {"asyncpg", "bot.store.postgres"}
    assert not loaded & unneeded


async def star_everywhere(place: Path | PostgresPlace) -> None:
    """Let Ada and Ben star a name in each of two groups."""
    where = place if isinstance(place, Path) else place.url
    async with serving_store(where, BACKUPS, keep=0) as store:
        for guild, there in ((FRIENDS, "here"), (FAMILY, "there")):
            for member, who in ((ADA, "Ada"), (BEN, "Ben")):
                await store.stars.star(guild, member, f"{who} {there}", None)


def names_in(database: Path) -> set[str]:
    """Return the names that Ada and Ben have starred."""

    async def read() -> set[str]:
        async with open_store(database, create=False) as store:
            return {
                star.name
                for guild in (FRIENDS, FAMILY)
                for member in (ADA, BEN)
                for star in await store.stars.favourites(guild, member)
            }

    return asyncio.run(read())


@pytest.fixture
def starred(database: Path) -> Path:
    asyncio.run(star_everywhere(database))
    return database


@pytest.fixture
def postgres(postgres_server: PostgresServer, tmp_path: Path) -> str:
    """Return the address of a PostgreSQL database with the same names."""
    place = PostgresPlace(postgres_server, postgres_server.create_database(), tmp_path)
    asyncio.run(star_everywhere(place))
    return place.url.dsn


@pytest.mark.parametrize(
    ("arguments", "said", "kept"),
    [
        ("--member=1", "star 2, last_use 2", {"Ben here", "Ben there"}),
        ("--member=1 --guild=7", "star 1, last_use 1", {"Ada there", "Ben here", "Ben there"}),
        ("--guild=7", "star 2, last_use 2", {"Ada there", "Ben there"}),
        ("--member=3", "nothing was there", {"Ada here", "Ada there", "Ben here", "Ben there"}),
    ],
)
def test_forget_deletes_and_says_what(
    starred: Path, host: Host, arguments: str, said: str, kept: Collection[str]
) -> None:
    output = host("forget", *arguments.split())
    assert re.fullmatch(rf"Deleted, \d{{4}}-\d\d-\d\d [\d:]{{8}} UTC: {said}\.\n", output)
    assert names_in(starred) == kept


def test_what_is_forgotten_stays_so_in_a_backup_that_is_restored(starred: Path, host: Host) -> None:
    host("backup", "safe.sqlite3")
    host("forget", "--member", "1")
    output = host("restore", "safe.sqlite3")
    assert "nomen.sqlite3 is what was backed up to safe.sqlite3." in output
    assert "Deleted again, as backups/deletions says: 4 rows." in output
    (kept,) = Path().glob("nomen.2*.sqlite3")
    assert f"What it was before is kept in {kept.resolve()}." in output
    assert names_in(starred) == {"Ben here", "Ben there"}


@pytest.mark.usefixtures("starred")
def test_backup_says_how_large_it_is_and_replaces_no_file(host: Host) -> None:
    output = host("backup", "safe.sqlite3")
    size = Path("safe.sqlite3").stat().st_size
    assert output == f"nomen.sqlite3 is backed up to safe.sqlite3, {size:,} bytes.\n"
    assert host("backup", "safe.sqlite3", code=66) == "safe.sqlite3 exists already.\n"


def test_database_whose_record_is_lost_is_restored_only_if_the_host_says_so(
    starred: Path, host: Host
) -> None:
    host("backup", "safe.sqlite3")
    starred.unlink()
    Path("backups/deletions").unlink()
    refused = host("restore", "safe.sqlite3", code=66)
    assert "Put the newest record there, and start again" in refused
    assert not starred.exists()
    host("restore", "safe.sqlite3", "--without-record")
    assert len(names_in(starred)) == 4


def test_link_to_the_database_stays_one(starred: Path, host: Host) -> None:
    host("backup", "safe.sqlite3")
    link = Path("link.sqlite3")
    link.symlink_to(starred)
    host("restore", "safe.sqlite3", NOMEN_DATABASE=str(link))
    assert link.is_symlink()
    assert len(names_in(starred)) == 4


async def test_forget_and_export_work_beside_a_bot(database: Path, host: Host) -> None:
    await star_everywhere(database)
    async with serving_store(database, BACKUPS, keep=0) as running:
        exported = json.loads(await asyncio.to_thread(host, "export", "--member", "1"))
        assert [star["name"] for star in exported["star"]] == ["Ada here", "Ada there"]
        await asyncio.to_thread(host, "forget", "--member", "1")
        assert await running.stars.favourites(FRIENDS, ADA) == []
        assert (await running.stars.star(FRIENDS, ADA, "After", None)).is_new


def test_export_changes_nothing(starred: Path, host: Host) -> None:
    before = starred.read_bytes()
    exported = json.loads(host("export", "--member", "1"))
    assert exported["member"] == "1"
    assert len(exported["star"]) == 2
    assert starred.read_bytes() == before


@pytest.mark.parametrize("command", ["forget --guild 7", "export --member 1", "backup copy"])
def test_missing_database_is_not_created(command: str, host: Host) -> None:
    assert host(*command.split(), code=66) == "There is no database nomen.sqlite3.\n"
    assert not [*Path().iterdir()]


def test_a_lost_file_is_not_served_as_an_empty_one_unless_the_host_says_so(
    starred: Path, unreachable: str, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable}
    BackupFolder(BACKUPS, starred).create(datetime.now(UTC))
    starred.unlink()
    assert main(["run"], environ) == ExitCode.UNUSABLE_DATABASE
    assert "there are backups of it in backups" in capsys.readouterr().err
    assert not starred.exists()


def test_a_record_that_cannot_be_written_is_reported_at_the_start(
    unreachable: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("backups", "deletions").mkdir(parents=True)
    environ = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable}
    assert main(["run"], environ) == ExitCode.UNUSABLE_DATABASE
    assert "The record of deletions backups/deletions cannot be used" in capsys.readouterr().err


def test_forget_needs_a_member_or_a_server(starred: Path, host: Host) -> None:
    assert "--member, --guild or both" in host("forget", code=78)
    assert len(names_in(starred)) == 4


@pytest.mark.parametrize("option", ["forget --member", "forget --guild", "export --member"])
@pytest.mark.parametrize("number", ["", "0", "-1", "ada", "1.5", "²", "٣", str(2**63)])
def test_non_ids_are_refused(option: str, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(f"{option}={number}".split(" "), {})
    assert "is no id" in capsys.readouterr().err


def test_members_are_exported_and_forgotten_in_postgresql(postgres: str, host: Host) -> None:
    exported = json.loads(host("export", "--member", "1", NOMEN_DATABASE=postgres))
    assert [star["name"] for star in exported["star"]] == ["Ada here", "Ada there"]
    assert "star 2, last_use 2" in host("forget", "--member", "1", NOMEN_DATABASE=postgres)
    left = json.loads(host("export", "--member", "1", NOMEN_DATABASE=postgres))
    assert not left["star"]
    assert len(Path("backups/deletions").read_text("ascii").splitlines()) == 2


@pytest.mark.parametrize("command", ["backup copy", "restore copy"])
def test_backups_are_left_to_postgresql(command: str, host: Host) -> None:
    environ = {"NOMEN_DATABASE": "postgresql://nomen:hunter2@localhost/nomen"}
    printed = host(*command.split(), code=ExitCode.CONFIG_ERROR, **environ)
    assert "pg_dump" in printed
    assert "hunter2" not in printed
