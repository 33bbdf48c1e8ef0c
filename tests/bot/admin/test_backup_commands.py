"""Output and exit codes of `python -m bot backup` and `restore`."""

from pathlib import Path

import pytest

from tests.bot.admin.conftest import Host
from tests.bot.favourites.rows import starred_names
from tests.bot.favourites.stores import starring, use

GROUP, ADA, BEN = 7, 1, 2
RECORD = "safe.sqlite3.deletions.json"


@pytest.fixture
def backup(database: Path, host: Host) -> str:
    """Ada and Ben have starred a name, and it is backed up; return what was said."""
    use(database, starring(GROUP, ADA, "Adas"), starring(GROUP, BEN, "Bens"))
    return host("backup", "safe.sqlite3")


def test_backup_and_restore_report_their_outcome(backup: str, database: Path, host: Host) -> None:
    size = f"{Path('safe.sqlite3').stat().st_size:,}"
    first, second, *_ = backup.splitlines()
    assert first == f"nomen.sqlite3 is backed up to safe.sqlite3, {size} bytes."
    assert second.startswith(f"Keep {RECORD} with it")
    use(database, lambda favourites: favourites.delete_member(ADA))
    output = host("restore", "safe.sqlite3")
    assert "Stars deleted again, as their members had wished: 1." in output
    (kept,) = Path().glob("nomen.2*.sqlite3")
    assert kept.name in output
    assert starred_names(database) == {"Bens"}


@pytest.mark.usefixtures("backup")
def test_existing_file_needs_force(host: Host) -> None:
    assert host("backup", "safe.sqlite3", code=66) == (
        "safe.sqlite3 is there already, and was left as it is. --force would replace it.\n"
    )
    host("backup", "safe.sqlite3", "--force")


@pytest.mark.usefixtures("backup")
def test_lost_database_needs_something_that_tells_of_deletions(database: Path, host: Host) -> None:
    database.unlink()
    assert host("restore", "safe.sqlite3", code=66).count("\n") == 1
    assert not database.exists()


@pytest.mark.usefixtures("backup")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--forget-deletions", ["may be back"]),
        ("--first-installation", []),
        (f"--deletions={RECORD}", ["have had deleted since 2", "may be back"]),
    ],
)
def test_lost_database_is_replaced_on_request_or_with_its_deletions(
    database: Path, host: Host, options: str, said: list[str]
) -> None:
    database.unlink()
    output = host("restore", "safe.sqlite3", options)
    assert [part for part in ("have had deleted since 2", "may be back") if part in output] == said


@pytest.mark.usefixtures("backup")
@pytest.mark.parametrize("folder", ["backups", "other"])
def test_record_beside_the_backup_or_all_is_found(database: Path, host: Host, folder: str) -> None:
    for made in ("backups", "other"):
        Path(made).mkdir()
    Path("safe.sqlite3").rename("other/safe.sqlite3")
    Path(RECORD).rename(Path(folder, "deletions.json"))
    database.unlink()
    assert "have had deleted since 2" in host("restore", "other/safe.sqlite3")


@pytest.mark.usefixtures("backup")
def test_missing_or_damaged_record_is_reported(host: Host) -> None:
    restore = ["restore", "safe.sqlite3", "--deletions", "mine.json"]
    assert "no record of deletions mine.json" in host(*restore, code=66)
    Path("mine.json").write_text("spoilt", "ascii")
    assert "mine.json is no record" in host(*restore, code=66)


@pytest.mark.usefixtures("backup")
def test_symbolic_link_to_the_database_is_preserved(database: Path, host: Host) -> None:
    link = Path("link.sqlite3")
    link.symlink_to(database)
    host("restore", "safe.sqlite3", NOMEN_DATABASE=str(link))
    assert link.is_symlink()
    assert starred_names(database) == {"Adas", "Bens"}
