"""Compile the translators' catalogues for run time.

From each `bot/i18n/catalogues/LANGUAGE.po` it makes a `.mo` for gettext and a `.json` with the
language's data from the Unicode CLDR, which Babel ships. It runs whenever Nomen is installed or
built, so that Babel is not needed at run time, and in `make words`.
"""

import json
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = Path("bot", "i18n", "catalogues")
COUNTRIES = Path("model", "domain", "countries.tsv")
VOICES = Path("model", "domain", "voices.tsv")
OTHERS = Path("model", "domain", "languages.tsv")
_LEAST_GROUPED = {"es": 5, "it": 5, "pl": 5}
"""Digits from which on thousands are separated, where not 4: three more than the CLDR's
minimumGroupingDigits, which Babel does not ship."""


class CompileCataloguesHook(BuildHookInterface[Any]):
    """Compiles the catalogues before hatchling collects a wheel's files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        """Compile the project's catalogues."""
        compile_catalogues(Path(self.root))


def compile_catalogues(root: Path) -> None:
    """Write the `.mo` and `.json` files of every catalogue.

    Raises:
        babel.messages.pofile.PoFileError: a catalogue is malformed.
    """
    codes, voices, others = (_first_column(root / table) for table in (COUNTRIES, VOICES, OTHERS))
    languages = sorted([*voices, *others])
    for path in sorted((root / CATALOGUES).glob("*.po")):
        with path.open("rb") as po, path.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po, locale=path.stem, abort_invalid=True))
        data = locale_data(Locale(path.stem), codes, languages)
        text = json.dumps(data, ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(f"{text}\n", "utf-8")


def _first_column(table: Path) -> list[str]:
    return sorted(line.partition("\t")[0] for line in table.read_text("utf-8").splitlines())


def _language_name(locale: Locale, tag: str) -> str:
    """Return the name of a language, or of it and a region where the two have no name."""
    return locale.languages.get(tag) or str(Locale.parse(tag).get_display_name(locale))


def locale_data(locale: Locale, codes: list[str], languages: list[str]) -> dict[str, Any]:
    """Return a language's names of countries and languages, by code, and its number format."""
    symbols = locale.number_symbols["latn"]
    return {
        "countries": {code: locale.territories[code] for code in codes},
        "languages": {code: _language_name(locale, code) for code in languages},
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "least_grouped": _LEAST_GROUPED.get(locale.language, 4),
        "percent": locale.percent_formats[None].suffix[0],
    }
