"""Backups by the running bot, and by the host beside it."""

import shutil
import signal
from pathlib import Path

from tests.support.rows import starred_names
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_connected_bot, run_python
from tests.wire.star_client import ADA, BEN


async def run_command(database: Path, folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command of the host's; return its exit code and output."""
    settings = {"NOMEN_DATABASE": str(database), "NOMEN_BACKUP_FOLDER": str(folder)}
    async with run_python("-m", "bot", *arguments, **settings) as process:
        return await process.wait(), process.output


async def test_deletion_survives_loss_of_the_database_and_an_older_backup(tmp_path: Path) -> None:
    data, folder = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    database, backup = data / "nomen.sqlite3", tmp_path / "copy"
    settings = {"NOMEN_DATABASE": str(database), "NOMEN_BACKUP_FOLDER": str(folder)}
    async with run_connected_bot(**settings) as bot:
        members = bot.discord.members
        for member, name in ((ADA, "Adas"), (BEN, "Bens")):
            await members.card("favourites add", by=member, name=name)
        assert (await run_command(database, folder, "backup", str(backup)))[0] == 0
        card = await members.card("privacy", by=ADA)
        for label in ("Delete my data", "Delete everything"):
            card = await members.pressed(card, label, by=ADA)
        await wait_until(lambda: [*folder.glob("*.sqlite3")], "backup of its own")
        code, output = await run_command(database, folder, "restore", str(backup))
        assert (code, "Stop that bot first" in output) == (66, True)
        bot.process.send_signal(signal.SIGKILL)
        await bot.process.wait()
    shutil.rmtree(data)
    data.mkdir()
    code, output = await run_command(database, tmp_path / "no record", "restore", str(backup))
    assert (code, "--without-record" in output) == (66, True)
    code, output = await run_command(database, folder, "restore", str(backup))
    assert (code, "Deleted again" in output) == (0, True), output
    async with run_connected_bot(**settings):
        assert starred_names(database) == {"Bens"}
