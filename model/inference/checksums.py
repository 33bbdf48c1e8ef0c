"""Checksums of the weights; `python -m tools.retrain -s checksums` records them."""

from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

from model.domain.npz import WEIGHTS_FOLDER

CHECKSUMS_FILE = "SHA256SUMS"


class ChecksumError(Exception):
    """A file of weights is missing or damaged; `str` says which."""


def verify_checksums(folder: Path = WEIGHTS_FOLDER) -> Sequence[str]:
    """Compare every recorded file's SHA-256, and return the files' names.

    Raises:
        ChecksumError: a file or the record is missing or differs.
    """
    try:
        lines = (folder / CHECKSUMS_FILE).read_text("ascii").splitlines()
        names = [_verify_file(folder, *line.split()) for line in lines]
    except (OSError, ValueError, TypeError) as error:
        message = f"they cannot be compared: {error}"
        raise ChecksumError(message) from error
    if not names:
        message = f"{folder / CHECKSUMS_FILE} is empty"
        raise ChecksumError(message)
    return names


def _verify_file(folder: Path, recorded: str, name: str) -> str:
    with (folder / name).open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != recorded:
            message = f"{folder / name} is not what it was; install Nomen anew"
            raise ChecksumError(message)
    return name
