"""A process of its own for one piece of work: a picture, or speech.

matplotlib would permanently add half to the bot's memory, and plotting holds the interpreter's lock
for long. The speech engine keeps its state in global variables, and is under the GPL.
"""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping

_VARIABLES = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT"),
    *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "VIRTUAL_ENV"),
    *("PYTHONHOME", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8"),
    *("MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH"),
    *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"),
)
"""The environment variables that the process is given: a secret may begin like one of them."""

_log = logging.getLogger(__name__)


class ChildFailedError(Exception):
    """The work was not done; `str` is the process's stderr, or why there is no process."""


async def run_module(module: str, *arguments: str, content: bytes = b"") -> bytes:
    """Run a module that reads `content`, and return what it writes.

    The process is killed if this is cancelled.

    Raises:
        ChildFailedError: it failed.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", module, *arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=_environment(os.environ),
        )
    except OSError as error:
        _log.warning("There is no process for %s: %s", module, error.strerror)
        raise ChildFailedError(error.strerror) from error
    try:
        output, stderr = await process.communicate(content)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        message = stderr.decode(errors="replace")
        # Logged here, since the log omits exceptions' messages; this one quotes no user input.
        _log.warning("The process of %s failed: %s", module, message)
        raise ChildFailedError(message)
    return output


def _environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return what Python and matplotlib need of an environment: no setting, and no token."""
    return {name: environ[name] for name in _VARIABLES if name in environ}
