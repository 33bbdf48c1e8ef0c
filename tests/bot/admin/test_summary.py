"""`python -m bot favourites`: a group's summary."""

import json
from codecs import decode
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.runtime.exit_codes import ExitCode
from tests.bot.favourites.stores import starring, use
from tests.support.clocks import ManualClock

GROUP = 2**62 + 1


@pytest.fixture
def starred(database: Path, clock: ManualClock) -> Path:
    """A database in which two members starred José and one of them Ana."""
    for member, name in [(1, "Ana"), (1, "José"), (2, "Jose")]:
        use(database, starring(GROUP, member, name), clock=clock)
        clock.advance(milliseconds=5)
    return database


def test_summary_is_printed_as_lines(starred: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["favourites", "--guild", str(GROUP), "--database", str(starred)], {}) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 stars of 2 members for 2 names",
        "   2 José",
        "   1 Ana",
    ]


@pytest.mark.usefixtures("starred")
def test_summary_is_printed_as_json_from_the_configured_database(
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


def test_hidden_and_blocked_names_are_left_out_of_the_top_five(
    starred: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(
        starred,
        lambda favourites: favourites.board.hide(GROUP, "José"),
        starring(GROUP, 1, decode("Shpx", "rot13")),
    )
    assert main(["favourites", "--guild", str(GROUP), "--database", str(starred)], {}) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["   1 Ana"]


def test_group_without_stars_is_empty(starred: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["favourites", "--guild", "1", "--database", str(starred)], {}) == 0
    assert capsys.readouterr().out == "0 stars of 0 members for 0 names\n"


def test_missing_database_is_reported_and_not_created(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["favourites", "--guild", "7"], {}) == ExitCode.UNUSABLE_DATABASE
    assert capsys.readouterr().err == "There is no database nomen.sqlite3.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["friends", "-1", "0", "1.5", str(2**63), "٣"])
def test_invalid_group_id_is_rejected(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["favourites", f"--guild={text}"], {})
    assert ended.value.code == 2
    assert "is no id" in capsys.readouterr().err
