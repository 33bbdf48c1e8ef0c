"""Spellings of names: folded to compare, lower case for the network, capitalised for people."""

import re
import unicodedata

STOP = "*"
"""The symbol that starts and stops a name, as in the assignment."""

VOWELS = "aeiouy"
"""Of folded letters."""
_VOWEL_GROUP = re.compile(f"[{VOWELS}]+")
_APART = re.compile("(?=[ëï])|(?<=[aeou])(?=[íú])|(?<=[íú])(?=[aeou])")
"""Where a vowel is said apart from one before it; ä, ö and ü are letters of their own."""
_HIATUS = re.compile(
    "(?<=[aeiou])(?=y[aeiou])"  # Maya
    "|(?<![gq]i)(?<=i)(?=[ao])"  # Mia, but not Giorgio
    "|(?<!ge)(?<=e)(?=o(?!u))"  # Leo, but not George
    "|(?<![gq]u)(?<=u)(?=a$|el$)"  # Joshua, Samuel, but not Miguel
    "|(?<=o)(?=a)|(?<=[hlz]o)(?=e$)|(?<=[jn]o)(?=el)"  # Noah, Zoe, Noel
    "|(?<!cha)(?<=a)(?=el)|(?<=e)(?=ah?$)"  # Rafael, but not Michael; Leah
)
"""Where folded vowels side by side are mostly two syllables."""
_GLIDE = re.compile(r"(?<=[^aeiouy|]i)\|(?=[ao])")
_WITH_GLIDES = frozenset({"AR", "CL", "CO", "ES", "FR", "MX", "PL", "UY"})
"""Countries where the i of Mario is a consonant, said before a vowel."""
_DOTLESS_I = frozenset({"AZ", "TR"})
_SYLLABLE_HYPHENS = frozenset({"KR"})
"""Countries whose hyphens separate the syllables of one name."""
_TRANSLITERATIONS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
    | {"ŧ": "t", "ŋ": "ng", "ə": "e"}
    | dict.fromkeys("-' ")
)
_PUNCTUATION = str.maketrans(dict.fromkeys("’‘ʼʻ`´ʹ′", "'") | dict.fromkeys("‐‑–", "-"))  # noqa: RUF001 - these are what people type for an apostrophe or a hyphen

_INVISIBLE = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Fillers that Unicode counts as letters, marks or symbols, but that have no glyph."""
_SEPARATORS = str.maketrans(dict.fromkeys("-'` "))
"""Of ASCII: what separates the parts of a name, or is typed for an apostrophe."""


def count_syllables(name: str, country: str = "") -> int:
    """Return about how many syllables a name has, by its letters.

    Args:
        name: as it is written.
        country: code of the one whose language it is said in, if known.
    """
    apart = _APART.sub("/", normalise(name).lower())
    folded = "/".join(map(fold, apart.split("/")))
    divided = _HIATUS.sub("|", folded)
    if country in _WITH_GLIDES and count_vowel_groups(folded) > 1:
        divided = _GLIDE.sub("", divided)
    return count_vowel_groups(divided)


def count_vowel_groups(folded: str) -> int:
    """Return how many groups of vowels a folded text has."""
    return len(_VOWEL_GROUP.findall(folded))


def share_of_vowels(folded: str) -> float:
    """Return the share of a folded name's letters that are vowels; 0 without letters."""
    return sum(map(folded.count, VOWELS)) / max(1, len(folded))


def normalise(text: str) -> str:
    """Compose letters (NFC), make every apostrophe `'` and every hyphen `-`, and trim."""
    return unicodedata.normalize("NFC", text).translate(_PUNCTUATION).strip()


def is_visible(letter: str) -> bool:
    """Return whether a letter has a glyph or is a space; format controls have none."""
    return letter.isprintable() and letter not in _INVISIBLE


def fold(name: str) -> str:
    """Remove case, diacritics, hyphens, apostrophes and spaces.

    Two names are the same (José and Jose, Jean-Luc and Jeanluc) if their folded forms are equal.
    Folding twice changes nothing.
    """
    if name.isascii():  # A fast path for most names, with the same result.
        return name.lower().translate(_SEPARATORS).strip()
    letters = unicodedata.normalize("NFKD", normalise(name).casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.casefold().translate(_PUNCTUATION).translate(_TRANSLITERATIONS).strip()


def lower(name: str, country: str) -> str:
    """Lower-case a name by a country's rules (ISO 3166-1 alpha-2): in TR and AZ, I becomes ı."""
    name = normalise(name)
    if country in _DOTLESS_I:
        name = name.replace("I", "ı")
    # Python lowers İ to two code points, i and a combining dot.
    return unicodedata.normalize("NFC", name.replace("İ", "i").lower())


def capitalise(name: str, country: str) -> str:
    """Capitalise a lower-case name by a country's rules (ISO 3166-1 alpha-2).

    Each part after a hyphen begins with a capital, except for Korean syllables (Min-jun), and so
    does what follows a single letter and an apostrophe (O'Neil, but Ma'mun); the Dutch ij is one
    letter (IJsbrand); in TR and AZ, i becomes İ.
    """
    first, *others = name.split("-")
    if country not in _SYLLABLE_HYPHENS:
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
    upper = letter.upper()
    return upper if len(upper) == 1 else letter
