"""`python -m bot check`: a line per component, and the exit code."""

import asyncio
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import check as check_module
from bot.store.backups import BackupFolder
from bot.store.store import open_store
from model.domain.npz import WEIGHTS_FOLDER
from model.inference.checksums import CHECKSUMS_FILE, ChecksumError, verify_checksums
from tests.bot.conftest import Host
from tests.bot.store.places import PostgresPlace
from tests.postgres_server import PostgresServer
from tests.support.processes import modules_loaded_by
from tests.wire.discord_server.faults import ErrorResponse
from tests.wire.discord_server.server import TOKEN, loopback_discord

WRONG = "MTIz.wrong.token"

Check = Callable[..., dict[str, str]]


@pytest.fixture
def check(host: Host) -> Check:
    """Runs a check that must exit with a code; returns what it says of each component."""

    def run(code: int, **environ: str) -> dict[str, str]:
        lines = host("check", code=code, **environ).splitlines()
        return dict(line.split(maxsplit=1) for line in lines)

    return run


def test_healthy_installation_has_a_line_per_component(check: Check) -> None:
    found = check(0)
    assert list(found) == ["database", "record", "backups", "weights", "discord"]
    assert all(said.startswith("ok ") for said in found.values())
    assert "DISCORD_TOKEN is not set" in found["discord"]
    assert "none in" in found["backups"]
    assert not list(Path().iterdir())


async def test_database_in_use_is_checked(check: Check, database: Path) -> None:
    async with open_store(database) as store:
        await store.stars.star(7, 1, "Ana", None)
        said = (await asyncio.to_thread(check, 0))["database"]
    assert re.match(r"ok .* bytes; [\d,]+ MiB free", said)


@pytest.mark.parametrize("is_there", [True, False])
def test_record_that_cannot_be_written_is_reported(check: Check, *, is_there: bool) -> None:
    if is_there:
        Path("backups", "deletions").mkdir(parents=True)
    else:
        Path("backups").touch()
    environ = {} if is_there else {"NOMEN_BACKUP_FOLDER": "backups/folder"}
    assert re.match("BAD .*deletions", check(1, **environ)["record"])


@pytest.mark.parametrize(
    ("component", "variable", "value", "said"),
    [
        ("database", "NOMEN_DATABASE", "nowhere/nomen.sqlite3", "nowhere"),
        ("record", "NOMEN_BACKUP_FOLDER", "file/backups", "may not be written"),
    ],
)
def test_setting_that_cannot_be_used_is_reported(
    check: Check, component: str, variable: str, value: str, said: str
) -> None:
    Path("file").touch()
    found = check(1, **{variable: value})
    assert re.match(f"BAD .*{said}", found[component])
    assert found["weights"].startswith("ok ")


@pytest.mark.parametrize("content", ["no database", "x" * 10_000])
def test_damaged_database_is_reported(check: Check, database: Path, content: str) -> None:
    database.write_text(content, "ascii")
    assert check(1)["database"].startswith("BAD ")
    assert database.read_text("ascii") == content


@pytest.mark.parametrize(
    ("hours", "keep", "verdict"), [(20, "7", "ok"), (40, "7", "BAD"), (40, "0", "ok")]
)
async def test_old_backup_is_a_problem_unless_backups_are_switched_off(
    check: Check, database: Path, hours: int, keep: str, verdict: str
) -> None:
    made = datetime.now(UTC) - timedelta(hours=hours)
    async with open_store(database):
        BackupFolder(Path("backups"), database).create(made)
    environ = {"NOMEN_BACKUP_KEEP": keep}
    said = (await asyncio.to_thread(check, int(verdict == "BAD"), **environ))["backups"]
    assert said.startswith(f"{verdict} ")
    assert keep == "0" or f"{made:%Y-%m-%d %H:%M} UTC" in said


def test_full_disk_is_reported(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_module, "MIN_FREE_BYTES", shutil.disk_usage(".").total + 1)
    assert re.match("BAD .*only", check(1)["database"])


@pytest.mark.parametrize(
    ("token", "faults", "code", "line"),
    [
        (TOKEN, [], 0, "ok   takes the token"),
        (WRONG, [], 1, "BAD  refuses DISCORD_TOKEN"),
        (TOKEN, [ErrorResponse.rate_limited(30)], 1, "BAD  answers with 429"),
    ],
    ids=["right", "wrong", "busy"],
)
async def test_token_is_checked_with_discord(
    host: Host, token: str, faults: list[ErrorResponse], code: int, line: str
) -> None:
    async with loopback_discord() as server:
        server.rest.faults.inject("GET /users/@me", *faults)
        settings = {"DISCORD_TOKEN": token, "DISCORD_API_URL": server.api_url}
        printed = await asyncio.to_thread(host, "check", code=code, **settings)
        assert server.rest.requests == ["GET /users/@me"]
    assert printed.endswith(f"discord   {line}\n")
    assert token not in printed


def test_unreachable_discord_is_reported(check: Check, closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}/api/v10"
    found = check(1, DISCORD_TOKEN=TOKEN, DISCORD_API_URL=url)
    assert re.match("BAD .*cannot be reached", found["discord"])


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


def test_check_includes_the_weights(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_module, "verify_checksums", lambda: verify_checksums(Path("nowhere")))
    assert check(1)["weights"].startswith("BAD ")


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
@pytest.mark.parametrize("address", ["127.0.0.2", "0.0.0.0"])  # noqa: S104 - of a machine under test
async def test_quick_check_reflects_the_running_bots_health(
    host: Host, address: str, status: int, code: int
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_asked = b" /livez " in await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status if is_asked else 404} -\r\n\r\n".encode())
        writer.close()

    async with await asyncio.start_server(answer, address, 0) as server:
        port = str(server.sockets[0].getsockname()[1])
        settings = {"NOMEN_METRICS_HOST": address, "NOMEN_METRICS_PORT": port}
        said = await asyncio.to_thread(host, "check", "--quick", code=code, **settings)
    assert said.count("\n") == 1
    assert (str(status) in said) == bool(code)


def test_quick_check_reports_a_missing_bot(closed_port: int, host: Host) -> None:
    port = str(closed_port)
    said = host("check", "--quick", code=1, NOMEN_METRICS_PORT=port)
    assert f"Nobody answers on port {port}" in said
    assert "NOMEN_METRICS_PORT is not set" in host("check", "--quick", code=1)


def test_quick_check_imports_no_heavy_modules(
    closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # coverage imports sqlite3
    check = f"main(['check', '--quick'], {{'NOMEN_METRICS_PORT': '{closed_port}'}})"
    loaded = modules_loaded_by(f"from bot.cli import main\n{check}")
    assert "bot.runtime.settings" in loaded
    heavy = {"numpy", "discord", "aiohttp", "sqlite3", "model", "bot.store"}
    assert not loaded & heavy


async def test_postgresql_is_checked(
    postgres_server: PostgresServer, tmp_path: Path, host: Host
) -> None:
    place = PostgresPlace(postgres_server, postgres_server.create_database(), tmp_path)
    async with place.opened():
        printed = await asyncio.to_thread(host, "check", NOMEN_DATABASE=place.url.dsn)
    assert "database  ok   postgresql://postgres@/nomen" in printed
    assert "PostgreSQL's own" in printed


def test_postgresql_that_is_away_is_reported(tmp_path: Path, host: Host) -> None:
    address = f"postgresql://nomen:hunter2@/nomen?host={tmp_path}"
    printed = host("check", code=1, NOMEN_DATABASE=address)
    assert "database  BAD  The database postgresql://nomen@/nomen cannot be reached" in printed
    assert "hunter2" not in printed
