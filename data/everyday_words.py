"""Rebuild `model/selection/everyday_words.trie`, the words that no invented name should be.

`python data/everyday_words.py [--sources FOLDER]` takes them from the package pinned here, which it
downloads as `build.py` does its own. With `--check` it only compares the file with what it would
write. With `--held-out` it only prints how many names of the validation and test set would be lost
in each country, the most first, if only the names of the training set were known to be names.
"""

import gzip
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import msgpack

from data.command import parse
from data.sources import open_wheel, source_of
from model.domain.corpus import entries, select
from model.domain.countries import countries
from model.domain.spelling import fold
from model.selection.everyday_words import EVERYDAY_WORDS, EverydayWords, languages_of

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
def read_source(folder: Path) -> Mapping[str, frozenset[str]]:
    """Read the words of every language, names among them.

    Args:
        folder: has the pinned wheel.

    Raises:
        SourceError: the wheel is missing or does not match its pinned hash.
    """
    with open_wheel(SOURCE, folder) as wheel:
        return {language: frozenset(read_words(wheel, language)) for language in all_languages()}


def build(folder: Path, names: Iterable[str]) -> EverydayWords:
    """Collect the words of every language that are no names.

    Args:
        folder: has the pinned wheel.
        names: in any country, in any spelling.

    Raises:
        SourceError: the wheel is missing or does not match its pinned hash.
    """
    no_words = frozenset(map(fold, names))
    words = read_source(folder)
    return EverydayWords.of({language: words[language] - no_words for language in words})


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
    counts = count_lost(build(folder, (entry.name for entry in select("train", entries()))))
    for code, (lost, total) in sorted(counts.items(), key=lambda item: -item[1][0] / item[1][1]):
        sys.stdout.write(f"{code}\t{lost}\t{total}\t{lost / total:.3f}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 1 if `--check` finds a difference."""
    folder, options = parse(__doc__, arguments, [SOURCE], "--held-out")
    if options.held_out:
        _print_lost(folder)
        return 0
    built = build(folder, (entry.name for entry in entries()))
    if options.check:
        same = set(built) == set(EverydayWords.load())
        sys.stdout.write("the same words\n" if same else "other words than would be built\n")
        return 0 if same else 1
    built.save()
    sys.stdout.write(f"{EVERYDAY_WORDS}: {len({*built}):,} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
