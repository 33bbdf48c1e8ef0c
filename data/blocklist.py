"""Rebuild `model/inference/blocked.txt`, the words that no name may be, byte for byte.

`python data/blocklist.py [--sources FOLDER]` takes them from the package pinned here, which it
downloads as `build.py` does its own, and from `blocked.tsv`. With `--check` it writes nothing and
says whether the file is as it would be. Both files are in ROT13, so that nobody comes upon the
words unawares; `tr A-Za-z N-ZA-Mn-za-m < data/blocked.tsv` shows them, and turns them back too.

A word that is a name in `finalNames.txt` is free, or Dick and Semyon could not be told. It is
blocked all the same if its line in `blocked.tsv` says `always`. There `word` blocks a name that is
the word, and `part` one that holds it: only what is found in no name of the data may be a part.
"""

import argparse
import codecs
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath
from zipfile import ZipFile

from data.build import CACHE, NAMES
from data.wheels import Wheel, fetch, open_checked
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.romanise import romanise
from model.domain.spelling import fold
from model.inference.blocklist import Blocklist

HERE = Path(__file__).parent
BY_HAND = HERE / "blocked.tsv"
BLOCKED = HERE.parent / "model" / "inference" / "blocked.txt"
SOURCE = Wheel(
    "glin-profanity",
    "4.1.0",
    "efdf834c0c29e9473033d497f4cbff5f414d8fe30aa04b1b9322639739889d0d",
    "MIT; most of its lists are those of LDNOOBW, CC BY 4.0",
    "words of 24 languages that no name may be",
)
SHORTEST = 3
"""Letters of a word; fewer mean something decent somewhere."""

_LATIN = "abcdefghijklmnopqrstuvwxyz'- "
_HAN = re.compile(r"[\u3400-\u9fff]")


def by_hand() -> dict[str, list[str]]:
    """Read the words that a person chose, by what they do: `always`, `part` and `word`."""
    chosen: dict[str, list[str]] = {}
    for line in codecs.decode(BY_HAND.read_text("ascii"), "rot13").splitlines():
        what, _language, words = line.split("\t")
        chosen.setdefault(what, []).extend(words.split())
    return chosen


def packaged(wheel: ZipFile) -> Iterator[str]:
    """Read the package's words, romanised where they must be, and folded."""
    for path in sorted(wheel.namelist()):
        if not re.fullmatch(r"glin_profanity/data/dictionaries/[a-z]+\.json", path):
            continue
        for word in json.loads(wheel.read(path))["words"]:
            # Han is read as Chinese, which Japanese words would not be recognised by.
            if " " in word or (_HAN.search(word) and PurePath(path).stem != "chinese"):
                continue
            latin = word if fold(word).isascii() else romanise(word, _LATIN) or ""
            if re.fullmatch(rf"[a-z]{{{SHORTEST},{MAX_NAME_LENGTH}}}", fold(latin)):
                yield fold(latin)


def build(folder: Path) -> list[str]:
    """Bring both sources to one sorted list, as `Blocklist.of` takes it.

    Raises:
        WrongWheelError: the wheel is missing or is not the one that was pinned.
    """
    chosen = by_hand()
    names = {fold(line.split("\t")[0]) for line in NAMES.read_text("utf-8").splitlines()}
    parts = [f"*{part}*" for part in chosen["part"]]
    held = Blocklist.of(parts)
    with open_checked(SOURCE, folder) as wheel:
        words = {*chosen["word"], *packaged(wheel)} - names
    free_of_parts = {word for word in words if not held.blocks(word)}
    return sorted({*parts, *chosen["always"], *free_of_parts})


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 1 if `--check` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, help="a folder that has the pinned wheel")
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    options = parser.parse_args(arguments)
    if not options.sources:
        fetch((SOURCE,), CACHE)
    built = codecs.encode("".join(f"{w}\n" for w in build(options.sources or CACHE)), "rot13")
    if options.check:
        same = BLOCKED.read_text("ascii") == built
        sys.stdout.write("the same words\n" if same else "other words than would be built\n")
        return 0 if same else 1
    BLOCKED.write_text(built, "ascii")
    sys.stdout.write(f"{BLOCKED}: {len(built.split())} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
