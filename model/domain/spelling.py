"""How names are written: folded to compare, lower case for the network, capitals for people."""

import re
import unicodedata

STOP = "*"
"""The symbol that starts and stops a name; the seed's choice."""

_DOTLESS_I = frozenset({"AZ", "TR"})
_SYLLABLES = frozenset({"KR"})
"""Countries whose hyphens part the syllables of one name."""
_STROKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {"ŧ": "t", "ŋ": "ng", "ə": "e"}
    | dict.fromkeys("-' ")
)
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´ʹ′", "'") | dict.fromkeys("‐‑–", "-"))  # noqa: RUF001 - these are what people type for an apostrophe or a hyphen

_BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Fillers and the like, which count as letters or marks, and of which nothing is drawn."""
_PARTING = str.maketrans(dict.fromkeys("-'` "))
"""What of ASCII parts a name, or is taken for an apostrophe."""


def normalise(text: str) -> str:
    """Compose letters (NFC), make every apostrophe `'` and every hyphen `-`, and trim."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES).strip()


def is_visible(letter: str) -> bool:
    """Whether a letter is drawn, or a space, and leaves the order of those around it alone."""
    return letter.isprintable() and letter not in _BLANK


def fold(name: str) -> str:
    """Reduce a name to what makes it that name: no case, diacritics, hyphens or apostrophes.

    Two names are one name (José and Jose, Jean-Luc and Jeanluc) exactly if they fold alike.
    Folding twice changes nothing.
    """
    if name.isascii():  # which most are that are drawn: the rest would change nothing more
        return name.lower().translate(_PARTING).strip()
    letters = unicodedata.normalize("NFKD", normalise(name).casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.casefold().translate(_APOSTROPHES).translate(_STROKED).strip()


def lower(name: str, country: str) -> str:
    """Lower a name's case by the rules of a country (ISO 3166-1 alpha-2): in TR and AZ, I is ı."""
    name = normalise(name)
    if country in _DOTLESS_I:
        name = name.replace("I", "ı")
    # Python lowers İ to two code points, i and a combining dot.
    return unicodedata.normalize("NFC", name.replace("İ", "i").lower())


def capitalise(name: str, country: str) -> str:
    """Write a lower-case name as people of a country (ISO 3166-1 alpha-2) do.

    Each part after a hyphen begins with a capital, but for Korean syllables (Min-jun), and so does
    what follows a single letter and an apostrophe (O'Neil, but Ma'mun); Dutch ij rises as one
    (IJsbrand); in TR and AZ i rises to İ.
    """
    first, *others = name.split("-")
    if country not in _SYLLABLES:
        others = [_capitalise_part(part, country) for part in others]
    return "-".join([_capitalise_part(first, country), *others])


def _capitalise_part(part: str, country: str) -> str:
    if country == "NL" and part.startswith("ij"):
        return "IJ" + part[2:]
    if re.match(r"\w'\w", part):
        return _upper(part[0], country) + "'" + _upper(part[2], country) + part[3:]
    return _upper(part[:1], country) + part[1:]


def _upper(letter: str, country: str) -> str:
    if letter == "i" and country in _DOTLESS_I:
        return "İ"
    raised = letter.upper()
    return raised if len(raised) == 1 else letter
