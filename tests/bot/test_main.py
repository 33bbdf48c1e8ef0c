"""`python -m bot`: output and exit codes."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock, call

import pytest

from bot.__main__ import main
from bot.runtime.exit_codes import ExitCode
from tests.support.processes import ROOT, modules_loaded_by, run

pytestmark = pytest.mark.usefixtures("restore_discord_urls")

TOKEN = "MTIz.Gabcde.not-a-real-token"  # noqa: S105 - not a real token


@pytest.fixture(autouse=True)
def _isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty folder; discord.py's log level is restored afterwards."""
    monkeypatch.chdir(tmp_path)
    discord_logger = logging.getLogger("discord")
    before = discord_logger.level
    yield
    discord_logger.setLevel(before)


@pytest.fixture
def unreachable(closed_port: int) -> str:
    return f"http://127.0.0.1:{closed_port}/api/v10"


@pytest.mark.parametrize(
    "command", ["run", "playground", "backup file", "restore file", "check --quick"]
)
def test_invalid_setting_is_reported(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.split(), {"NOMEN_LOG_LEVEL": "LOUD"}) == ExitCode.CONFIG_ERROR
    assert capsys.readouterr().err.startswith("NOMEN_LOG_LEVEL is 'LOUD'")


def test_settings_are_read_from_the_dotenv_file_unless_the_environment_has_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("# mine\nNOMEN_SHARD_COUNT=none\nDISCORD_TOKEN\n", "utf-8")
    assert main(["run"], {}) == ExitCode.CONFIG_ERROR
    assert "NOMEN_SHARD_COUNT" in capsys.readouterr().err
    assert main(["run"], {"NOMEN_SHARD_COUNT": "1"}) == ExitCode.CONFIG_ERROR
    assert "DISCORD_TOKEN is not set" in capsys.readouterr().err


def test_unusable_database_is_reported_in_one_line(
    tmp_path: Path, unreachable: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nomen.sqlite3").write_text("no database at all", "ascii")
    assert main(["run"], {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable}) == 66
    assert capsys.readouterr().err == (
        "The database nomen.sqlite3 is damaged, or no database. It was left as it is; put a backup "
        "in its place.\n"
    )


def test_playground_options_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    serve = Mock(return_value=0)
    monkeypatch.setattr("bot.playground.serve.serve", serve)
    assert main(["playground", "--port", "0", "--no-browser"], {}) == 0
    assert main(["playground", "--language", "nl"], {}) == 0
    assert serve.call_args_list == [
        call(0, open_browser=False, language=None),
        call(8765, open_browser=True, language="nl"),
    ]


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "--port", "1"]])
def test_invalid_command_line_prints_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_info:
        main(arguments, {})
    assert exit_info.value.code == 2
    assert "usage: python -m bot" in capsys.readouterr().err


def test_discord_py_does_not_log_at_debug_level(tmp_path: Path, unreachable: str) -> None:
    (tmp_path / "nomen.sqlite3").write_text("no database, so the bot ends", "ascii")
    environ = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": unreachable, "NOMEN_LOG_LEVEL": "DEBUG"}
    assert main(["run"], environ) == 66
    assert logging.getLogger("discord").getEffectiveLevel() >= logging.INFO


def test_process_without_a_token_explains_setup_and_playground_and_exits(tmp_path: Path) -> None:
    environ = {"PATH": os.defpath, "PYTHONPATH": str(ROOT)}
    process = run(sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environ)
    assert process.returncode == 78
    assert "make run" in process.stderr
    assert "Run it on Discord" in process.stderr
    assert "Traceback" not in process.stderr


def test_running_bot_imports_no_heavy_packages() -> None:
    code = (
        "import asyncio, sys, bot.__main__, bot.serve\n"
        "from bot.services.fair_executor import Requester\n"
        "from bot.services.name_service import NameService\n"
        "from model.domain.condition import Condition\n"
        "from model.domain.generation import NameRequest\n"
        "name_service, who = NameService.load(), Requester(1, 1)\n"
        "asyncio.run(name_service.suggest(NameRequest(Condition.for_country('NL')), 1, who))\n"
        "assert 'model.origin.classifier' not in sys.modules\n"
        "blend = NameRequest(Condition.blend({'NL': 1, 'PL': 1}))\n"
        "asyncio.run(name_service.blend(blend, 1, who))\n"
        "asyncio.run(name_service.rank('Sanne', None, who))\n"
        "name_service.close()"
    )
    loaded = modules_loaded_by(code)
    assert {"discord", "numpy", "model.inference.name_generator"} <= loaded
    unneeded = {"torch", "matplotlib", "babel", "tqdm", "discord.ext.commands"}
    unneeded |= {"simcord", "bot.playground.serve", "webbrowser"}
    assert not loaded & unneeded
