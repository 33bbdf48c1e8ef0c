"""`python -m bot check`: a line for each part that the bot needs, and the exit code."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web

from bot.__main__ import main
from bot.admin import check as checking
from bot.favourites.sqlite.repository import open_favourites
from model.inference.checksums import FOLDER, RECORD, DamagedError, verify
from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import TOKEN, loopback_discord

ROOT = Path(__file__).parents[3]
WRONG = "MTIz.wrong.token"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> "Told":
    return Told(capsys)


class Told:
    """What a check says: for each part, whether it is good, and why."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def after(self, code: int, **environ: str) -> dict[str, tuple[str, str]]:
        """Check, which must end with the code."""
        assert main(["check"], environ) == code
        lines = self._capsys.readouterr().out.splitlines()
        parts = [line.split(maxsplit=2) for line in lines]
        return {part: (verdict, why) for part, verdict, why in parts}


def test_where_all_is_well_each_part_has_a_line(told: Told) -> None:
    found = told.after(0)
    assert list(found) == ["settings", "database", "weights", "discord"]
    assert {verdict for verdict, _ in found.values()} == {"ok"}
    assert "DISCORD_TOKEN is not set" in found["discord"][1]
    assert not list(Path().iterdir())


def test_a_database_in_use_is_looked_into(told: Told, database: Path) -> None:
    async def look() -> dict[str, tuple[str, str]]:
        async with open_favourites(database) as store:
            await store.star(7, 1, "Ana", None)
            return await asyncio.to_thread(told.after, 0)

    verdict, why = asyncio.run(look())["database"]
    assert verdict == "ok"
    assert "version 1" in why
    assert "MiB free" in why


def test_a_setting_that_cannot_be_used_is_told(told: Told) -> None:
    found = told.after(1, NOMEN_SHARD_COUNT="none")
    assert found["settings"][0] == "BAD"
    assert "NOMEN_SHARD_COUNT" in found["settings"][1]
    assert found["weights"][0] == "ok"


@pytest.mark.parametrize("content", ["no database", "x" * 10_000])
def test_a_damaged_database_is_told(told: Told, database: Path, content: str) -> None:
    database.write_text(content, "ascii")
    assert told.after(1)["database"][0] == "BAD"
    assert database.read_text("ascii") == content


def test_a_folder_that_is_not_there_is_told(told: Told) -> None:
    verdict, why = told.after(1, NOMEN_DATABASE="nowhere/nomen.sqlite3")["database"]
    assert (verdict, "nowhere" in why) == ("BAD", True)


def test_a_disk_without_room_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "LEAST_FREE", shutil.disk_usage(".").total + 1)
    verdict, why = told.after(1)["database"]
    assert (verdict, "only" in why) == ("BAD", True)


def ended(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run it as a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", "check", *arguments],
        env={"PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_discord_is_asked_whether_it_takes_the_token() -> None:
    async with loopback_discord() as server:
        good = await asyncio.to_thread(ended, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=server.api_url)
        wrong = await asyncio.to_thread(ended, DISCORD_TOKEN=WRONG, DISCORD_API_URL=server.api_url)
        server.front.faults.order("GET /users/@me", Fault.too_many(30))
        busy = await asyncio.to_thread(ended, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=server.api_url)
        assert server.front.requests == ["GET /users/@me"] * 3
    assert [run.returncode for run in (good, wrong, busy)] == [0, 1, 1]
    assert good.stdout.endswith("discord   ok   takes the token\n")
    assert wrong.stdout.endswith("discord   BAD  refuses DISCORD_TOKEN\n")
    assert busy.stdout.endswith("discord   BAD  answers with 429\n")
    for run in (good, wrong, busy):
        assert run.stderr == ""
        assert TOKEN not in run.stdout
        assert WRONG not in run.stdout


def test_discord_out_of_reach_is_told(told: Told, closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}/api/v10"
    verdict, why = told.after(1, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url)["discord"]
    assert verdict == "BAD"
    assert "cannot be reached" in why


def test_weights_that_are_not_what_they_were_are_told(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "weights")
    assert set(verify(folder)) == {file.name for file in FOLDER.glob("*.npz")}
    network = folder / "shipped.npz"
    content = bytearray(network.read_bytes())
    content[1000] ^= 1
    network.write_bytes(content)
    with pytest.raises(DamagedError, match=r"shipped\.npz is not what it was"):
        verify(folder)
    network.unlink()
    with pytest.raises(DamagedError, match="cannot be compared"):
        verify(folder)
    (folder / RECORD).write_text("", "ascii")
    with pytest.raises(DamagedError, match="empty"):
        verify(folder)


def test_weights_are_part_of_the_check(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "verify", lambda: verify(Path("nowhere")))
    assert told.after(1)["weights"][0] == "BAD"


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
async def test_the_quick_check_asks_the_bot_that_runs(status: int, code: int) -> None:
    async def health(_: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/healthz", health)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        run = await asyncio.to_thread(ended, "--quick", NOMEN_METRICS_PORT=str(port))
    finally:
        await runner.cleanup()
    assert run.returncode == code
    assert (run.stdout + run.stderr).count("\n") == 1
    assert (str(status) in run.stderr) == bool(code)


def test_the_quick_check_tells_that_nobody_is_there(
    closed_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--quick"], {"NOMEN_METRICS_PORT": str(closed_port)}) == 1
    assert f"Nobody answers on port {closed_port}" in capsys.readouterr().err
    assert main(["check", "--quick"], {}) == 1
    assert "NOMEN_METRICS_PORT is not set" in capsys.readouterr().err


def test_the_quick_check_loads_next_to_nothing(closed_port: int) -> None:
    code = (
        "import sys, bot.__main__\n"
        f"bot.__main__.main(['check', '--quick'], {{'NOMEN_METRICS_PORT': '{closed_port}'}})\n"
        "print(*sys.modules)"
    )
    listed = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    loaded = set(listed.stdout.split())
    assert "bot.admin.healthcheck" in loaded
    heavy = {"numpy", "discord", "aiohttp", "sqlite3", "model", "bot.favourites"}
    assert not loaded & heavy
