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
from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites
from model.domain.condition import Condition
from tests.bot.admin.conftest import Host
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
        ("--member=1", "2 stars of member 1 everywhere", {"Ben here", "Ben there"}),
        (
            *("--member=1 --guild=7", "1 star of member 1 in server 7"),
            {"Ada there", "Ben here", "Ben there"},
        ),
        ("--guild=7", "2 stars of server 7", {"Ada there", "Ben there"}),
        ("--member=3", "0 stars of member 3", {"Ada here", "Ada there", "Ben here", "Ben there"}),
    ],
)
def test_forget_deletes_and_reports(
    starred: Path, host: Host, arguments: str, said: str, kept: Collection[str]
) -> None:
    output = host("forget", *arguments.split())
    assert starred_names(starred) == kept
    assert f"Deleted: {said}" in output
    told = r"When: \d{4}-\d\d-\d\d .* UTC\. Number of this deletion: [0-9a-f]{8}\."
    assert re.search(told, output)
    assert run_sql(starred, "SELECT count(*) FROM tombstone") == [(1,)]


@pytest.mark.usefixtures("starred")
def test_forget_adds_to_the_record_beside_the_backups(host: Host) -> None:
    for count, member in enumerate(("1", "2"), 1):
        host("forget", "--member", member)
        assert len(read_record(Path("backups/deletions.json")).tombstones) == count


def test_record_that_cannot_be_written_hides_no_deletion(starred: Path, host: Host) -> None:
    Path("backups/deletions.json").mkdir(parents=True)
    output = host("forget", "--member", "1")
    assert "The bot adds this deletion to backups/deletions.json" in output
    assert starred_names(starred) == {"Ben here", "Ben there"}


async def test_forget_and_export_work_beside_a_bot(starred: Path, clock: ManualClock) -> None:
    async with open_favourites(starred, clock) as running:
        assert len(json.loads(await export(ADA, starred))["stars"]) == 2
        report = await forget(Scope(member=ADA), starred, clock)
        assert report.deleted == {"stars": 2}
        assert report.wiped
        assert await exported_stars(running, ADA) == []
        assert await running.star(FRIENDS, ADA, "After", None)
    assert starred_names(starred) == {"Ben here", "Ben there", "After"}
    assert b"Ada here" not in b"".join(file.read_bytes() for file in starred.parent.iterdir())


def test_export_prints_everything_about_a_member(starred: Path, host: Host) -> None:
    before = starred.read_bytes()
    exported = json.loads(host("export", "--member", "1"))
    assert exported["member"] == "1"
    stars = [(star["guild"], star["name"]) for star in exported["stars"]]
    assert stars == [("7", "Ada here"), ("8", "Ada there")]
    assert exported["used"] == [
        {"guild": guild, "used_on": "2026-01-01", "breaks_ties": False} for guild in ("7", "8")
    ]
    assert starred.read_bytes() == before


@pytest.mark.parametrize(
    "command", ["forget --guild 7", "export --member 1", "favourites --guild 7", "drill"]
)
def test_missing_database_is_not_created(command: str, host: Host) -> None:
    said = host(*command.split(), code=66)
    assert said == "There is no database nomen.sqlite3.\n"
    assert not [*Path().iterdir()]


def test_older_database_is_not_migrated(starred: Path, host: Host) -> None:
    """The bot that is running may be the older one."""
    run_sql(starred, "PRAGMA user_version = 1")
    assert "Start the bot once" in host("forget", "--member", "1", code=66)
    assert run_sql(starred, "PRAGMA user_version") == [(1,)]


async def decide_and_like(favourites: FavouritesRepository) -> None:
    """Have what a deletion counts besides stars."""
    await favourites.board.hide(FRIENDS, "Ana")
    await favourites.board.take_typed_names(FRIENDS, take=False)
    for guild, request in ((DIRECT_MESSAGES, b"a"), (DIRECT_MESSAGES, b"b"), (FRIENDS, b"a")):
        await favourites.places.take(guild, ADA, request)
    await favourites.matches.ask(FAMILY, ADA, BEN)
    await favourites.matches.accept(FAMILY, BEN, ADA)
    for name in ("Jorien", "Mirthe"):
        await favourites.matches.like(FAMILY, ADA, BEN, name, Condition.for_country("NL"))
    await favourites.refusals.refuse(ADA, Refusal(FAMILY, ANYBODY))


OF_FRIENDS = [
    "its decisions about its top five, made with /board: 2.",
    "how far names had been gone through: 1 request.",
]
OF_ADA = [
    "what was liked in matches: 2 names.",
    "who must not ask for a match: 1 decision.",
    "how far names had been gone through: 2 requests.",
]


@pytest.mark.parametrize(("arguments", "said"), [("--guild=7", OF_FRIENDS), ("--member=1", OF_ADA)])
def test_forget_says_what_else(database: Path, host: Host, arguments: str, said: list[str]) -> None:
    use(database, decide_and_like)
    assert re.findall(r"^Also (.*)$", host("forget", arguments), re.MULTILINE) == said


def test_forget_needs_a_member_or_a_server(starred: Path, host: Host) -> None:
    assert "--member, --guild or both" in host("forget", code=78)
    assert len(starred_names(starred)) == 4


@pytest.mark.parametrize("option", ["forget --member", "favourites --guild"])
@pytest.mark.parametrize("number", ["", "0", "-1", "ada", "1.5", "²", "٣", str(2**63)])
def test_non_ids_are_refused(option: str, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(f"{option}={number}".split(" "), {})
    assert "is no id" in capsys.readouterr().err
