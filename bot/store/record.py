"""The record of deletions: a file beside the backups, by which deletions survive a restore.

Each line is one deletion, or says that a database's are recorded here: the database's id, the
number up to which it deleted, and the mark of what it covered, which does not tell whose it was.
"""

import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store.errors import StoreError

FILENAME = "deletions"
_LINE = re.compile(r"([0-9a-f]+) ([0-9]+) ([0-9a-f]*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes:
        database: its id.
        number: all in the scope with a number up to this one was deleted; 0 in a database's first
            line, which is no deletion.
        mark: the scope, hashed with the database's key; empty in a first line.
    """

    database: str
    number: int
    mark: str


class DeletionRecord:
    """The file, which several processes may append to. Its methods wait for the disk."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILENAME

    def read(self, database: str) -> Sequence[Line]:
        """Return the lines of a database; none if there is no file.

        Raises:
            StoreError: it cannot be read.
        """
        with self._translated():
            text = self.path.read_text("utf-8", "replace") if self.path.exists() else ""
        return [line for line in _parse(text) if line.database == database]

    def add(self, lines: Sequence[Line] = ()) -> None:
        """Append lines; they are on the disk when this returns. Without any, try whether it can.

        Raises:
            StoreError: they are not all there.
        """
        with self._translated():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._locked() as descriptor:
                end = os.lseek(descriptor, 0, os.SEEK_END)
                # What a crash has cut off stays a line of its own.
                is_cut_off = end > 0 and os.pread(descriptor, 1, end - 1) != b"\n"
                text = "\n" * is_cut_off + "".join(map(_format, lines))
                with open(descriptor, "ab", closefd=False) as file:
                    file.write(text.encode())
                os.fsync(descriptor)

    def forget(self, database: str, number: int) -> None:
        """Remove the deletions of a database up to a number.

        Raises:
            StoreError: the file cannot be written; it is unchanged.
        """
        with self._translated(), self._locked() as descriptor:
            size = os.lseek(descriptor, 0, os.SEEK_END)
            lines = [*_parse(os.pread(descriptor, size, 0).decode("utf-8", "replace"))]
            left = [
                line for line in lines if line.database != database or not 0 < line.number <= number
            ]
            if left == lines:
                return
            fresh = self.path.with_name(f".{FILENAME}.partial")
            with fresh.open("w", encoding="utf-8") as file:
                file.writelines(map(_format, left))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.path)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Open the file to append to it, while no other process does or replaces it."""
        while True:
            descriptor = os.open(
                self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if os.path.samestat(os.fstat(descriptor), self.path.stat()):
                    yield descriptor
                    return
            finally:
                os.close(descriptor)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = f"The record of deletions {self.path} cannot be used: {error.strerror}."
            raise StoreError(message) from error


def _parse(text: str) -> Iterator[Line]:
    for found in map(_LINE.fullmatch, text.splitlines()):
        if found:
            yield Line(found[1], int(found[2]), found[3])


def _format(line: Line) -> str:
    return f"{line.database} {line.number} {line.mark}\n"
