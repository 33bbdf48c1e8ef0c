"""Romanisation of Cyrillic, Greek and Georgian names, close to the rules of passports.

These scripts write every vowel, so a table and a few rules suffice. Arabic, Hebrew and Persian do
not, and Han, Devanagari and Thai need a dictionary: such lists are excluded.
"""
# ruff: noqa: RUF001 - letters of other scripts that look Latin are intended here

import re
import unicodedata


def _transliteration(letters: str, latin: str) -> dict[str, str]:
    """Map letters to space-separated replacements; `_` is the empty string."""
    return dict(zip(letters, latin.replace("_", "").split(" "), strict=True))


_CYRILLIC = _transliteration(
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya",
)
_TRANSLITERATIONS = {
    "BG": _CYRILLIC | _transliteration("хщъь", "h sht a y"),
    "GE": _transliteration(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h",
    ),
    "GR": _transliteration(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o",
    ),
    "KZ": _CYRILLIC | _transliteration("ёәғқңөұүһі", "yo a g k n o u u h i"),
    "RU": _CYRILLIC | _transliteration("ё", "yo"),
    "UA": _CYRILLIC | _transliteration("гґийіїєюя", "h g y i i i ie iu ia"),
}
ROMANISED_COUNTRIES = frozenset(_TRANSLITERATIONS)
"""Countries whose lists are in another script."""

_VOICELESS = "[θκξπστφχψς]"
# Substitutions made in order before the table is applied: (pattern, replacement).
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
    """Romanise a name from BG, GE, GR, KZ, RU or UA, in lower case.

    Letters outside the country's alphabet are kept, so that `is_name` rejects them later.
    """
    lowered = name.lower()
    if country == "GR":
        plain = unicodedata.normalize("NFD", lowered)
        lowered = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for pattern, replacement in _RULES.get(country, ()):
        lowered = re.sub(pattern, replacement, lowered)
    return "".join(_TRANSLITERATIONS[country].get(letter, letter) for letter in lowered)
