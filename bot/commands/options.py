"""Options that several commands take: offered while a member types, checked on arrival."""

import re
from collections.abc import Iterator, Mapping, Sequence

from discord import Interaction, app_commands
from discord.app_commands import Choice, Range, locale_str

from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenClient
from bot.interactions.custom_ids import SEEDS
from bot.interactions.error_handler import handle_error
from model.domain.condition import Gender
from model.domain.countries import Country
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import MAX_NAME_LENGTH, Style
from model.domain.ranking import ASSIGNMENT_COUNTRIES

WISH_OPTIONS = {
    "count": "How many names, 1 to 10; 5 if you leave it out",
    "style": "How daring; plain if you leave it out",
    "gender": "Female or male; any if you leave it out",
    "starts_with": "The first letters of every name, up to 12",
    "min_length": "Letters of the shortest name",
    "max_length": "Letters of the longest name",
    "seed": "The number under an earlier card gives the same names again",
}
"""What the options are for that all commands have which invent names."""
MOST_CHOICES = 25
"""Choices that Discord shows at once."""

_STYLES = {
    Style.PLAIN: gettext_noop("plain: as people name their children"),
    Style.CLASSIC: gettext_noop("classic: the most typical names"),
    Style.BOLD: gettext_noop("bold: wilder and rarer"),
}
_AMONG: Mapping[str, tuple[str, Sequence[str] | None]] = {
    "all": (gettext_noop("all countries"), None),
    "six": (
        gettext_noop("six: Netherlands, Iran, France, Poland, China and Italy"),
        ASSIGNMENT_COUNTRIES,
    ),
}
"""What may be typed in place of a list of countries: how it is offered, and what it stands for."""
_LONGEST_CHOICE = 100
_GENDERS: dict[Gender, str] = {"F": gettext_noop("female"), "M": gettext_noop("male")}


class CountryTransformer(app_commands.Transformer[NomenClient]):
    """A country by its code, its name or an alias."""

    async def transform(self, interaction: Interaction[NomenClient], value: str, /) -> Country:
        """Find the country.

        Raises:
            UnknownCountryError: there is none; the message says which may have been meant.
        """
        return translator_for_user(interaction).gazetteer.find(str(value))

    async def autocomplete(
        self, interaction: Interaction[NomenClient], value: float | str, /
    ) -> list[Choice[int | float | str]]:
        """Offer the countries that fit what was typed so far."""
        try:
            _ = translator_for_user(interaction)
            return [
                Choice(name=_.country(country.code), value=country.name)
                for country in _.gazetteer.search(str(value), MOST_CHOICES)
            ]
        except Exception as error:  # noqa: BLE001 - the funnel is where all errors end
            await handle_error(interaction, error)
            return []


class AmongTransformer(app_commands.Transformer[NomenClient]):
    """Several countries in one text, or a word for all or for the assignment's six."""

    async def transform(
        self, interaction: Interaction[NomenClient], value: str, /
    ) -> Sequence[str] | None:
        """Find the countries' codes; None is all.

        Raises:
            UnknownCountryError: one is none; the message says which may have been meant.
        """
        word = str(value).strip().lower()
        if word in _AMONG:
            return _AMONG[word][1]
        gazetteer = translator_for_user(interaction).gazetteer
        return [gazetteer.find(text).code for text in _parted(str(value)) if text]

    async def autocomplete(
        self, interaction: Interaction[NomenClient], value: float | str, /
    ) -> list[Choice[int | float | str]]:
        """Offer the words, and the countries that fit the last one typed so far."""
        try:
            return [*_lists(str(value), translator_for_user(interaction))][:MOST_CHOICES]
        except Exception as error:  # noqa: BLE001 - the funnel is where all errors end
            await handle_error(interaction, error)
            return []


def _lists(typed: str, _: Translator) -> Iterator[Choice[int | float | str]]:
    start = typed.strip().casefold()
    for word, (label, _codes) in _AMONG.items():
        said = _(label)
        if word.startswith(start) or said.casefold().startswith(start):
            yield Choice(name=said, value=word)
    *before, last = _parted(typed)
    for country in _.gazetteer.search(last, MOST_CHOICES):
        text = ", ".join([*before, _.country(country.code)])
        # A list of one is none yet, so it goes on.
        label, text = (text, text) if before else (f"{text}, …", f"{text}, ")
        if len(label) <= _LONGEST_CHOICE:
            yield Choice(name=label, value=text)


def _parted(text: str) -> list[str]:
    return [part.strip() for part in re.split("[,;]", text)]


class StyleTransformer(app_commands.Transformer[NomenClient]):
    """How boldly letters are drawn."""

    @property
    def choices(self) -> list[Choice[int | float | str]]:
        """The styles, each with what it does."""
        return [
            Choice(name=locale_str(label), value=style.value) for style, label in _STYLES.items()
        ]

    async def transform(self, _: Interaction[NomenClient], value: str, /) -> Style:
        """Find the style.

        Raises:
            InputError: there is none of this name.
        """
        try:
            return Style(value)
        except ValueError:
            raise InputError(
                gettext_noop("The style is plain, classic or bold; not {typed!r}."),
                typed=str(value),
            ) from None


class GenderTransformer(app_commands.Transformer[NomenClient]):
    """Whose names; left out, it does not matter."""

    @property
    def choices(self) -> list[Choice[int | float | str]]:
        """The genders that the data knows."""
        return [Choice(name=locale_str(label), value=code) for code, label in _GENDERS.items()]

    async def transform(self, _: Interaction[NomenClient], value: str, /) -> Gender:
        """Find the gender.

        Raises:
            InputError: there is none of this code.
        """
        for code in _GENDERS:
            if code == value:
                return code
        raise InputError(gettext_noop("The gender is female or male; leave it out for any."))


CountryOption = app_commands.Transform[Country, CountryTransformer]
AmongOption = app_commands.Transform[Sequence[str] | None, AmongTransformer]
CountOption = Range[int, 1, custom_ids.MOST_NAMES]
StartOption = Range[str, 1, custom_ids.LONGEST_START]
LengthOption = Range[int, 2, MAX_NAME_LENGTH]
SeedOption = Range[int, 0, SEEDS - 1]
StyleOption = app_commands.Transform[Style, StyleTransformer]
GenderOption = app_commands.Transform[Gender, GenderTransformer]
