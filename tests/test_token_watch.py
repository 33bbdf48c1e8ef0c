"""A test or process that leaks the bot's token fails, wherever it leaks."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.wire.discord_server.server import TOKEN
from tests.wire.process import run_python

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("pass", 0),
        ("print(TOKEN)", 1),
        ("print(TOKEN, file=sys.stderr)", 1),
        ("logging.getLogger('far.away').warning('%s', TOKEN)", 1),
        ("logging.getLogger().error('It broke', exc_info=ValueError(TOKEN))", 1),
    ],
)
def test_leaking_test_fails(tmp_path: Path, line: str, code: int) -> None:
    file = tmp_path / "test_it.py"
    imports = "import logging, sys\nfrom tests.wire.discord_server.server import TOKEN\n"
    file.write_text(f"{imports}def test_it():\n    {line}\n", "utf-8")
    options = [
        "-q",
        "-p",
        "tests.token_watch",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
    ]
    ended = subprocess.run(  # noqa: S603 - a command of our own
        [sys.executable, "-m", "pytest", *options, str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code, ended.stdout
    assert ("the token is in" in ended.stdout) is bool(code)


async def test_leaking_process_fails() -> None:
    with pytest.raises(AssertionError, match=r"the token is in the output of .* -c "):
        async with run_python("-c", f"print({TOKEN!r})") as process:
            await process.wait()
