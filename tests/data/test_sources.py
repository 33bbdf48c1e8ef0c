"""The table of sources, and how its packages are verified and opened."""

import hashlib
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.readers import READERS
from data.sources import File, Source, SourceError, download_missing, open_wheel, sources
from model.domain.countries import countries

WHEEL = "some_names-1.0-py3-none-any.whl"


@pytest.fixture
def source(tmp_path: Path) -> Source:
    with ZipFile(tmp_path / WHEEL, "w") as opened:
        for path in ("nl/f.txt", "nl/m.txt", "be/f.txt", "be/m.txt"):
            opened.writestr(path, path)
    sha256 = hashlib.sha256((tmp_path / WHEEL).read_bytes()).hexdigest()
    columns = "lists", "nl=NL be=BE", "*/f.txt */m.txt"
    return Source("some-names", "1.0", "wheel", *columns, sha256, "MIT", "names")


def test_every_source_is_pinned_licensed_and_read_by_a_reader() -> None:
    for source in sources():
        assert source.kind in {"wheel", "sdist", "npm", "file"}
        assert len(source.sha256) == 64
        assert all((source.version, source.licence, source.contents))
        assert source.reader in {"", *READERS}
        assert {place[-2:] for place in source.countries.split()} <= set(countries())


def test_files_have_countries_and_genders_of_their_paths(tmp_path: Path, source: Source) -> None:
    assert list(source.read(tmp_path)) == [
        File(b"nl/f.txt", "NL", "F"),
        File(b"nl/m.txt", "NL", "M"),
        File(b"be/f.txt", "BE", "F"),
        File(b"be/m.txt", "BE", "M"),
    ]


def test_one_file_may_have_every_country(tmp_path: Path, source: Source) -> None:
    (file,) = replace(source, countries="", path="nl/f.txt").read(tmp_path)
    assert file == File(b"nl/f.txt", "", "U")


def test_wrong_hash_is_rejected(tmp_path: Path, source: Source) -> None:
    path = tmp_path / WHEEL
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(SourceError, match="has the hash"):
        open_wheel(source, tmp_path)


def test_missing_wheel_is_named_in_the_error(tmp_path: Path, source: Source) -> None:
    (tmp_path / WHEEL).unlink()
    with pytest.raises(SourceError, match=r"some_names-1\.0"):
        open_wheel(source, tmp_path)


def test_present_wheel_is_not_downloaded(tmp_path: Path, source: Source) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    download_missing((source,), tmp_path)  # no index has such a package
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
