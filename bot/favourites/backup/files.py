"""Replacing files atomically."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.favourites.errors import StoreError
from bot.favourites.sqlite.snapshot import sidecar_files

PARTIAL_SUFFIX = ".partial"
"""Suffix of files that are not complete yet."""
ABANDONED_SECONDS = 300.0
"""Seconds after which nobody completes them any more, unless they are written to."""


@contextmanager
def temporary_sibling(target: Path) -> Iterator[Path]:
    """Yield an empty file in the target's folder, readable by its owner only; delete it at the end.

    Raises:
        StoreError: the folder does not exist or cannot be written.
    """
    with translate_os_errors(target):
        descriptor, name = tempfile.mkstemp(PARTIAL_SUFFIX, f".{target.name}.", target.parent)
    os.close(descriptor)
    partial = Path(name)
    try:
        yield partial
    finally:
        for file in (partial, *sidecar_files(partial)):
            file.unlink(missing_ok=True)


def make_private_folder(folder: Path) -> None:
    """Create a folder for its owner only, unless it is there.

    Raises:
        StoreError: it cannot be created.
    """
    with translate_os_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def remove_partial_files(target: Path) -> None:
    """Delete what a bot that was killed left of incomplete versions of a file.

    Another, with which it shares the folder, may just be writing one.

    Raises:
        StoreError: they cannot be deleted.
    """
    with translate_os_errors(target):
        for partial in target.parent.glob(f".{target.name}.*{PARTIAL_SUFFIX}"):
            if time.time() - partial.stat().st_mtime > ABANDONED_SECONDS:
                partial.unlink(missing_ok=True)


def replace_file(partial: Path, target: Path) -> int:
    """Rename a complete file durably, and return its size in bytes.

    Raises:
        StoreError: it cannot be renamed.
    """
    with translate_os_errors(target):
        partial.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return target.stat().st_size


@contextmanager
def translate_os_errors(target: Path) -> Iterator[None]:
    """Turn the system's errors into `StoreError`s whose messages begin with the file.

    Raises:
        StoreError: an `OSError` was raised in the context.
    """
    try:
        yield
    except OSError as error:
        message = f"{target} cannot be read or written: {error.strerror}."
        raise StoreError(message) from error
