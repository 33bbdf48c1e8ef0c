"""Take the Polish first names out of SGJP, the Grammatical Dictionary of Polish.

`python data/extraction/sgjp.py WORDS`, with morfeusz2 installed (pip, 1.99.15; Linux). WORDS is the
file `usr/share/dict/polish` of Debian's package wpolish 20240901-1: the dictionary can analyse
words but not list them. It is then asked about what these names make, the beginnings of some with
the endings of others: this finds diminutives (Petronelcia) and old names (Uniemysł) that no list of
words has. It writes `extracts/sgjp.tsv`: name and gender.
"""

# ruff: noqa: SIM905 - a list of words reads better as words

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

OUT = Path(__file__).parents[1] / "extracts" / "sgjp.tsv"
DICTIONARY = "pl.sgjp.sgjp-2026.06.01"
WORDS_SHA256 = "08371a57f61e0a7c493b58eebfaea3bef0b0e21bc8242c9fce883742f4f588e6"

_LEFT_OUT = frozenset({"mit.", "bibl.", "rel.", "lit.", "hist."})
"""Labels of gods, prophets, and characters of books and history."""
_PREFIXES = (
    "Afro Anty Archi Bio Dez Elektro Euro Homo Ilo Izo Makro Mini Mono Nad Nasto Neo Nie Non Od "
    "Pan Para Paro Poli Pra Pre Pro Samo Tele Trans Tylo Wice Wielo"
).split()
_SHARED, _LONGEST = 4, 13
"""How many names share an ending that is tried, and the letters of the longest word that is."""
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


def recombine(names: AbstractSet[str]) -> Iterator[str]:
    """Yield what beginnings of names make with endings that several names share, in order."""
    endings = Counter(name[at:] for name in names for at in range(1, len(name)))
    beginnings = {name[:at] for name in names for at in range(1, len(name) + 1)}
    shared = [ending for ending, count in endings.items() if count >= _SHARED]
    made = {start + end for start in beginnings for end in shared}
    for word in sorted(made - names):
        if len(word) <= _LONGEST and not _is_prefixed(word, names):
            yield word


def _is_prefixed(word: str, names: AbstractSet[str]) -> bool:
    """Return whether a word is a name behind a prefix, which the dictionary takes for a name."""
    return any(
        word.startswith(prefix) and word.removeprefix(prefix).capitalize() in names
        for prefix in _PREFIXES
    )


def main(path: Path) -> None:
    """Write the names, sorted."""
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != WORDS_SHA256:
        sys.exit(f"{path} is not the pinned list of words")
    words = [word for word in content.decode().split("\n") if word[:1].isupper() and word.isalpha()]
    found = set(extract(words))
    found.update(extract(recombine({name for name, _ in found if name[1:].islower()})))
    lines = sorted({f"{name}\t{gender}\n" for name, gender in found})
    OUT.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
