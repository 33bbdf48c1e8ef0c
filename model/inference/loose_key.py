"""Loose keys: spellings of one name have the same key."""

import re

from model.domain.spelling import fold

_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("oo|ou", "u"),
        ("ee|ie", "i"),
        ("ck|c(?=[aolruktsn]|$)|qu?", "k"),
        ("ph", "f"),
        ("x", "ks"),
        ("[yj]", "i"),
        ("w", "v"),
        ("z", "s"),
        ("h$|(?<=[aeiou])h(?=[^aeiou])|(?<=[tdgkbrl])h", ""),
        (r"(.)\1+", r"\1"),
    )
]
"""What people write in several ways: Mahnoosh, Mahnush; Zachary, Zakari; Ysabel, Izabel."""


def loose_key(name: str) -> str:
    """Return what all usual spellings of a name share.

    Besides what `fold` removes, it does not tell doubled letters from single ones, nor usual
    transliterations from each other: oo and u, ee and i, ck and k, ph and f, y, j and i, w and v, z
    and s, and a silent h.
    """
    key = fold(name)
    for pattern, replacement in _RULES:
        key = pattern.sub(replacement, key)
    return key
