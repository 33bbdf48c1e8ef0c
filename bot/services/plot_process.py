"""A process of its own that draws a picture (docs/adr/0011).

matplotlib would permanently add half to the bot's memory, and plotting holds the interpreter's lock
for long.
"""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping

_VARIABLE_PREFIXES = (
    *("PATH", "HOME", "LANG", "LC_", "TMP", "TEMP", "LD_LIBRARY_PATH", "DYLD_", "SYSTEMROOT"),
    *("PYTHON", "VIRTUAL_ENV", "MPL", "XDG_", "FONTCONFIG_", "OPENBLAS_", "OMP_"),
)
"""Beginnings of the names of the environment variables that the process is given."""

_log = logging.getLogger(__name__)


class PlotError(Exception):
    """The picture could not be drawn; `str` is the process's stderr."""


async def run_plot(module: str, *arguments: str, content: bytes = b"") -> bytes:
    """Run a module that reads `content` and writes a PNG, and return that.

    The process is killed if this is cancelled.

    Raises:
        PlotError: it failed.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", module, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env=_environment(os.environ),
    )
    try:
        png, stderr = await process.communicate(content)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        message = stderr.decode(errors="replace")
        # Logged here, since the log omits exceptions' messages; this one quotes no user input.
        _log.warning("The plotting process failed: %s", message)
        raise PlotError(message)
    return png


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what Python and matplotlib need of an environment: no setting, and no token."""
    return {name: value for name, value in environ.items() if name.startswith(_VARIABLE_PREFIXES)}
