"""Take the Polish first names out of SGJP, the Grammatical Dictionary of Polish.

README.md says how to run this. The dictionary can analyse words but not list them: it is asked
about a list of words, and then about what these names make, the beginnings of some with the endings
of others. This finds diminutives (Petronelcia) and old names (Uniemysł) that no list of words has.
"""

# ruff: noqa: SIM905 - a list of words reads better as words

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from data.extraction.common import write_extract
from data.records import Record
from data.sources import source_of, verified

DICTIONARY = "pl.sgjp.sgjp-2026.06.01"

_LEFT_OUT = frozenset({"mit.", "bibl.", "rel.", "lit.", "hist."})
"""Labels of gods, prophets, and characters of books and history."""
_PREFIXES = (
    "Afro Anty Archi Bio Dez Elektro Euro Homo Ilo Izo Makro Mini Mono Nad Nasto Neo Nie Non Od "
    "Pan Para Paro Poli Pra Pre Pro Samo Tele Trans Tylo Wice Wielo"
).split()
_SHARED, _LONGEST = 4, 13
"""How many names share an ending that is tried, and the letters of the longest word that is."""
_TAG = re.compile(r"subst:sg:nom:(m1|f)")
_FOREIGN = re.compile(
    r"[qvxäöüßáéèíúčřšž]|th|ph|ck|sh|oo|ee|ea|ey|ay|ou|uy|gue|gui|ie$|ff|tz|ai|hn|hl|ij$|[aeiouy]h|dt|^y"
    r"|[dlmnprt]o$"
)
"""Letters and groups of letters that Polish spelling lacks, and masculine endings of the south."""


def extract(words: Iterable[str]) -> Iterator[Record]:
    """Yield the words that are first names in the nominative there, and their gender."""
    from morfeusz2 import Morfeusz  # type: ignore[import-not-found] # noqa: PLC0415 - no dependency

    dictionary = Morfeusz(generate=False)
    if dictionary.dict_id() != DICTIONARY:
        sys.exit(f"the dictionary is {dictionary.dict_id()}, not {DICTIONARY}")
    for word in words:
        for start, end, (_, _, tag, kinds, labels) in dictionary.analyse(word):
            is_whole = (start, end) == (0, 1) and "imię" in kinds
            found = _TAG.fullmatch(tag)
            if is_whole and found and _LEFT_OUT.isdisjoint(labels):
                yield Record(word, "PL", "F" if found[1] == "f" else "M")


def is_polish(name: str) -> bool:
    """Return whether a name is spelled in Polish, and is no abbreviation."""
    return not name.isupper() and not _FOREIGN.search(name.lower())


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
    """Write the names that are spelled in Polish."""
    content = verified(source_of("morfeusz2"), path).read_text("utf-8")
    words = [word for word in content.split("\n") if word[:1].isupper() and word.isalpha()]
    found = set(extract(words))
    names = {record.name for record in found if record.name[1:].islower()}
    found.update(extract(recombine(names)))
    write_extract("sgjp.tsv", (record for record in found if is_polish(record.name)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
