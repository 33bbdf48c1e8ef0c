"""Programs that use a database in a process of their own, and may be killed."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent, indent

ROOT = Path(__file__).parents[3]
PROGRAM = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.favourites.store import open_favourites

async def main(path):
    async with open_favourites(Path(path), patience=60) as favourites:
{body}

asyncio.run(main(sys.argv[1]))
"""


def begin(database: Path, body: str) -> subprocess.Popen[str]:
    """Begin a program that opens a database's `favourites` and does what the body says."""
    return begin_program(PROGRAM.format(body=indent(dedent(body).strip(), 8 * " ")), database)


def begin_program(code: str, *paths: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", dedent(code), *map(str, paths)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def read_line(program: subprocess.Popen[str]) -> str:
    """Wait for a line that a program prints."""
    assert program.stdout is not None
    return next(program.stdout)
