"""The host's commands on a PostgreSQL database: what they print, and what is PostgreSQL's own."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.runtime.exit_codes import ExitCode
from tests.bot.admin.conftest import Host
from tests.bot.favourites.stores import PostgresStore, starring, use

GROUP, ADA, BEN = 7, 1, 2


@pytest.fixture
def address(postgres_store: PostgresStore) -> str:
    """Return the address of a database in which Ada and Ben have starred a name."""
    use(postgres_store.url, *(starring(GROUP, member, "José") for member in (ADA, BEN)))
    return postgres_store.url.dsn


def test_summary_export_and_deletion(address: str, host: Host) -> None:
    environ = {"NOMEN_DATABASE": address}
    assert "2 stars of 2 members for 1 names" in host("favourites", "--guild", "7", **environ)
    exported = json.loads(host("export", "--member", "1", **environ))
    assert [star["name"] for star in exported["stars"]] == ["José"]
    told = host("forget", "--member", "1", **environ)
    assert "Deleted: 1 star of member 1 everywhere." in told
    assert Path("backups/deletions.json").is_file()
    assert "1 stars of 1 members for 1 names" in host("favourites", "--guild", "7", **environ)


def test_check_has_a_line_for_the_database(address: str, host: Host) -> None:
    printed = host("check", NOMEN_DATABASE=address)
    assert "database  ok   postgresql://postgres@/nomen" in printed
    assert "PostgreSQL's own" in printed


def test_check_of_a_database_that_is_away(tmp_path: Path, host: Host) -> None:
    address = f"postgresql://nomen:hunter2@/nomen?host={tmp_path}"
    printed = host("check", code=ExitCode.CHECK_FAILED, NOMEN_DATABASE=address)
    assert "database  BAD  The database postgresql://nomen@/nomen cannot be reached" in printed
    assert "hunter2" not in printed


@pytest.mark.parametrize("command", ["backup copy", "restore copy", "drill"])
def test_backups_are_left_to_postgresql(command: str, host: Host) -> None:
    environ = {"NOMEN_DATABASE": "postgresql://nomen:hunter2@localhost/nomen"}
    printed = host(*command.split(), code=ExitCode.CONFIG_ERROR, **environ)
    assert "pg_dump" in printed
    assert "hunter2" not in printed


def test_move_from_a_file_and_back(postgres_store: PostgresStore, host: Host) -> None:
    use(Path("nomen.sqlite3"), starring(GROUP, ADA, "José"))
    address = postgres_store.url.dsn
    there = host("move", "--from", "nomen.sqlite3", "--to", address)
    back = host("move", "--from", address, "--to", "back.sqlite3")
    (sent,), (returned,) = (
        [line for line in moved.splitlines() if line.startswith("star ")] for moved in (there, back)
    )
    assert sent == returned
    left = host("forget", "--member", "1", code=66, NOMEN_DATABASE=address)
    assert "was moved to back.sqlite3" in left
    refused = host("move", "--from", "back.sqlite3", "--to", address, code=66)
    assert "is not empty" in refused


def test_file_that_was_moved_is_served_no_more(postgres_store: PostgresStore, host: Host) -> None:
    use(Path("nomen.sqlite3"))
    assert "delete them" in host("move", "--from", "nomen.sqlite3", "--to", postgres_store.url.dsn)
    for command in ("forget", "export"):
        refused = host(command, "--member", "1", code=ExitCode.UNUSABLE_DATABASE)
        assert f"was moved to {postgres_store.url}" in refused


@pytest.mark.usefixtures("address")
def test_restored_server_is_admitted_by_the_host(postgres_store: PostgresStore, host: Host) -> None:
    environ = {"NOMEN_DATABASE": asyncio.run(postgres_store.copy()).url.dsn}
    assert "--forget-deletions" in host("restore", code=ExitCode.UNUSABLE_DATABASE, **environ)
    assert "can be served" in host("restore", "--first-installation", **environ)
    host("restore", **environ)


def test_restore_of_a_file_needs_a_backup(host: Host) -> None:
    assert "Name its file" in host("restore", code=ExitCode.CONFIG_ERROR)
