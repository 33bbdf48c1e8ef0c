"""The words of one language: sentences, numbers, names of countries."""

import gettext
import string
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from bot.i18n.escaping import escape_markdown, escape_quote
from bot.i18n.languages import ENGLISH, languages, made
from bot.i18n.locale_data import Table, table_of
from model.domain.countries import Country, CountryChoices, Gazetteer
from model.domain.errors import LazyText, UserFacingError

_LEAST, _MOST = 0.005, 0.995
"""Shares below and from which on a whole number of percent would be 0 or 100."""


class Translator:
    """Says things in one language.

    It is called with an English text, which is looked up in the language's catalogue, and with
    the text's fields, which may be numbers, countries, or texts that are put in as they stand; what
    somebody typed must be made plain before, or be quoted by `!r`. Every text so said must be
    written out where it is said, for that is where `make words` looks for what to translate.
    """

    def __init__(
        self, language: str, translations: gettext.NullTranslations, table: Table | None = None
    ) -> None:
        self.language = language
        self._translations = translations
        self._table = table or Table()
        self._formatter = _Formatter(self)

    def __call__(self, text: str, /, **fields: object) -> str:
        """Say a text."""
        # Of an empty text gettext would give the head of the catalogue.
        return self._filled(self._translations.gettext(text) if text else "", fields)

    def plural(self, one: str, many: str, number: int, /, **fields: object) -> str:
        """Say one of two texts, or of as many as the language has, by the field `number`."""
        text = self._translations.ngettext(one, many, number)
        return self._filled(text, {"number": number, **fields})

    def option(self, name: str) -> str:
        """What a command's option is called."""
        return self._translations.pgettext("option", name)

    def error(self, error: UserFacingError) -> str:
        """Say what is wrong; whatever text the error tells of is made plain."""
        fields = dict(error.fields)
        for key, field in error.fields.items():
            ours, quoted = isinstance(field, LazyText), f"{{{key}!r}}" in error.text
            if isinstance(field, str) and not ours and not quoted:
                fields[key] = escape_markdown(field)
        return self(error.text, **fields)

    @property
    def gazetteer(self) -> Gazetteer:
        """The countries, by what they are called."""
        return self._table.gazetteer

    def country(self, code: str) -> str:
        """What a country is called."""
        return self._table.gazetteer.names[code]

    def either(self, countries: Sequence[Country]) -> str:
        """One of these countries."""
        _ = self  # the name by which texts are found when they are gathered
        *others, last = (_.country(country.code) for country in countries)
        return _("{some} or {last}", some=", ".join(others), last=last) if others else last

    def number(self, number: float, spec: str = "") -> str:
        """Write a number by a format specification."""
        signs = str.maketrans({".": self._table.decimal, ",": self._table.group})
        return format(number, spec).translate(signs)

    def percent(self, share: float) -> str:
        """A share, which is never 0 % or all of it but where it truly is: `<1%`, `>99%`."""
        if 0 < share < _LEAST:
            return f"<1{self._table.percent}"
        if _MOST <= share < 1:
            return f">99{self._table.percent}"
        return f"{100 * share:.0f}{self._table.percent}"

    def quoted(self, typed: str) -> str:
        """Quote what somebody typed."""
        _ = self  # as in `either`
        return _("“{typed}”", typed=escape_quote(typed))

    def _filled(self, text: str, fields: Mapping[str, object]) -> str:
        return self._formatter.vformat(text, (), fields) if fields else text


class _Formatter(string.Formatter):
    """Fills in fields as a language writes them."""

    def __init__(self, _: Translator) -> None:
        self._words = _

    def convert_field(self, value: Any, conversion: str | None) -> Any:  # noqa: ANN401 - the library's
        return self._words.quoted(value) if conversion == "r" else value

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - the library's
        match value:
            case int() | float():
                return self._words.number(value, format_spec)
            case Country():
                return self._words.country(value.code)
            case LazyText():
                return self._words(value)
            case CountryChoices():
                return self._words.either(value)
            case _:
                return format(value, format_spec)


@cache
def translator_in(language: str) -> Translator:
    """The words of one of `languages()`."""
    if language == ENGLISH:
        return Translator(ENGLISH, gettext.NullTranslations(), table_of(ENGLISH))
    with made().joinpath(f"{language}.mo").open("rb") as catalogue:
        return Translator(language, gettext.GNUTranslations(catalogue), table_of(language))


def translator_for(locale: str) -> Translator:
    """The words for one of Discord's locales, such as `nl` or `es-419`; where none are, English."""
    language = locale.partition("-")[0]
    return translator_in(language if language in languages() else ENGLISH)
