"""Notices that another program moved, replaced or overwrote the open database file."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.errors import DatabaseReplacedError, is_damage, unreadable_error

VERIFICATION_PATIENCE = 0.3
"""Seconds that a change waits for the file to be read anew; that goes on beside it after them."""

_log = logging.getLogger(__name__)


class FileGuard:
    """Compares the file at a path with the one that was opened there.

    SQLite itself goes on with a file that was moved or cut off under it: it acknowledges changes
    that nobody finds again. Only the file's status is looked at, since closing a file that SQLite
    has open would release its locks.
    """

    def __init__(self, path: Path, verify: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Guard a file that has just been opened and checked.

        Args:
            path: the file.
            verify: reads all of the file anew, and raises `StoreError` if it is damaged.
        """
        self._path = path
        self._verify = verify
        self._verification: asyncio.Task[None] | None = None
        self._is_suspect = False
        """Whether others wrote to the file since a verification of it was begun."""
        self._identity = file_identity(path)
        self._state = _file_state(path)

    async def require_unchanged(self) -> None:
        """Ensure that the file is the one that was opened; if others wrote to it, that it is whole.

        Raises:
            DatabaseReplacedError: it is another file, none, or damaged.
            StoreError: it cannot be read at the moment.
        """
        try:
            state = _file_state(self._path)
            # SQLite would delete the log of an empty file that it opens anew.
            same = file_identity(self._path) == self._identity and state.size > 0
            if same:
                await self._require_sound(is_changed=state != self._state)
        except FileNotFoundError:
            same = False
        except OSError as error:
            raise unreadable_error() from error
        except StoreError as error:
            if is_damage(error):
                raise self._replaced() from error
            raise
        if not same:
            raise self._replaced()

    async def _require_sound(self, *, is_changed: bool) -> None:
        """Have the file read anew if others wrote to it, which takes long if it is large.

        Raises:
            StoreError: it, or what was still read before, is damaged.
        """
        self._is_suspect = self._is_suspect or is_changed
        if self._is_suspect and self._verification is None:
            self._is_suspect = False
            self._verification = asyncio.create_task(self._verify())
            await asyncio.wait({self._verification}, timeout=VERIFICATION_PATIENCE)
            self.trust()
        if self._verification is not None and self._verification.done():
            done, self._verification = self._verification, None
            self._is_suspect = self._is_suspect or done.exception() is not None
            done.result()

    async def close(self) -> None:
        """Read on no longer."""
        if self._verification is not None:
            self._verification.cancel()
            await asyncio.wait({self._verification})

    def trust(self) -> None:
        """Record that the file's latest change was the bot's own."""
        self._state = _file_state(self._path)

    def _replaced(self) -> DatabaseReplacedError:
        _log.critical(
            "The database %s was moved, replaced or overwritten while the bot had it open. Nothing "
            "more is saved. Stop the bot, put the file back or restore a backup, and start it.",
            self._path,
        )
        return DatabaseReplacedError()


def file_identity(path: Path) -> tuple[int, int]:
    """Return a file's device and inode, which a file moved into its place does not have."""
    status = path.stat()
    return status.st_dev, status.st_ino


class _FileState(NamedTuple):
    size: int
    changed_at: int


def _file_state(path: Path) -> _FileState:
    status = path.stat()
    return _FileState(status.st_size, status.st_mtime_ns)
