"""Romanisation of Cyrillic, Greek and Georgian names, close to the rules of passports.

These scripts write every vowel, so a table and a few rules suffice. Arabic, Hebrew and Persian do
not, and Han, Devanagari and Thai need a dictionary: such lists are excluded.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from data.records import read_table

TABLE = Path(__file__).with_name("romanisation.tsv")


class Alphabet(NamedTuple):
    """What is replaced in a country's names: first by rules, in order, then letter by letter."""

    rules: list[tuple[str, str]]
    letters: dict[int, str]


def _read_table() -> Mapping[str, Alphabet]:
    """Read the table; `_` stands for nothing, and a later line is the one of fewer countries."""
    alphabets: dict[str, Alphabet] = defaultdict(lambda: Alphabet([], {}))
    for countries, kind, found, replacement in read_table(TABLE)[1:]:
        latin = replacement.replace("_", "")
        for country in countries.split():
            if kind == "rule":
                alphabets[country].rules.append((found, latin))
            else:
                letters = zip(map(ord, found.split()), latin.split(" "), strict=True)
                alphabets[country].letters.update(letters)
    return dict(alphabets)


_ALPHABETS = _read_table()
ROMANISED_COUNTRIES = frozenset(_ALPHABETS)
"""Countries whose lists are in another script."""


def romanise(name: str, country: str) -> str:
    """Romanise a name from BG, GE, GR, KZ, RU or UA, in lower case.

    Letters outside the country's alphabet are kept, so that `is_name` rejects them later.
    """
    lowered = name.lower()
    if country == "GR":
        plain = unicodedata.normalize("NFD", lowered)
        lowered = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for pattern, replacement in _ALPHABETS[country].rules:
        lowered = re.sub(pattern, replacement, lowered)
    return lowered.translate(_ALPHABETS[country].letters)
