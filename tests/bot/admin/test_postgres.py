"""The host's commands on a PostgreSQL database: what they print, and what is PostgreSQL's own."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.runtime.exit_codes import ExitCode
from tests.bot.favourites.stores import PostgresStore, starring, use

GROUP, ADA, BEN = 7, 1, 2


@pytest.fixture
def starred(postgres_store: PostgresStore) -> PostgresStore:
    """A database in which Ada and Ben have starred a name."""
    use(postgres_store.url, *(starring(GROUP, member, "José") for member in (ADA, BEN)))
    return postgres_store


@pytest.fixture
def environ(starred: PostgresStore) -> dict[str, str]:
    return {"NOMEN_DATABASE": starred.url.dsn}


def test_summary_export_and_deletion(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["favourites", "--guild", "7"], environ) == ExitCode.OK
    assert "2 stars of 2 members for 1 names" in capsys.readouterr().out
    assert main(["export", "--member", "1"], environ) == ExitCode.OK
    assert [star["name"] for star in json.loads(capsys.readouterr().out)["stars"]] == ["José"]
    assert main(["forget", "--member", "1"], environ) == ExitCode.OK
    assert "Deleted: 1 star of member 1 everywhere." in capsys.readouterr().out
    assert Path("backups/deletions.json").is_file()
    assert main(["favourites", "--guild", "7"], environ) == ExitCode.OK
    assert "1 stars of 1 members for 1 names" in capsys.readouterr().out


def test_check_has_a_line_for_the_database(
    environ: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"], environ) == ExitCode.OK
    printed = capsys.readouterr().out
    assert "database  ok   postgresql://postgres@/nomen" in printed
    assert "PostgreSQL's own" in printed


def test_check_of_a_database_that_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"postgresql://nomen:hunter2@/nomen?host={tmp_path}"
    assert main(["check"], {"NOMEN_DATABASE": address}) == ExitCode.CHECK_FAILED
    printed = capsys.readouterr().out
    assert "database  BAD  The database postgresql://nomen@/nomen cannot be reached" in printed
    assert "hunter2" not in printed


@pytest.mark.parametrize("command", [["backup", "copy"], ["restore", "copy"], ["drill"]])
def test_backups_are_left_to_postgresql(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"NOMEN_DATABASE": "postgresql://nomen:hunter2@localhost/nomen"}
    assert main(command, environ) == ExitCode.CONFIG_ERROR
    printed = capsys.readouterr().err
    assert "pg_dump" in printed
    assert "hunter2" not in printed


def test_move_from_a_file_and_back(
    postgres_store: PostgresStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, back = tmp_path / "nomen.sqlite3", tmp_path / "back.sqlite3"
    use(file, starring(GROUP, ADA, "José"))
    address = postgres_store.url.dsn
    assert main(["move", "--from", str(file), "--to", address], {}) == ExitCode.OK
    assert main(["move", "--from", address, "--to", str(back)], {}) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    stars = [line for line in lines if line.startswith("star ")]
    assert len(stars) == 2
    assert len(set(stars)) == 1
    assert main(["move", "--from", str(back), "--to", address], {}) == ExitCode.UNUSABLE_DATABASE
    assert "is not empty" in capsys.readouterr().err


def test_file_that_was_moved_is_not_served_any_more(
    postgres_store: PostgresStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nomen.sqlite3"
    use(file)
    assert main(["move", "--from", str(file), "--to", postgres_store.url.dsn], {}) == ExitCode.OK
    assert "delete them" in capsys.readouterr().out
    for command in (["forget", "--member", "1"], ["export", "--member", "1"]):
        environ = {"NOMEN_DATABASE": str(file)}
        assert main(command, environ) == ExitCode.UNUSABLE_DATABASE
        assert f"was moved to {postgres_store.url}" in capsys.readouterr().err


def test_restored_server_is_admitted_by_the_host(
    postgres_store: PostgresStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(postgres_store.url, starring(GROUP, ADA, "José"))
    restored = asyncio.run(postgres_store.copy())
    environ = {"NOMEN_DATABASE": restored.url.dsn, "NOMEN_BACKUP_FOLDER": str(tmp_path / "backups")}
    assert main(["restore"], environ) == ExitCode.UNUSABLE_DATABASE
    assert "--forget-deletions" in capsys.readouterr().err
    assert main(["restore", "--first-installation"], environ) == ExitCode.OK
    assert "can be served" in capsys.readouterr().out
    assert main(["restore"], environ) == ExitCode.OK


def test_restore_of_a_file_needs_a_backup(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"NOMEN_DATABASE": str(tmp_path / "nomen.sqlite3")}
    assert main(["restore"], environ) == ExitCode.CONFIG_ERROR
    assert "Name its file" in capsys.readouterr().err
