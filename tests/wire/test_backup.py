"""Backups by the running bot, and by the host beside it."""

import asyncio
import shutil
import signal
from pathlib import Path

from bot.favourites.backup.deletion_record import read_record
from bot.favourites.backup.restore import UnknownDeletions, restore
from bot.favourites.clock import utc_now
from bot.favourites.store import open_favourites
from tests.bot.favourites.rows import starred_names
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_connected_bot, run_python
from tests.wire.star_client import ADA, BEN


async def test_periodic_backup_is_not_repeated_after_a_restart(tmp_path: Path) -> None:
    database, folder = tmp_path / "nomen.sqlite3", tmp_path / "backups"
    async with open_favourites(database) as repository:
        await repository.star(7, 1, "Ana", None)
    async with run_connected_bot(NOMEN_DATABASE=str(database), NOMEN_BACKUP_EVERY="1h") as bot:
        await wait_until(lambda: "Backed up to" in bot.process.output, "backup")
    (backup,) = folder.glob("*.sqlite3")
    async with run_connected_bot(NOMEN_DATABASE=str(database), NOMEN_BACKUP_EVERY="1h") as bot:
        await wait_until(lambda: "Discord knows" in bot.process.output, "start")
    assert "Backed up to" not in bot.process.output
    assert list(folder.glob("*.sqlite3")) == [backup]
    first = UnknownDeletions.FIRST_INSTALLATION
    await restore(backup, tmp_path / "fresh.sqlite3", utc_now(), unknown=first)
    async with open_favourites(tmp_path / "fresh.sqlite3") as repository:
        assert [star.name for star in await repository.list_favourites(7, 1)] == ["Ana"]


async def test_failed_backup_does_not_stop_the_bot(tmp_path: Path) -> None:
    database, folder = tmp_path / "nomen.sqlite3", tmp_path / "file" / "backups"
    folder.parent.touch()
    async with run_connected_bot(
        NOMEN_DATABASE=str(database), NOMEN_BACKUP_FOLDER=str(folder), NOMEN_BACKUP_EVERY="1h"
    ) as bot:
        await wait_until(lambda: "No backup was made" in bot.process.output, "failure")
        await bot.discord.members.card("name", country="NL")


async def run_command(database: Path, *arguments: str) -> tuple[int, str]:
    """Run a command of the host's; return its exit code and output."""
    async with run_python("-m", "bot", *arguments, NOMEN_DATABASE=str(database)) as process:
        return await process.wait(), process.output


async def test_host_can_back_up_but_not_restore_while_the_bot_runs(tmp_path: Path) -> None:
    database, backup = tmp_path / "nomen.sqlite3", str(tmp_path / "safe.sqlite3")
    async with run_connected_bot(NOMEN_DATABASE=str(database)):
        assert (await run_command(database, "backup", backup))[0] == 0
        code, output = await run_command(database, "restore", backup)
        assert (code, "Stop the bot first" in output) == (66, True)
        database.rename(tmp_path / "moved.sqlite3")
        code, output = await run_command(database, "restore", backup, "--forget-deletions")
        assert (code, "Stop the bot first" in output) == (66, True)
        (tmp_path / "moved.sqlite3").rename(database)
    assert (await run_command(database, "restore", backup))[0] == 0
    assert await asyncio.to_thread(lambda: len(list(tmp_path.glob("nomen.2*.sqlite3")))) == 1


async def test_deletion_survives_the_loss_of_the_database(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    database, record, backup = data / "nomen.sqlite3", folder / "deletions.json", tmp_path / "copy"
    async with run_connected_bot(
        NOMEN_DATABASE=str(database), NOMEN_BACKUP_FOLDER=str(folder)
    ) as bot:
        members = bot.discord.members
        for member, name in ((ADA, "Adas"), (BEN, "Bens")):
            await members.card("favourites add", by=member, name=name)
        assert (await run_command(database, "backup", str(backup)))[0] == 0
        card = await members.card("privacy", by=ADA)
        for label in ("Delete my data", "Delete everything"):
            card = await members.pressed(card, label, by=ADA)
        await wait_until(lambda: read_record(record).tombstones, "record of the deletion")
        bot.process.send_signal(signal.SIGKILL)
        await bot.process.wait()
    shutil.rmtree(data)
    data.mkdir()
    code, output = await run_command(database, "restore", str(backup))
    assert (code, "--deletions" in output) == (66, True)
    code, output = await run_command(database, "restore", str(backup), "--deletions", str(record))
    assert (code, "deleted again, as their members had wished: 1" in output) == (0, True), output
    async with run_connected_bot(NOMEN_DATABASE=str(database)):
        assert starred_names(database) == {"Bens"}
