"""Take the Polish first names out of SGJP, the Grammatical Dictionary of Polish.

`python data/extraction/sgjp.py WORDS`, with morfeusz2 installed (pip, 1.99.15; Linux). WORDS is the
file `usr/share/dict/polish` of Debian's package wpolish 20240901-1: the dictionary can analyse
words but not list them. It writes `extracts/sgjp.tsv`: name and gender.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

OUT = Path(__file__).parents[1] / "extracts" / "sgjp.tsv"
DICTIONARY = "pl.sgjp.sgjp-2026.06.01"
WORDS_SHA256 = "08371a57f61e0a7c493b58eebfaea3bef0b0e21bc8242c9fce883742f4f588e6"

_LEFT_OUT = frozenset({"mit.", "bibl.", "rel.", "lit.", "hist."})
"""Labels of gods, prophets, and characters of books and history."""
_TAG = re.compile(r"subst:sg:nom:(m1|f)")
_GENDERS = {"m1": "M", "f": "F"}


def extract(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the words that are first names in the nominative there, and their gender."""
    from morfeusz2 import Morfeusz  # type: ignore[import-not-found] # noqa: PLC0415 - no dependency

    dictionary = Morfeusz(generate=False)
    if dictionary.dict_id() != DICTIONARY:
        sys.exit(f"the dictionary is {dictionary.dict_id()}, not {DICTIONARY}")
    for word in words:
        for start, end, (_, _, tag, kinds, labels) in dictionary.analyse(word):
            found = _TAG.fullmatch(tag)
            if (
                (start, end) == (0, 1)
                and found
                and "imię" in kinds
                and _LEFT_OUT.isdisjoint(labels)
            ):
                yield word, _GENDERS[found[1]]


def main(path: Path) -> None:
    """Write the names, sorted."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != WORDS_SHA256:
        sys.exit(f"{path} is not the pinned list of words")
    words = [word for word in content.decode().split("\n") if word[:1].isupper() and word.isalpha()]
    lines = sorted({f"{name}\t{gender}\n" for name, gender in extract(words)})
    OUT.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
