"""The hosting page is up to date."""

import re
from pathlib import Path

from bot.runtime.settings import settings_table

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hosting.md").read_text("utf-8")
CLUSTER = (ROOT / "docs" / "cluster.md").read_text("utf-8")


def test_page_prints_the_table_of_settings() -> None:
    assert settings_table() in PAGE, settings_table()


def test_commands_as_root_use_the_database_the_settings_and_the_token_of_the_unit() -> None:
    unit = (ROOT / "docs" / "nomen.service").read_text("utf-8")
    (command,) = re.findall(r"systemd-run (.*?)/opt/nomen/bin/python", PAGE, re.DOTALL)
    for pattern in (r"NOMEN_DATABASE=\S+", r"EnvironmentFile=\S+"):
        assert re.findall(pattern, command) == re.findall(pattern, unit)
    (token_file,) = re.findall(r"DISCORD_TOKEN_FILE=(\S+)", command)
    assert f"LoadCredential=discord-token:{token_file}\n" in unit


def test_git_ignores_the_files_that_the_pages_make() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    made = {
        "discord-token": "discord-token",
        "docker-compose.override.yml": "docker-compose.override.yml",
        "> request.json": "/request.json",
        ".tar.age": "*.tar.age",
        "> nomen.dump": "*.dump",
        "backups/deletions .": "/deletions",
    }
    for command, pattern in made.items():
        assert command in PAGE + CLUSTER
        assert pattern in ignored
