"""The languages in which names of countries can be said, where spelling tells how.

`voices.tsv` has a line for each: its tag in the Unicode CLDR, its English name, the countries whose
names are said in it, and pairs of letters of the phonetic alphabet. In these the speech engine
writes finer than the language distinguishes, and the second stands for the first.

A country is left out if its names are romanised, which the engine would read as English; if it has
several languages, of which a spelling may be any; or if what the engine says is not right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Voice:
    """A language that the speech engine speaks.

    Attributes:
        language: its tag in the CLDR.
        english_name: the language's.
        letters: of the phonetic alphabet, those to replace, by code point as in `str.translate`.
    """

    language: str
    english_name: str
    letters: Mapping[int, str]

    @property
    def engine_name(self) -> str:
        """What the speech engine calls it."""
        return self.language.lower().replace("_", "-")


@cache
def voices() -> Mapping[str, Voice]:
    """All voices by country."""
    lines = files("model.domain").joinpath("voices.tsv").read_text("utf-8").splitlines()
    found: dict[str, Voice] = {}
    for language, name, codes, pairs in (line.split("\t") for line in lines):
        letters = MappingProxyType({ord(pair[0]): pair[1] for pair in pairs.split()})
        found |= dict.fromkeys(codes.split(), Voice(language, name, letters))
    return MappingProxyType(found)
