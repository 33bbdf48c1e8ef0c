"""Countries that share a language, and so their names: equals, where a name sounds from.

`areas.tsv` has a line for each language: its ISO 639 code, and the countries where many people are
named in it. In the Philippines, names are Spanish and English.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def areas() -> Mapping[str, Sequence[str]]:
    """Return the countries of each language that several share, by its ISO 639 code."""
    lines = files("model.domain").joinpath("areas.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return MappingProxyType({language: codes.split() for language, codes in rows})


@cache
def equals(country: str) -> frozenset[str]:
    """Return a country and those that share a language with it."""
    sharing = [codes for codes in areas().values() if country in codes]
    return frozenset({country}.union(*sharing))
