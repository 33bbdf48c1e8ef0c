"""mimesis' `person.json`: name lists of many locales."""

import json
from collections.abc import Iterator
from zipfile import ZipFile

from data.records import Gender, Record
from data.romanise import ROMANISED_COUNTRIES, romanise

# Locale to country. Excluded: da and sv (medieval and runic lists), de, de-at, es, es-mx, fr and it
# (American lists of names that sound German and so on: Loring, Acacia, Briar, Larenzo), en-au and
# en-gb (the American list again) and scripts that cannot be romanised by rules.
LOCALES = {
    "az": "AZ",
    "cs": "CZ",
    "de-ch": "CH",
    "el": "GR",
    "en": "US",
    "et": "EE",
    "fi": "FI",
    "hr": "HR",
    "hu": "HU",
    "is": "IS",
    "kk": "KZ",
    "nl": "NL",
    "no": "NO",
    "pl": "PL",
    "pt": "PT",
    "pt-br": "BR",
    "ru": "RU",
    "sk": "SK",
    "tr": "TR",
    "uk": "UA",
}
_GENDERS: dict[str, Gender] = {"female": "F", "male": "M"}


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the first names of every locale in `LOCALES`."""
    for locale, country in LOCALES.items():
        names = json.loads(wheel.read(f"mimesis/datasets/{locale}/person.json"))["names"]
        for key, gender in _GENDERS.items():
            for name in names[key]:
                latin = romanise(name, country) if country in ROMANISED_COUNTRIES else name
                yield Record(latin, country, gender)
