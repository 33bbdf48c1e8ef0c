"""Rebuild `model/selection/everyday_words.npz`, the words that no invented name should be.

`python data/everyday_words.py [--sources FOLDER]` takes them from the package pinned here, which it
downloads as `build.py` does its own. With `--check` it only compares the file with what it would
write: its hashes and not its bytes, because builds of zlib compress differently. With
`--held-out` it only prints how many names of the validation and test set would be lost in each
country, the most first, if only the names of the training set were known to be names.
"""

import gzip
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import msgpack
import numpy as np

from data.command import parse
from data.sources import open_wheel, source_of
from model.domain.arrays import HashArray
from model.domain.corpus import entries, select
from model.domain.countries import countries
from model.domain.spelling import fold
from model.selection.everyday_words import (
    EVERYDAY_WORDS,
    EverydayWords,
    hash_words,
    languages_of,
    save,
)

SOURCE = source_of("wordfreq")
_HEADER = {"format": "cB", "version": 1}
_WORD = re.compile(r"[a-z]{2,16}")


def all_languages() -> list[str]:
    """Return the languages of all countries, sorted."""
    return sorted({language for code in countries() for language in languages_of(code)})


def read_words(wheel: ZipFile, language: str) -> Iterator[str]:
    """Read a language's words of a Zipf frequency above 3, folded; a word may come twice.

    The Zipf frequency is log10 of the occurrences in a billion words. A small list of wordfreq has
    these words and no others: after a header, one list of words for each hundredth of log10.

    Raises:
        ValueError: the list has another format.
    """
    packed = wheel.read(f"wordfreq/data/small_{language}.msgpack.gz")
    header, *buckets = msgpack.unpackb(gzip.decompress(packed))
    if header != _HEADER:
        message = f"the list of {language} begins with {header}, not {_HEADER}"
        raise ValueError(message)
    for words in buckets:
        yield from filter(_WORD.fullmatch, map(fold, words))


@cache  # The wheel is pinned, and its million words take seconds.
def hash_source(folder: Path) -> Mapping[str, HashArray]:
    """Hash the words of every language, names among them.

    Args:
        folder: has the pinned wheel.

    Raises:
        SourceError: the wheel is missing or does not match its pinned hash.
    """
    with open_wheel(SOURCE, folder) as wheel:
        return {language: hash_words(read_words(wheel, language)) for language in all_languages()}


def build_hashes(folder: Path, names: Iterable[str]) -> dict[str, HashArray]:
    """Hash the words of every language that are no names.

    What goes is every word with the hash of a name, so that no name is ever lost to a collision.

    Args:
        folder: has the pinned wheel.
        names: in any country, in any spelling.

    Raises:
        SourceError: the wheel is missing or does not match its pinned hash.
    """
    hashed_names = hash_words(map(fold, names))
    return {
        language: np.setdiff1d(hashes, hashed_names, assume_unique=True)
        for language, hashes in hash_source(folder).items()
    }


def count_lost(words: EverydayWords) -> dict[str, tuple[int, int]]:
    """Count a country's names outside the training set: those that are words, and all."""
    held_out = [e for split in ("validation", "test") for e in select(split, entries())]
    counts: dict[str, tuple[int, int]] = {}
    for entry in held_out:
        lost, total = counts.get(entry.country, (0, 0))
        is_word = words.language_of_word(fold(entry.name), entry.country) is not None
        counts[entry.country] = (lost + is_word, total + 1)
    return counts


def _print_lost(folder: Path) -> None:
    training = build_hashes(folder, (entry.name for entry in select("train", entries())))
    counts = count_lost(EverydayWords.from_hashes(training))
    for code, (lost, total) in sorted(counts.items(), key=lambda item: -item[1][0] / item[1][1]):
        sys.stdout.write(f"{code}\t{lost}\t{total}\t{lost / total:.3f}\n")


def _are_equal(one: Mapping[str, HashArray], other: Mapping[str, HashArray]) -> bool:
    return one.keys() == other.keys() and all(
        np.array_equal(one[language], other[language]) for language in one
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 1 if `--check` finds a difference."""
    folder, options = parse(__doc__, arguments, [SOURCE], "--held-out")
    if options.held_out:
        _print_lost(folder)
        return 0
    built = build_hashes(folder, (entry.name for entry in entries()))
    if options.check:
        shipped = EverydayWords.load()
        same = _are_equal(built, {code: shipped.hashes(code) for code in shipped.languages})
        sys.stdout.write("the same words\n" if same else "other words than would be built\n")
        return 0 if same else 1
    save(built)
    sys.stdout.write(f"{EVERYDAY_WORDS}: {sum(map(len, built.values()))} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
