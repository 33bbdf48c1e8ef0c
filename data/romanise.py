"""Cyrillic, Greek and Georgian names in Latin letters, much as passports have them.

These scripts write every vowel, so a table and a few rules are enough. Arabic, Hebrew and Persian
do not, and Han, Devanagari and Thai need a dictionary: such lists are left out.
"""
# ruff: noqa: RUF001 - other scripts look like Latin letters, and they are this module's matter

import re
import unicodedata


def _table(letters: str, latin: str) -> dict[str, str]:
    """Pair letters with what they become; `_` stands for nothing."""
    return dict(zip(letters, latin.replace("_", "").split(" "), strict=True))


_CYRILLIC = _table(
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya",
)
_TABLES = {
    "BG": _CYRILLIC | _table("хщъь", "h sht a y"),
    "GE": _table(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
    ),
    "GR": _table(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
    ),
    "KZ": _CYRILLIC | _table("ёәғқңөұүһі", "yo a g k n o u u h i"),
    "RU": _CYRILLIC | _table("ё", "yo"),
    "UA": _CYRILLIC | _table("гґийіїєюя", "h g y i i i ie iu ia"),
}
ROMANISED = frozenset(_TABLES)
"""Countries whose lists come in a script of their own."""

_VOICELESS = "[θκξπστφχψς]"
# What the letters of a name become before the table is used: (pattern, replacement), in order.
_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "BG": ((r"ия\b", "ia"),),
    "GR": (
        (r"ου", "ou"),
        (rf"(α|ε|η)υ(?={_VOICELESS}|\b)", r"\1f"),
        (r"(α|ε|η)υ", r"\1v"),
        (r"\bμπ", "b"),
        (r"\bντ", "d"),
        (r"\bγκ", "g"),
        (r"γ(?=[γξχ])", "n"),
    ),
    "KZ": ((r"й(?=[бвгғджзкқлмнңпрстфхцчшщы])", "i"), (r"ия\b", "iya")),
    "RU": ((r"\bе|(?<=[аоуьъ])е", "ye"), (r"ия\b", "ia"), (r"[иы]й\b", "y")),
    "UA": (
        (r"['’ʼ]", ""),
        (r"зг", "zgh"),
        (r"\bє", "ye"),
        (r"\bї", "yi"),
        (r"\bй", "y"),
        (r"\bю", "yu"),
        (r"\bя", "ya"),
    ),
}


def romanise(name: str, country: str) -> str:
    """Write a name of BG, GE, GR, KZ, RU or UA in lower-case Latin letters.

    Letters that the country's alphabet has not are kept, so that a foreign one is seen later on.
    """
    lowered = name.lower()
    if country == "GR":
        plain = unicodedata.normalize("NFD", lowered)
        lowered = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for pattern, replacement in _RULES.get(country, ()):
        lowered = re.sub(pattern, replacement, lowered)
    return "".join(_TABLES[country].get(letter, letter) for letter in lowered)
