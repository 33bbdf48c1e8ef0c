"""A place in memory for what tests write much of; none of them is about a loss of power."""

import shutil
from pathlib import Path

MEMORY, ENOUGH = Path("/dev/shm"), 4 * 2**30  # noqa: S108 - only a folder of one's own in it is used


def folder_in_memory() -> Path | None:
    """Return where a folder in memory can be made; None if there is no such place, or no room."""
    has_room = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if has_room else None
