"""`python -m bot favourites`: a group's summary."""

import json
from codecs import decode
from pathlib import Path

import pytest

from tests.bot.admin.conftest import Host
from tests.bot.favourites.stores import starring, use
from tests.support.clocks import ManualClock

GROUP = 2**62 + 1
SUMMARY = ("favourites", "--guild", str(GROUP))


@pytest.fixture
def starred(database: Path, clock: ManualClock) -> Path:
    """A database in which two members starred José and one of them Ana."""
    for member, name in [(1, "Ana"), (1, "José"), (2, "Jose")]:
        use(database, starring(GROUP, member, name), clock=clock)
        clock.advance(milliseconds=5)
    return database


def test_summary_is_printed_as_lines(starred: Path, host: Host) -> None:
    lines = host(*SUMMARY, "--database", str(starred)).splitlines()
    assert lines == ["3 stars of 2 members for 2 names", "   2 José", "   1 Ana"]


@pytest.mark.usefixtures("starred")
def test_summary_is_printed_as_json_from_the_configured_database(host: Host) -> None:
    began = "2026-01-01T00:00:00"
    assert json.loads(host(*SUMMARY, "--json", NOMEN_DATABASE="nomen.sqlite3")) == {
        "guild": str(GROUP),
        "stars": 3,
        "names": 2,
        "members": 2,
        "top": [
            {"name": "José", "members": 2, "first_starred": f"{began}.005+00:00"},
            {"name": "Ana", "members": 1, "first_starred": f"{began}.000+00:00"},
        ],
    }


def test_hidden_and_blocked_names_are_left_out_of_the_top_five(starred: Path, host: Host) -> None:
    use(
        starred,
        lambda favourites: favourites.board.hide(GROUP, "José"),
        starring(GROUP, 1, decode("Shpx", "rot13")),
    )
    assert host(*SUMMARY).splitlines()[1:] == ["   1 Ana"]


@pytest.mark.usefixtures("starred")
def test_group_without_stars_is_empty(host: Host) -> None:
    assert host("favourites", "--guild", "1") == "0 stars of 0 members for 0 names\n"
