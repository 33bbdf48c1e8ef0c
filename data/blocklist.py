"""Rebuild `model/inference/blocked.txt`, the words that are never generated, byte for byte.

`python data/blocklist.py [--sources FOLDER]` takes them from the package pinned here, which it
downloads as `build.py` does its own, and from `blocked.tsv`. With `--check` it only compares the
file with what it would write. Both files are in ROT13, so that nobody reads the words by accident;
`tr A-Za-z N-ZA-Mn-za-m < data/blocked.tsv` decodes them and encodes them again.

A word that is a name in `finalNames.txt`, such as Dick, is not blocked unless its line in
`blocked.tsv` says `always`. There `word` blocks a name equal to the word, `slur` also one equal to
it with an ending, and `part` a name that contains it or what looks like it; `start` and `end` block
names that start or end so, and `threat` what has one of the `target`s right after it. A word of six
letters that occurs in no name there blocks as a part too. What all this blocks in `finalNames.txt`
all the same, such as what only has letters doubled, is allowed by name, and so is each `name`:
others that many people bear.
"""

import codecs
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from zipfile import ZipFile

from data.build import NAMES
from data.command import rebuild
from data.sources import HERE, open_wheel, source_of
from model.domain.generation import MAX_NAME_LENGTH
from model.domain.romanise import romanise
from model.domain.spelling import fold
from model.inference.blocklist import Blocklist

MANUAL_ENTRIES = HERE / "blocked.tsv"
BLOCKED = HERE.parent / "model" / "inference" / "blocked.txt"
SOURCE = source_of("glin-profanity")
MIN_WORD_LENGTH = 3
"""Shorter words are harmless in some language."""
MIN_EMBEDDED_LENGTH = 6
"""Letters of a word that is blocked inside a name: in shorter ones, too many real names are."""

_LATIN_CHARACTERS = "abcdefghijklmnopqrstuvwxyz'- "
_HAN = re.compile(r"[\u3400-\u9fff]")

_PATTERNS = {"part": "*{}*", "start": "{}*", "end": "*{}", "threat": "{}+", "target": "+{}"}
"""The entries of `Blocklist` that the kinds of `blocked.tsv` become, except for whole words."""


def read_manual_entries() -> dict[str, list[str]]:
    """Read `blocked.tsv` as lists of words by kind, such as `always`, `part` and `word`."""
    chosen: dict[str, list[str]] = {}
    for line in codecs.decode(MANUAL_ENTRIES.read_text("ascii"), "rot13").splitlines():
        what, _language, words = line.split("\t")
        chosen.setdefault(what, []).extend(words.split())
    return chosen


def read_package_words(wheel: ZipFile) -> Iterator[str]:
    """Read the package's words, romanised and folded."""
    for path in sorted(wheel.namelist()):
        if not re.fullmatch(r"glin_profanity/data/dictionaries/[a-z]+\.json", path):
            continue
        for word in json.loads(wheel.read(path))["words"]:
            # Han characters are romanised as Chinese, which is wrong for Japanese words.
            if " " in word or (_HAN.search(word) and PurePath(path).stem != "chinese"):
                continue
            latin = word if fold(word).isascii() else romanise(word, _LATIN_CHARACTERS) or ""
            if re.fullmatch(rf"[a-z]{{{MIN_WORD_LENGTH},{MAX_NAME_LENGTH}}}", fold(latin)):
                yield fold(latin)


def _with_endings(slurs: Iterable[str]) -> Iterator[str]:
    for slur in slurs:
        yield from (slur, f"{slur}a", f"{slur}boy", f"{slur.removesuffix('e')}er")


def build_entries(folder: Path) -> list[str]:
    """Merge both sources into one sorted list for `Blocklist.from_entries`.

    Raises:
        SourceError: the wheel is missing or does not match its pinned hash.
    """
    manual = read_manual_entries()
    names = {fold(line.split("\t")[0]) for line in NAMES.read_text("utf-8").splitlines()}
    patterns = [
        pattern.format(text) for kind, pattern in _PATTERNS.items() for text in manual[kind]
    ]
    blocked_by_pattern = Blocklist.from_entries(patterns)
    with open_wheel(SOURCE, folder) as wheel:
        words = {*manual["word"], *_with_endings(manual["slur"]), *read_package_words(wheel)}
    words -= names
    all_names = "\n".join(names)
    others = {
        f"~{word}" if len(word) >= MIN_EMBEDDED_LENGTH and word not in all_names else word
        for word in words
        if not blocked_by_pattern.blocks(word)
    }
    entries = {*patterns, *manual["always"], *others}
    blocklist = Blocklist.from_entries(entries)
    blocked = {*filter(blocklist.blocks, names)}
    allowed = blocked - {*manual["always"]} | {*manual["name"]}
    return sorted({*entries, *(f"={name}" for name in allowed)})


def build(folder: Path) -> dict[Path, str]:
    """Return the contents of the file, with the wheel in a folder."""
    words = "".join(f"{word}\n" for word in build_entries(folder))
    return {BLOCKED: codecs.encode(words, "rot13")}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return 1 if `--check` finds a difference."""
    return rebuild(__doc__, arguments, [SOURCE], build)


if __name__ == "__main__":
    sys.exit(main())
