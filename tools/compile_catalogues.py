"""Make what is read at run time of the catalogues that translators write.

Of each `bot/i18n/catalogues/LANGUAGE.po` come a `.mo` for gettext and a `.json` with what the
Unicode CLDR, as Babel carries it, says of the language. This runs whenever Nomen is installed or
built, so that Babel need not be there when it serves; `make words` runs it too.
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


class WordsHook(BuildHookInterface[Any]):
    """Makes them before hatchling gathers what goes into a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        """Make them of the catalogues in the project's folder."""
        make(Path(self.root))


def make(root: Path) -> None:
    """Make both files of every catalogue.

    Raises:
        babel.messages.pofile.PoFileError: a catalogue is malformed.
    """
    lines = (root / COUNTRIES).read_text("utf-8").splitlines()
    codes = sorted(line.partition("\t")[0] for line in lines)
    for written in sorted((root / CATALOGUES).glob("*.po")):
        with written.open("rb") as po, written.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po, locale=written.stem, abort_invalid=True))
        table = json.dumps(table_of(Locale(written.stem), codes), ensure_ascii=False, indent=1)
        written.with_suffix(".json").write_text(f"{table}\n", "utf-8")


def table_of(locale: Locale, codes: list[str]) -> dict[str, Any]:
    """What a language calls the countries, and how it writes numbers."""
    signs = locale.number_symbols["latn"]
    return {
        "countries": {code: locale.territories[code] for code in codes},
        "decimal": signs["decimal"],
        "group": signs["group"],
        "percent": locale.percent_formats[None].suffix[0],
    }
