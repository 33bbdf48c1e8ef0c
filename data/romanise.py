"""Cyrillic, Greek and Georgian names in Latin letters, as their bearers' passports have them.

These scripts write every vowel, so a table and a few rules are enough. Arabic, Hebrew and Persian do
not, and Han, Devanagari and Thai need a dictionary: such lists are left out.
"""

import re
import unicodedata

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" "),
        strict=True,
    )
)
_TABLES = {
    "BG": _CYRILLIC | {"х": "h", "щ": "sht", "ъ": "a", "ь": "y"},
    "KZ": _CYRILLIC | dict(zip("ёәғқңөұүһі", ["yo", *"agknouuhi"], strict=True)),
    "RU": _CYRILLIC | {"ё": "yo"},
    "UA": _CYRILLIC
    | {"г": "h", "ґ": "g", "и": "y", "й": "i", "і": "i", "ї": "i", "є": "ie", "ю": "iu", "я": "ia"},
    "GE": dict(
        zip(
            "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
            "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
            strict=True,
        )
    ),
    "GR": dict(
        zip(
            "αβγδεζηθικλμνξοπρσςτυφχψω",
            "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
            strict=True,
        )
    ),
}
ROMANISED = frozenset(_TABLES)
"""Countries whose lists come in a script of their own."""

_VOICELESS = "θκξπστφχψς"
# What the letters of a name become before the table is used: (pattern, replacement), in order.
_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "BG": ((r"ия$", "ia"), (r"ия-", "ia-")),
    "KZ": ((r"й(?=[бвгғджзкқлмнңпрстфхцчшщы])", "i"), (r"ия$", "iya")),
    "RU": (
        (r"^е|(?<=-)е|(?<=[аоуьъ])е", "ye"),
        (r"ия$", "ia"),
        (r"[иы]й$", "y"),
        (r"ье", "ye"),
    ),
    "UA": (
        (r"зг", "zgh"),
        (r"^є", "ye"),
        (r"^ї", "yi"),
        (r"^й", "y"),
        (r"^ю", "yu"),
        (r"^я", "ya"),
        (r"['’ʼ]", ""),
    ),
    "GR": (
        (r"ου", "ou"),
        (rf"αυ(?=[{_VOICELESS}]|$)", "af"),
        (rf"ευ(?=[{_VOICELESS}]|$)", "ef"),
        (rf"ηυ(?=[{_VOICELESS}]|$)", "if"),
        (r"αυ", "av"),
        (r"ευ", "ev"),
        (r"ηυ", "iv"),
        (r"^μπ", "b"),
        (r"^ντ", "d"),
        (r"^γκ", "g"),
        (r"γγ", "ng"),
        (r"γξ", "nx"),
        (r"γχ", "nch"),
    ),
}


def romanise(name: str, country: str) -> str:
    """Write a name of BG, GE, GR, KZ, RU or UA in lower-case Latin letters.

    Letters that the country's alphabet has not are kept, so that a foreign one is seen later on.
    """
    lowered = name.lower()
    if country == "GR":
        plain = unicodedata.normalize("NFD", lowered)
        # A diaeresis parts two vowels that would be read as one: Αϊντα, Μαΐα.
        lowered = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for pattern, replacement in _RULES.get(country, ()):
        lowered = re.sub(pattern, replacement, lowered)
    return "".join(_TABLES[country].get(letter, letter) for letter in lowered)
