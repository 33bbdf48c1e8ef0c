"""Messages, numbers and names of countries and languages in one language."""

import gettext
import re
import string
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from bot.i18n.escaping import escape_markdown, escape_quote
from bot.i18n.languages import ENGLISH, catalogues_folder, languages
from bot.i18n.locale_data import LocaleData, load_locale_data
from model.domain.countries import Country, CountryChoices, Gazetteer
from model.domain.errors import LazyText, UserFacingError

_NO_IDS: Mapping[str, int] = MappingProxyType({})
_COMMAND = re.compile(r"`/([a-z0-9]+(?: [a-z]+)?)`")


class Translator:
    """Translates messages into one language.

    Call it as `_("…", field=…)` with the English message. Fields may be numbers, countries, or
    strings, which are inserted as they are: user input must be escaped first, or quoted by `!r`.
    Messages must be literals at the call, since `make words` extracts them from the source.

    A command in one, such as "`/name`", can be pressed in Discord where its id is known.
    """

    def __init__(
        self,
        language: str,
        translations: gettext.NullTranslations,
        locale_data: LocaleData,
        command_ids: Mapping[str, int] = _NO_IDS,
    ) -> None:
        self.language = language
        self._translations = translations
        self._locale_data = locale_data
        self._formatter = _Formatter(self)
        self._command_ids = command_ids

    def __call__(self, text: str, /, **fields: object) -> str:
        """Translate a message and fill in its fields."""
        # The translation of an empty message is the catalogue's header.
        return self._format(self._translations.gettext(text) if text else "", fields)

    def plural(self, singular: str, plural: str, number: int, /, **fields: object) -> str:
        """Translate a message in the plural form for `number`, which is also a field."""
        text = self._translations.ngettext(singular, plural, number)
        return self._format(text, {"number": self.format_number(number, ","), **fields})

    def option_name(self, name: str) -> str:
        """Translate the name of a command's option."""
        return self._translations.pgettext("option", name)

    def error_message(self, error: UserFacingError) -> str:
        """Translate an error's message; fields that may hold user input are escaped."""
        fields = dict(error.fields)
        for key, field in error.fields.items():
            is_quoted = f"{{{key}!r}}" in error.text
            if isinstance(field, str) and not isinstance(field, LazyText) and not is_quoted:
                fields[key] = escape_markdown(field)
        return self(error.text, **fields)

    @property
    def gazetteer(self) -> Gazetteer:
        """Finds countries by their names."""
        return self._locale_data.gazetteer

    def country_name(self, code: str) -> str:
        """Return a country's name."""
        return self._locale_data.gazetteer.names[code]

    def language_name(self, tag: str) -> str:
        """Return the name of a language that names are said in."""
        return self._locale_data.languages[tag]

    def any_of(self, countries: Sequence[Country]) -> str:
        """List countries as alternatives."""
        _ = self  # the name that message extraction looks for
        *others, last = (_.country_name(country.code) for country in countries)
        return _("{some} or {last}", some=", ".join(others), last=last) if others else last

    def format_number(self, number: float, spec: str = "") -> str:
        """Format a number by a format specification without a width."""
        return self._locale_data.numbers.format(number, spec)

    def format_percent(self, share: float) -> str:
        """Format a share as a percentage: 0% and 100% only if exact, else `<1%` and `>99%`."""
        return self._locale_data.numbers.format_percent(share)

    def quote(self, typed: str) -> str:
        """Escape user input and put it in quotation marks."""
        _ = self  # as in `any_of`
        return _("“{typed}”", typed=escape_quote(typed))

    def with_commands(self, ids: Mapping[str, int]) -> "Translator":
        """Return this translator with the ids of commands, by their names with those of groups."""
        return Translator(self.language, self._translations, self._locale_data, ids)

    def command(self, name: str) -> str:
        """Return a command as a message shows it."""
        known = self._command_ids.get(name)
        return f"`/{name}`" if known is None else f"</{name}:{known}>"

    def _format(self, text: str, fields: Mapping[str, object]) -> str:
        if self._command_ids:
            text = _COMMAND.sub(lambda match: self.command(match[1]), text)
        return self._formatter.vformat(text, (), fields) if fields else text


class _Formatter(string.Formatter):
    """Formats the fields of messages by the conventions of a language."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def convert_field(self, value: Any, conversion: str | None) -> Any:  # noqa: ANN401 - the library's
        return self._translator.quote(value) if conversion == "r" else value

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - the library's
        match value:
            case int() | float():
                return self._translator.format_number(value, format_spec)
            case Country():
                return self._translator.country_name(value.code)
            case LazyText():
                return self._translator(value)
            case CountryChoices():
                return self._translator.any_of(value)
            case _:
                return format(value, format_spec)


@cache
def translator_for_language(language: str) -> Translator:
    """Return the translator for one of `languages()`."""
    if language == ENGLISH:
        return Translator(ENGLISH, gettext.NullTranslations(), load_locale_data(ENGLISH))
    with catalogues_folder().joinpath(f"{language}.mo").open("rb") as catalogue:
        return Translator(language, gettext.GNUTranslations(catalogue), load_locale_data(language))


def translator_for_locale(locale: str) -> Translator:
    """Return the translator for a Discord locale such as `nl` or `es-419`, else the English one."""
    language = locale.partition("-")[0]
    return translator_for_language(language if language in languages() else ENGLISH)
