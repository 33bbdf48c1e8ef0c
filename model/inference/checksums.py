"""Are the weights the bytes that they were when they were made?

`sha256sum *.npz > SHA256SUMS`, in `model/weights`, records them.
"""

from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "weights"
RECORD = "SHA256SUMS"
"""The file beside the weights, as `sha256sum` writes it."""


class DamagedError(Exception):
    """A file of weights is not what it was; `str` says which."""


def verify(folder: Path = FOLDER) -> Sequence[str]:
    """Compare every recorded file's SHA-256, and give their names.

    Raises:
        DamagedError: a file or the record is missing or differs.
    """
    try:
        lines = (folder / RECORD).read_text("ascii").splitlines()
        names = [_verified(folder, *line.split()) for line in lines]
    except (OSError, ValueError, TypeError) as error:
        message = f"they cannot be compared: {error}"
        raise DamagedError(message) from error
    if not names:
        message = f"{folder / RECORD} is empty"
        raise DamagedError(message)
    return names


def _verified(folder: Path, recorded: str, name: str) -> str:
    with (folder / name).open("rb") as file:
        if file_digest(file, "sha256").hexdigest() != recorded:
            message = f"{folder / name} is not what it was; install Nomen anew"
            raise DamagedError(message)
    return name
