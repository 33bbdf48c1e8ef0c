"""Files that nobody but their owner may read."""

import logging
from pathlib import Path

from bot.runtime.log import error_summary

UMASK = 0o077
"""What new files and folders withhold: every right of the group and of others."""

_log = logging.getLogger(__name__)


def withdraw_from_others(*files: Path) -> None:
    """Take the rights of the group and of others away, as of files made under another umask.

    Files that are not there are passed over, and one that cannot be changed is logged.
    """
    for file in files:
        try:
            mode = file.stat().st_mode
            if mode & UMASK:
                file.chmod(mode & ~UMASK & 0o7777)
                _log.warning("%s could be read by others, and now cannot", file)
        except FileNotFoundError:
            continue
        except OSError as error:
            _log.warning("%s can be read by others: %s", file, error_summary(error))


def is_open_to_others(file: Path) -> bool:
    """Return whether the group or others have any right to a file; False if it is not there."""
    try:
        return bool(file.stat().st_mode & UMASK)
    except OSError:
        return False
