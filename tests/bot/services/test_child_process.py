"""The processes of their own: what they are told, and what they are not."""

from pathlib import Path

import pytest

from bot.services.child_process import run_module

LISTING = "import os; print(*sorted(os.environ), sep='\\n')"
SECRETS = {"DISCORD_TOKEN", "PGPASSWORD", "HOMEBREW_TOKEN", "PYTHON_SECRET", "LC_KEY", "PATH_KEY"}


@pytest.fixture
async def variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> set[str]:
    """The names of the environment variables that a module finds."""
    (tmp_path / "listing.py").write_text(LISTING, "ascii")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in SECRETS | {"LANG"}:
        monkeypatch.setenv(name, "x")
    return set((await run_module("listing")).decode().split())


async def test_a_process_is_given_what_is_named_and_nothing_that_begins_like_it(
    variables: set[str],
) -> None:
    assert {"PATH", "PYTHONPATH", "LANG"} <= variables
    assert not SECRETS & variables
