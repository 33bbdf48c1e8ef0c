"""Faker's person providers: Python modules, of which only the literals are read."""

import ast
from collections.abc import Iterator
from zipfile import ZipFile

from data.records import Gender, Record
from data.romanise import ROMANISED_COUNTRIES, romanise

# Locale to country. Excluded: locales of several countries (ar_AA, en, es), scripts that cannot be
# romanised by rules (Arabic, Devanagari, Thai, Han ...), lists of fewer than 60 names and hy_AM,
# which transliterates foreign names into Armenian.
LOCALES = {
    "az_AZ": "AZ",
    "bg_BG": "BG",
    "cs_CZ": "CZ",
    "da_DK": "DK",
    "de_AT": "AT",
    "de_CH": "CH",
    "de_DE": "DE",
    "de_LU": "LU",
    "el_GR": "GR",
    "en_GB": "GB",
    "en_IE": "IE",
    "en_IN": "IN",
    "en_KE": "KE",
    "en_NZ": "NZ",
    "en_PK": "PK",
    "en_US": "US",
    "es_AR": "AR",
    "es_CL": "CL",
    "es_CO": "CO",
    "es_ES": "ES",
    "es_MX": "MX",
    "et_EE": "EE",
    "fi_FI": "FI",
    "fr_BE": "BE",
    "fr_CA": "CA",
    "fr_CH": "CH",
    "fr_DZ": "DZ",
    "fr_FR": "FR",
    "ga_IE": "IE",
    "ha_NG": "NG",
    "hr_HR": "HR",
    "hu_HU": "HU",
    "id_ID": "ID",
    "ig_NG": "NG",
    "is_IS": "IS",
    "it_IT": "IT",
    "ka_GE": "GE",
    "lt_LT": "LT",
    "lv_LV": "LV",
    "nl_BE": "BE",
    "nl_NL": "NL",
    "no_NO": "NO",
    "pl_PL": "PL",
    "pt_BR": "BR",
    "pt_PT": "PT",
    "ro_RO": "RO",
    "ru_RU": "RU",
    "sk_SK": "SK",
    "sl_SI": "SI",
    "sv_SE": "SE",
    "tr_TR": "TR",
    "tw_GH": "GH",
    "uk_UA": "UA",
    "yo_NG": "NG",
}


def read(wheel: ZipFile) -> Iterator[Record]:
    """Read the first names of every locale in `LOCALES`."""
    for locale, country in LOCALES.items():
        source = wheel.read(f"faker/providers/person/{locale}/__init__.py").decode("utf-8")
        for name, gender in first_names(source):
            yield Record(
                romanise(name, country) if country in ROMANISED_COUNTRIES else name, country, gender
            )


def first_names(source: str) -> Iterator[tuple[str, Gender]]:
    """Read the lists named `first_names...` of a provider's class, without running it.

    Lists composed of others, such as `first_names_male + first_names_female`, add nothing and are
    skipped.
    """
    for statement in _class_assignments(ast.parse(source)):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        value = statement.value
        if not isinstance(target, ast.Name) or not target.id.startswith("first_names") or not value:
            continue
        gender: Gender = "F" if "female" in target.id else "M" if "male" in target.id else "U"
        for name in _string_literals(value):
            yield name, gender


def _class_assignments(module: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield from (s for s in node.body if isinstance(s, ast.Assign | ast.AnnAssign))


def _string_literals(value: ast.expr) -> Iterator[str]:
    """Yield the names of a tuple, a list, or an `OrderedDict` of names and weights."""
    pairs = isinstance(value, ast.Call) and bool(value.args)
    entries = value.args[0] if isinstance(value, ast.Call) and value.args else value
    if not isinstance(entries, ast.Tuple | ast.List):
        return
    for entry in entries.elts:
        name = entry.elts[0] if pairs and isinstance(entry, ast.Tuple) else entry
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield name.value
