"""The processes of their own: what they are told, and what they are not."""

from pathlib import Path

import pytest

from bot.services.child_process import run_module

LISTING = "import os, sys; print(sys.flags.safe_path, *os.environ, sep='\\n')"
SECRETS = {
    *("DISCORD_TOKEN", "NOMEN_CONTACT", "PGPASSWORD"),
    *("HOMEBREW_TOKEN", "PYTHON_SECRET", "LC_KEY", "PATH_KEY"),
}


async def test_a_process_imports_nothing_from_its_folder_and_is_given_what_is_named_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "listing.py").write_text(LISTING, "ascii")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in SECRETS | {"LANG", "MPLCONFIGDIR"}:
        monkeypatch.setenv(name, "x")
    is_safe, *variables = (await run_module("listing")).decode().split()
    assert is_safe == "True"
    assert {"PATH", "PYTHONPATH", "LANG", "MPLCONFIGDIR"} <= {*variables}
    assert not SECRETS & {*variables}
