"""Output and exit codes of `python -m bot backup` and `restore`."""

from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.favourites.rows import starred_names
from tests.bot.favourites.stores import starring, use

GROUP, ADA, BEN = 7, 1, 2


@pytest.fixture
def _starred(database: Path) -> None:
    use(database, starring(GROUP, ADA, "Adas"), starring(GROUP, BEN, "Bens"))


@pytest.mark.usefixtures("_starred")
def test_backup_and_restore_report_their_outcome(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "safe.sqlite3"], {}) == 0
    size = f"{Path('safe.sqlite3').stat().st_size:,}"
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"nomen.sqlite3 is backed up to safe.sqlite3, {size} bytes."
    assert lines[1].startswith("Keep safe.sqlite3.deletions.json with it")
    use(database, lambda favourites: favourites.delete_member(ADA))
    assert main(["restore", "safe.sqlite3"], {}) == 0
    output = capsys.readouterr().out
    assert "Stars deleted again, as their members had wished: 1." in output
    (kept,) = Path().glob("nomen.2*.sqlite3")
    assert kept.name in output
    assert starred_names(database) == {"Bens"}


@pytest.mark.usefixtures("_starred")
def test_existing_file_needs_force(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "safe.sqlite3"], {}) == 0
    assert main(["backup", "safe.sqlite3"], {}) == 66
    assert capsys.readouterr().err == (
        "safe.sqlite3 is there already, and was left as it is. --force would replace it.\n"
    )
    assert main(["backup", "safe.sqlite3", "--force"], {}) == 0


@pytest.mark.usefixtures("_starred")
def test_invalid_backup_is_refused_in_one_line(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("no database", "ascii")
    before = database.read_bytes()
    assert main(["restore", "notes.txt"], {}) == 66
    assert capsys.readouterr().err.count("\n") == 1
    assert database.read_bytes() == before


@pytest.mark.usefixtures("_starred")
def test_lost_database_is_replaced_only_with_its_deletions_or_without_on_request(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "safe.sqlite3"], {}) == 0
    database.unlink()
    assert main(["restore", "safe.sqlite3"], {}) == 66
    assert capsys.readouterr().err.count("\n") == 1
    assert not database.exists()
    assert main(["restore", "safe.sqlite3", "--forget-deletions"], {}) == 0
    assert "may be back" in capsys.readouterr().out
    database.unlink()
    assert main(["restore", "safe.sqlite3", "--first-installation"], {}) == 0
    assert "may be back" not in capsys.readouterr().out
    database.unlink()
    record = ["--deletions", "safe.sqlite3.deletions.json"]
    assert main(["restore", "safe.sqlite3", *record], {}) == 0
    assert "have had deleted since 2" in capsys.readouterr().out


@pytest.mark.usefixtures("_starred")
@pytest.mark.parametrize("folder", ["backups", "other"])
def test_record_in_the_folder_of_the_backup_or_of_all_backups_is_found(
    database: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    backup = Path("other", "safe.sqlite3")
    for made in ("backups", "other"):
        Path(made).mkdir()
    assert main(["backup", str(backup)], {}) == 0
    Path("other", "safe.sqlite3.deletions.json").rename(Path(folder, "deletions.json"))
    database.unlink()
    assert main(["restore", str(backup)], {}) == 0
    assert "have had deleted since 2" in capsys.readouterr().out


@pytest.mark.usefixtures("_starred")
def test_missing_or_damaged_record_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "safe.sqlite3"], {}) == 0
    record = ["--deletions", "mine.json"]
    assert main(["restore", "safe.sqlite3", *record], {}) == 66
    assert "no record of deletions mine.json" in capsys.readouterr().err
    (tmp_path / "mine.json").write_text("spoilt", "ascii")
    assert main(["restore", "safe.sqlite3", *record], {}) == 66
    assert "mine.json is no record" in capsys.readouterr().err


@pytest.mark.usefixtures("_starred")
def test_symbolic_link_to_the_database_is_preserved(database: Path, tmp_path: Path) -> None:
    assert main(["backup", "safe.sqlite3"], {}) == 0
    link = tmp_path / "link.sqlite3"
    link.symlink_to(database)
    assert main(["restore", "safe.sqlite3"], {"NOMEN_DATABASE": str(link)}) == 0
    assert link.is_symlink()
    assert starred_names(database) == {"Adas", "Bens"}


@pytest.mark.parametrize("command", [["backup", "a"], ["restore", "a"], ["check", "--quick"]])
def test_invalid_setting_is_reported(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command, {"NOMEN_BACKUP_KEEP": "0"}) == 78
    assert capsys.readouterr().err.startswith("NOMEN_BACKUP_KEEP is '0'")
