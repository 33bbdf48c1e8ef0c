"""`python -m bot forget` and `export`: what they do, print and refuse, beside a running bot too."""

import json
import re
from collections.abc import Collection
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.admin.personal_data import export, forget
from bot.favourites.backup.deletion_record import read_record
from bot.favourites.models import DIRECT_MESSAGES, Scope
from bot.favourites.refusals import ANYBODY, Refusal
from bot.favourites.store import open_favourites
from model.domain.condition import Condition
from tests.bot.favourites.exports import exported_stars
from tests.bot.favourites.rows import run_sql, starred_names
from tests.bot.favourites.stores import starring, use
from tests.support.clocks import ManualClock

FRIENDS, FAMILY, ADA, BEN = 7, 8, 1, 2


@pytest.fixture
def starred(database: Path, clock: ManualClock) -> Path:
    """A database in which Ada and Ben have starred a name in each of two groups."""
    stars = (
        starring(guild, member, f"{who} {where}")
        for guild, where in ((FRIENDS, "here"), (FAMILY, "there"))
        for member, who in ((ADA, "Ada"), (BEN, "Ben"))
    )
    use(database, *stars, clock=clock)
    return database


@pytest.mark.parametrize(
    ("arguments", "said", "kept"),
    [
        (["--member", "1"], "2 stars of member 1 everywhere", {"Ben here", "Ben there"}),
        (
            ["--member", "1", "--guild", "7"],
            "1 star of member 1 in server 7",
            {"Ada there", "Ben here", "Ben there"},
        ),
        (["--guild", "7"], "2 stars of server 7", {"Ada there", "Ben there"}),
        (
            ["--member", "3"],
            "0 stars of member 3",
            {"Ada here", "Ada there", "Ben here", "Ben there"},
        ),
    ],
)
def test_forget_deletes_and_reports(
    starred: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: str,
    kept: Collection[str],
) -> None:
    assert main(["forget", *arguments], {}) == 0
    assert starred_names(starred) == kept
    output = capsys.readouterr().out
    assert f"Deleted: {said}" in output
    assert re.search(
        r"When: \d{4}-\d\d-\d\d .* UTC\. Number of this deletion: [0-9a-f]{8}\.", output
    )
    assert run_sql(starred, "SELECT count(*) FROM tombstone") == [(1,)]


@pytest.mark.usefixtures("starred")
def test_forget_adds_to_the_record_beside_the_backups(tmp_path: Path) -> None:
    for count, member in enumerate(("1", "2"), 1):
        main(["forget", "--member", member], {})
        assert len(read_record(tmp_path / "backups" / "deletions.json").tombstones) == count


def test_record_that_cannot_be_written_does_not_hide_the_deletion(
    starred: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "backups" / "deletions.json").mkdir(parents=True)
    assert main(["forget", "--member", "1"], {}) == 0
    assert "The bot adds this deletion to backups/deletions.json" in capsys.readouterr().out
    assert starred_names(starred) == {"Ben here", "Ben there"}


async def test_forget_and_export_work_beside_a_running_bot(
    starred: Path, clock: ManualClock
) -> None:
    async with open_favourites(starred, clock) as running:
        assert len(json.loads(await export(ADA, starred))["stars"]) == 2
        report = await forget(Scope(member=ADA), starred, clock)
        assert report.deleted == {"stars": 2}
        assert report.wiped
        assert await exported_stars(running, ADA) == []
        assert await running.star(FRIENDS, ADA, "After", None)
    assert starred_names(starred) == {"Ben here", "Ben there", "After"}
    assert b"Ada here" not in b"".join(file.read_bytes() for file in starred.parent.iterdir())


def test_export_prints_everything_about_a_member(
    starred: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = starred.read_bytes()
    assert main(["export", "--member", "1"], {}) == 0
    exported = json.loads(capsys.readouterr().out)
    assert exported["member"] == "1"
    assert [(star["guild"], star["name"]) for star in exported["stars"]] == [
        ("7", "Ada here"),
        ("8", "Ada there"),
    ]
    assert exported["used"] == [
        {"guild": "7", "used_on": "2026-01-01", "breaks_ties": False},
        {"guild": "8", "used_on": "2026-01-01", "breaks_ties": False},
    ]
    assert starred.read_bytes() == before


@pytest.mark.parametrize("arguments", [["forget", "--guild", "7"], ["export", "--member", "1"]])
def test_missing_database_is_not_created(
    database: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments, {}) == 66
    assert "There is no database" in capsys.readouterr().err
    assert not database.exists()


def test_older_database_is_not_migrated(starred: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The bot that is running may be the older one."""
    run_sql(starred, "PRAGMA user_version = 1")
    assert main(["forget", "--member", "1"], {}) == 66
    assert "Start the bot once" in capsys.readouterr().err
    assert run_sql(starred, "PRAGMA user_version") == [(1,)]


def test_forget_deletes_what_a_server_has_decided(
    starred: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(
        starred,
        lambda favourites: favourites.board.hide(FRIENDS, "Ada here"),
        lambda favourites: favourites.board.take_typed_names(FRIENDS, take=False),
    )
    assert main(["forget", "--guild", str(FRIENDS)], {}) == 0
    assert "Also its decisions about its top five, made with /board: 2." in capsys.readouterr().out
    tables = ("hidden_name", "typed_names_refused")
    assert [run_sql(starred, f"SELECT * FROM {table}") for table in tables] == [[], []]  # noqa: S608


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--member", "1"], "2 requests."), (["--guild", "7"], "1 request.")]
)
def test_forget_deletes_how_far_names_were_gone_through(
    database: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    use(
        database,
        lambda favourites: favourites.places.take(DIRECT_MESSAGES, ADA, b"a"),
        lambda favourites: favourites.places.take(DIRECT_MESSAGES, ADA, b"b"),
        lambda favourites: favourites.places.take(FRIENDS, ADA, b"a"),
    )
    assert main(["forget", *arguments], {}) == 0
    assert f"Also how far names had been gone through: {said}" in capsys.readouterr().out


def test_forget_says_that_likes_and_refusals_are_gone(
    starred: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dutch = Condition.for_country("NL")
    use(
        starred,
        lambda favourites: favourites.matches.ask(FRIENDS, ADA, BEN),
        lambda favourites: favourites.matches.accept(FRIENDS, BEN, ADA),
        lambda favourites: favourites.matches.like(FRIENDS, ADA, BEN, "Jorien", dutch),
        lambda favourites: favourites.matches.like(FRIENDS, ADA, BEN, "Mirthe", dutch),
        lambda favourites: favourites.refusals.refuse(ADA, Refusal(FRIENDS, ANYBODY)),
    )
    assert main(["forget", "--member", str(ADA)], {}) == 0
    report = capsys.readouterr().out
    assert "Also what was liked in matches: 2 names." in report
    assert "Also who must not ask for a match: 1 decision." in report


def test_forget_needs_a_member_or_a_server(
    starred: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forget"], {}) == 78
    assert "--member, --guild or both" in capsys.readouterr().err
    assert len(starred_names(starred)) == 4


@pytest.mark.parametrize("number", ["", "0", "-1", "ada", "²", str(2**63)])
def test_what_is_no_id_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["forget", f"--member={number}"], {})
    assert "is no id" in capsys.readouterr().err
