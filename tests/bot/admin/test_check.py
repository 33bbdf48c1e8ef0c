"""`python -m bot check`: a line per component, and the exit code."""

import asyncio
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.__main__ import main
from bot.admin import check as check_module
from bot.favourites.clock import utc_now
from bot.favourites.schema import VERSION
from bot.favourites.store import open_favourites
from model.domain.npz import WEIGHTS_FOLDER
from model.inference.checksums import CHECKSUMS_FILE, ChecksumError, verify_checksums
from tests.bot.favourites.rows import run_sql
from tests.bot.favourites.stores import starring, use
from tests.wire.discord_server.faults import ErrorResponse
from tests.wire.discord_server.server import TOKEN, loopback_discord

ROOT = Path(__file__).parents[3]
WRONG = "MTIz.wrong.token"


@pytest.fixture
def checker(capsys: pytest.CaptureFixture[str]) -> "CheckRunner":
    return CheckRunner(capsys)


class CheckRunner:
    """Runs checks and parses their output."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, code: int, **environ: str) -> dict[str, tuple[str, str]]:
        """Run a check that must exit with the code; return verdict and detail by component."""
        assert main(["check"], environ) == code
        lines = self._capsys.readouterr().out.splitlines()
        rows = [line.split(maxsplit=2) for line in lines]
        return {component: (verdict, detail) for component, verdict, detail in rows}


def test_healthy_installation_has_a_line_per_component(checker: CheckRunner) -> None:
    found = checker.run(0)
    assert list(found) == ["settings", "database", "backups", "weights", "discord"]
    assert {verdict for verdict, _ in found.values()} == {"ok"}
    assert "DISCORD_TOKEN is not set" in found["discord"][1]
    assert not list(Path().iterdir())


def test_database_in_use_is_checked(checker: CheckRunner, database: Path) -> None:
    async def check_while_open() -> dict[str, tuple[str, str]]:
        async with open_favourites(database) as repository:
            await repository.star(7, 1, "Ana", None)
            return await asyncio.to_thread(checker.run, 0)

    verdict, detail = asyncio.run(check_while_open())["database"]
    assert verdict == "ok"
    assert f"version {VERSION['sqlite']}" in detail
    assert "MiB free" in detail


def test_wrong_count_of_stars_is_reported(checker: CheckRunner, database: Path) -> None:
    use(database, starring(7, 1, "Ana"))
    assert checker.run(0)["database"][0] == "ok"
    run_sql(database, "UPDATE tally SET members = 2")
    verdict, detail = checker.run(1)["database"]
    assert (verdict, "do not agree with the stars" in detail) == ("BAD", True)


def test_invalid_setting_is_reported(checker: CheckRunner) -> None:
    found = checker.run(1, NOMEN_SHARD_COUNT="none")
    assert found["settings"][0] == "BAD"
    assert "NOMEN_SHARD_COUNT" in found["settings"][1]
    assert found["weights"][0] == "ok"


@pytest.mark.parametrize("content", ["no database", "x" * 10_000])
def test_damaged_database_is_reported(checker: CheckRunner, database: Path, content: str) -> None:
    database.write_text(content, "ascii")
    assert checker.run(1)["database"][0] == "BAD"
    assert database.read_text("ascii") == content


def test_missing_folder_is_reported(checker: CheckRunner) -> None:
    verdict, detail = checker.run(1, NOMEN_DATABASE="nowhere/nomen.sqlite3")["database"]
    assert (verdict, "nowhere" in detail) == ("BAD", True)


def test_newest_backup_is_reported(checker: CheckRunner, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert "none in" in checker.run(0)["backups"][1]
    folder.mkdir()
    made = utc_now() - timedelta(hours=20)
    (folder / f"nomen-{made:%Y%m%dT%H%M%SZ}.sqlite3").touch()
    verdict, detail = checker.run(0)["backups"]
    assert (verdict, f"{made:%Y-%m-%d %H:%M} UTC" in detail) == ("ok", True)


def test_old_backup_is_a_problem_unless_backups_are_switched_off(
    checker: CheckRunner, tmp_path: Path
) -> None:
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "nomen-20200101T000000Z.sqlite3").touch()
    assert checker.run(1)["backups"][0] == "BAD"
    assert checker.run(0, NOMEN_BACKUP_EVERY="never")["backups"][0] == "ok"


def test_folder_that_cannot_hold_backups_is_a_problem(checker: CheckRunner, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    verdict, detail = checker.run(1, NOMEN_BACKUP_FOLDER="file/backups")["backups"]
    assert (verdict, "may not be written" in detail) == ("BAD", True)


def test_full_disk_is_reported(checker: CheckRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_module, "MIN_FREE_BYTES", shutil.disk_usage(".").total + 1)
    verdict, detail = checker.run(1)["database"]
    assert (verdict, "only" in detail) == ("BAD", True)


def run_check(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the check in a subprocess."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", "check", *arguments],
        env={"PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        text=True,
        check=False,
    )


async def test_token_is_checked_with_discord() -> None:
    async with loopback_discord() as server:
        good = await asyncio.to_thread(
            run_check, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=server.api_url
        )
        wrong = await asyncio.to_thread(
            run_check, DISCORD_TOKEN=WRONG, DISCORD_API_URL=server.api_url
        )
        server.rest.faults.inject("GET /users/@me", ErrorResponse.rate_limited(30))
        busy = await asyncio.to_thread(
            run_check, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=server.api_url
        )
        assert server.rest.requests == ["GET /users/@me"] * 3
    assert [run.returncode for run in (good, wrong, busy)] == [0, 1, 1]
    assert good.stdout.endswith("discord   ok   takes the token\n")
    assert wrong.stdout.endswith("discord   BAD  refuses DISCORD_TOKEN\n")
    assert busy.stdout.endswith("discord   BAD  answers with 429\n")
    for run in (good, wrong, busy):
        assert run.stderr == ""
        assert TOKEN not in run.stdout
        assert WRONG not in run.stdout


def test_unreachable_discord_is_reported(checker: CheckRunner, closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}/api/v10"
    verdict, detail = checker.run(1, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url)["discord"]
    assert verdict == "BAD"
    assert "cannot be reached" in detail


def test_changed_weights_fail_verification(tmp_path: Path) -> None:
    folder = shutil.copytree(WEIGHTS_FOLDER, tmp_path / "weights")
    stored = {file.name for file in WEIGHTS_FOLDER.iterdir() if file.name != CHECKSUMS_FILE}
    assert set(verify_checksums(folder)) == stored
    network = folder / "shipped.npz"
    content = bytearray(network.read_bytes())
    content[1000] ^= 1
    network.write_bytes(content)
    with pytest.raises(ChecksumError, match=r"shipped\.npz is not what it was"):
        verify_checksums(folder)
    network.unlink()
    with pytest.raises(ChecksumError, match="cannot be compared"):
        verify_checksums(folder)
    (folder / CHECKSUMS_FILE).write_text("", "ascii")
    with pytest.raises(ChecksumError, match="empty"):
        verify_checksums(folder)


def test_check_includes_the_weights(checker: CheckRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_module, "verify_checksums", lambda: verify_checksums(Path("nowhere")))
    assert checker.run(1)["weights"][0] == "BAD"


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
async def test_quick_check_reflects_the_running_bots_health(status: int, code: int) -> None:
    async def health(_: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_get("/livez", health)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        run = await asyncio.to_thread(run_check, "--quick", NOMEN_METRICS_PORT=str(port))
    finally:
        await runner.cleanup()
    assert run.returncode == code
    assert (run.stdout + run.stderr).count("\n") == 1
    assert (str(status) in run.stderr) == bool(code)


def test_quick_check_reports_a_missing_bot(
    closed_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--quick"], {"NOMEN_METRICS_PORT": str(closed_port)}) == 1
    assert f"Nobody answers on port {closed_port}" in capsys.readouterr().err
    assert main(["check", "--quick"], {}) == 1
    assert "NOMEN_METRICS_PORT is not set" in capsys.readouterr().err


def test_quick_check_imports_no_heavy_modules(closed_port: int) -> None:
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
