"""`model/selection/everyday_words.trie`: its source, and that no name is lost to it."""

import gzip
from pathlib import Path
from zipfile import ZipFile

import msgpack
import pytest

from data.everyday_words import count_lost, main, read_words
from data.records import Record
from model.domain.corpus import entries as data_entries
from model.domain.corpus import select, split_of
from model.domain.spelling import fold
from model.selection.everyday_words import EverydayWords


@pytest.mark.slow
def test_everyday_words_are_reproducible(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "the same words\n"


def test_held_out_names_are_counted_by_country() -> None:
    name = next(e for e in select("test", data_entries()) if e.country == "NL").name
    counts = count_lost(EverydayWords.of({"nl": [fold(name)]}))
    held_out = sum(e.country == "NL" and split_of(e.name) != "train" for e in data_entries())
    assert counts["NL"] == (1, held_out)
    assert counts["IR"][0] == counts["PL"][0] == 0


def test_no_name_of_any_country_is_a_word_of_its_languages(names: list[Record]) -> None:
    words = EverydayWords.load()
    assert [n for n in names if words.language_of_word(fold(n.name), n.country)] == []


def test_words_are_folded_and_of_the_right_length(tmp_path: Path) -> None:
    words = write_list(tmp_path, {"format": "cB", "version": 1}, ["a", "één", "l'été"], ["00", "в"])
    assert list(read_words(words, "xx")) == ["een", "lete"]


def test_another_format_is_an_error(tmp_path: Path) -> None:
    words = write_list(tmp_path, {"format": "cB", "version": 2}, ["word"])
    with pytest.raises(ValueError, match="the list of xx begins with"):
        list(read_words(words, "xx"))


def write_list(folder: Path, *packed: object) -> ZipFile:
    with ZipFile(folder / "wheel.zip", "w") as archive:
        content = gzip.compress(msgpack.packb(packed))
        archive.writestr("wordfreq/data/small_xx.msgpack.gz", content)
    return ZipFile(folder / "wheel.zip")
