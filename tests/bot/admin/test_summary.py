"""`python -m bot favourites`: what an admin is told on the machine."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.favourites.sqlite.repository import open_favourites
from bot.runtime.exit_codes import Exit
from tests.bot.favourites.manual_clock import HandClock

GROUP = 2**62 + 1


@pytest.fixture
def starred(path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database in which two members have starred José and one of them Ana."""

    async def star() -> None:
        async with open_favourites(path, clock) as store:
            for member, name in [(1, "Ana"), (1, "José"), (2, "Jose")]:
                await store.star(GROUP, member, name, None)
                clock.move(milliseconds=5)

    asyncio.run(star())
    monkeypatch.chdir(path.parent)
    return path


def test_a_group_is_told_in_lines(starred: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["favourites", "--guild", str(GROUP), "--database", str(starred)], {}) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 stars of 2 members for 2 names",
        "   2 José",
        "   1 Ana",
    ]


@pytest.mark.usefixtures("starred")
def test_a_group_is_told_as_json_from_the_bots_own_database(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["favourites", "--guild", str(GROUP), "--json"]
    assert main(command, {"NOMEN_DATABASE": "nomen.sqlite3"}) == 0
    assert json.loads(capsys.readouterr().out) == {
        "guild": str(GROUP),
        "stars": 3,
        "names": 2,
        "members": 2,
        "top": [
            {"name": "José", "members": 2, "first_starred": "2026-01-01T00:00:00.005+00:00"},
            {"name": "Ana", "members": 1, "first_starred": "2026-01-01T00:00:00.000+00:00"},
        ],
    }


def test_a_group_without_stars_has_none(starred: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["favourites", "--guild", "1", "--database", str(starred)], {}) == 0
    assert capsys.readouterr().out == "0 stars of 0 members for 0 names\n"


def test_the_database_is_not_changed(starred: Path) -> None:
    before = starred.read_bytes()
    main(["favourites", "--guild", str(GROUP), "--database", str(starred)], {})
    assert starred.read_bytes() == before


def test_a_database_that_there_is_not_is_told_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["favourites", "--guild", "7"], {}) == Exit.NO_INPUT
    assert capsys.readouterr().err == "There is no database nomen.sqlite3.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["friends", "-1", "0", "1.5", str(2**63), "٣"])
def test_what_is_no_id_of_a_group_is_told(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["favourites", f"--guild={text}"], {})
    assert ended.value.code == 2
    assert "is no id" in capsys.readouterr().err
