"""Backups by the running bot, and by the host beside it."""

import asyncio
from pathlib import Path

from bot.favourites.backup.restore import restore
from bot.favourites.clock import utc_now
from bot.favourites.sqlite.repository import open_favourites
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_connected_bot, run_python


async def test_periodic_backup_is_not_repeated_after_a_restart(tmp_path: Path) -> None:
    database, folder = tmp_path / "nomen.sqlite3", tmp_path / "backups"
    async with open_favourites(database) as repository:
        await repository.star(7, 1, "Ana", None)
    async with run_connected_bot(NOMEN_DATABASE=str(database), NOMEN_BACKUP_EVERY="1h") as bot:
        await wait_until(lambda: "Backed up to" in bot.process.output, "backup")
    (backup,) = folder.iterdir()
    async with run_connected_bot(NOMEN_DATABASE=str(database), NOMEN_BACKUP_EVERY="1h") as bot:
        await wait_until(lambda: "Discord knows" in bot.process.output, "start")
    assert "Backed up to" not in bot.process.output
    assert list(folder.iterdir()) == [backup]
    await restore(backup, tmp_path / "fresh.sqlite3", utc_now())
    async with open_favourites(tmp_path / "fresh.sqlite3") as repository:
        assert [star.name for star in await repository.list_favourites(7, 1)] == ["Ana"]


async def test_failed_backup_does_not_stop_the_bot(tmp_path: Path) -> None:
    database, folder = tmp_path / "nomen.sqlite3", tmp_path / "file" / "backups"
    folder.parent.touch()
    async with run_connected_bot(
        NOMEN_DATABASE=str(database), NOMEN_BACKUP_FOLDER=str(folder), NOMEN_BACKUP_EVERY="1h"
    ) as bot:
        await wait_until(lambda: "No backup was made" in bot.process.output, "failure")
        interaction = await bot.discord.members.command("name", country="NL")
        await interaction.message()
    assert "Traceback" not in bot.process.output


async def test_host_can_back_up_but_not_restore_while_the_bot_runs(tmp_path: Path) -> None:
    database, backup = tmp_path / "nomen.sqlite3", str(tmp_path / "safe.sqlite3")

    async def run_command(*arguments: str) -> tuple[int, str]:
        environment = {"NOMEN_DATABASE": str(database)}
        async with run_python("-m", "bot", *arguments, **environment) as process:
            return await process.wait(30), process.output

    async with run_connected_bot(NOMEN_DATABASE=str(database)):
        assert (await run_command("backup", backup))[0] == 0
        code, output = await run_command("restore", backup)
        assert (code, "Stop the bot first" in output) == (66, True)
    assert (await run_command("restore", backup))[0] == 0
    assert await asyncio.to_thread(lambda: len(list(tmp_path.glob("nomen.2*.sqlite3")))) == 1
