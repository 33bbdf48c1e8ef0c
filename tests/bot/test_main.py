"""`python -m bot`: what it says, and how it ends."""

import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.runtime.exit_codes import Exit

pytestmark = pytest.mark.usefixtures("discord_as_it_was")

ROOT = Path(__file__).parents[2]
TOKEN = "MTIz.Gabcde.not-a-real-token"  # noqa: S105 - it opens nothing


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder, and logging as it was."""
    monkeypatch.chdir(tmp_path)
    library = logging.getLogger("discord")
    before = library.level
    yield
    library.setLevel(before)


@pytest.fixture
def unreachable() -> str:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return f"http://127.0.0.1:{door.getsockname()[1]}/api/v10"


def test_without_a_token_the_way_to_one_and_the_way_around_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run"], {}) == 78
    told = capsys.readouterr().err
    assert "make run" in told
    assert "Run it on Discord" in told


@pytest.mark.parametrize("command", ["run", "playground"])
def test_a_setting_that_cannot_be_used_is_told(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command], {"NOMEN_LOG_LEVEL": "LOUD"}) == Exit.NOT_SET_UP
    assert capsys.readouterr().err.startswith("NOMEN_LOG_LEVEL is 'LOUD'")


def test_settings_are_read_from_the_file_beside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("# mine\nNOMEN_SHARD_COUNT=none\nDISCORD_TOKEN\n", "utf-8")
    assert main(["run"], {}) == Exit.NOT_SET_UP
    assert "NOMEN_SHARD_COUNT" in capsys.readouterr().err


def test_the_environment_wins_over_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("NOMEN_SHARD_COUNT=none", "utf-8")
    assert main(["run"], {"NOMEN_SHARD_COUNT": "1"}) == Exit.NOT_SET_UP
    assert "DISCORD_TOKEN is not set" in capsys.readouterr().err


def test_a_database_that_cannot_be_used_is_told_in_a_line(
    tmp_path: Path, unreachable: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nomen.sqlite3").write_text("no database at all", "ascii")
    assert main(["run"], {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable}) == 66
    assert capsys.readouterr().err == (
        "The database nomen.sqlite3 is damaged, or no database. It was left as it is; put a backup "
        "in its place.\n"
    )


def test_the_playground_is_opened_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def serve(port: int, *, open_browser: bool, language: str | None) -> int:
        asked.append((port, open_browser, language))
        return 0

    monkeypatch.setattr("bot.playground.serve", serve)
    assert main(["playground", "--port", "0", "--no-browser"], {}) == 0
    assert main(["playground", "--language", "nl"], {}) == 0
    assert asked == [(0, False, None), (8765, True, "nl")]


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "--port", "1"]])
def test_a_command_that_there_is_not_is_told(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments, {})
    assert exit_.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_what_members_type_is_not_logged_even_when_all_is(tmp_path: Path, unreachable: str) -> None:
    (tmp_path / "nomen.sqlite3").write_text("no database, so the bot ends", "ascii")
    environ = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable, "NOMEN_LOG_LEVEL": "DEBUG"}
    assert main(["run"], environ) == 66
    assert logging.getLogger("discord").getEffectiveLevel() >= logging.INFO


def test_the_process_ends_with_the_code_and_without_a_traceback(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 78
    assert "Traceback" not in ended.stderr


def test_a_serving_bot_loads_only_what_it_needs() -> None:
    code = (
        "import asyncio, sys, bot.__main__, bot.app\n"
        "from bot.services.name_service import NameService\n"
        "from model.domain.condition import Condition\n"
        "from model.domain.generation import NameRequest\n"
        "naming = NameService.load()\n"
        "asyncio.run(naming.suggest(NameRequest(Condition.for_country('NL')), 1))\n"
        "assert 'model.origin.classifier' not in sys.modules\n"
        "asyncio.run(naming.blend(NameRequest(Condition.blend({'NL': 1, 'PL': 1})), 1))\n"
        "asyncio.run(naming.rank('Sanne', None))\n"
        "naming.close()\n"
        "print(*sys.modules)"
    )
    listed = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    loaded = set(listed.stdout.split())
    assert {"discord", "numpy", "model.inference.name_generator"} <= loaded
    needless = {"torch", "matplotlib", "babel", "tqdm", "simcord", "discord.ext.commands"}
    assert not loaded & needless
