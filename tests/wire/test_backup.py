"""Backups by the running bot, and by the host beside it."""

import shutil
import signal
from pathlib import Path

from bot.favourites.backup.deletion_record import read_record
from tests.bot.favourites.rows import starred_names
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_connected_bot, run_python
from tests.wire.star_client import ADA, BEN


async def run_command(database: Path, *arguments: str) -> tuple[int, str]:
    """Run a command of the host's; return its exit code and output."""
    async with run_python("-m", "bot", *arguments, NOMEN_DATABASE=str(database)) as process:
        return await process.wait(), process.output


async def test_deletion_survives_loss_of_the_database_and_an_older_backup(tmp_path: Path) -> None:
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
        await wait_until(lambda: [*folder.glob("*.sqlite3")], "backup of its own")
        database.unlink()
        code, output = await run_command(database, "restore", str(backup), "--forget-deletions")
        assert (code, "Stop the bot first" in output) == (66, True)
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
