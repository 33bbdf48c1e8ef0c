"""Types of command options: autocompleted while a member types, validated on arrival."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Generic, TypeVar

from discord import app_commands
from discord.app_commands import Choice, Range, locale_str

from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.codec import MAX_FIRST_LETTERS, MAX_LAST_LETTERS, MAX_NAMES_PER_CARD
from bot.interactions.errors import handle_error
from model.domain.condition import RequestedGender
from model.domain.countries import Country
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import (
    MAX_NAME_LENGTH,
    MAX_SEED,
    MIN_NAME_LENGTH,
    RequestedKind,
    Style,
)

_Choice = Choice[int | float | str]
_Value = TypeVar("_Value", bound=str)

MAX_CHOICES = 25
"""Choices that Discord shows at once."""

_SURPRISE, _SURPRISE_LABEL = "surprise", gettext_noop("Surprise me")
"""The word for a random country, and what members read."""
STYLE_LABELS = {
    Style.PLAIN: gettext_noop("plain: just like real names"),
    Style.CLASSIC: gettext_noop("classic: more traditional names"),
}
"""Discord offers the choices that contain what was typed, in this order: “plain” contains no letter
that “classic” begins with, in any language."""
GENDER_LABELS: dict[RequestedGender, str] = {
    "M": gettext_noop("male"),
    "F": gettext_noop("female"),
    "N": gettext_noop("unisex: for any gender"),
}
"""Discord offers the choices that contain what was typed, in this order: “female” contains “m”."""
KIND_LABELS = {
    RequestedKind.NEW: gettext_noop("new: as far as I know, nobody has it"),
    RequestedKind.RARE: gettext_noop("rare: a real name, but few people have it"),
    RequestedKind.ANY: gettext_noop("any: new, rare or known"),
}


class _AutocompletedTransformer(app_commands.Transformer[NomenClient], ABC):
    """An option whose choices depend on what was typed so far."""

    @abstractmethod
    def suggest(self, _: Translator, typed: str) -> Iterable[_Choice]:
        """Return the choices, the best first; Discord shows the first `MAX_CHOICES`."""

    async def autocomplete(
        self, interaction: NomenInteraction, value: float | str, /
    ) -> list[_Choice]:
        """Offer the choices."""
        try:
            suggestions = self.suggest(translator_for_user(interaction), str(value))
            return list(islice(suggestions, MAX_CHOICES))
        except Exception as error:  # noqa: BLE001 - all errors end in the error handler
            await handle_error(interaction, error)
            return []


class CountryTransformer(_AutocompletedTransformer):
    """A country, by its code, name or alias."""

    async def transform(self, interaction: NomenInteraction, value: str, /) -> Country:
        """Return the country.

        Raises:
            UnknownCountryError: there is none; its message suggests similar ones.
        """
        return translator_for_user(interaction).gazetteer.find(str(value))

    def suggest(self, _: Translator, typed: str) -> Iterable[_Choice]:
        """Yield the countries that match what was typed so far."""
        for country in _.gazetteer.search(typed, MAX_CHOICES):
            yield Choice(name=_.country_name(country.code), value=country.name)


class CountryOrSurpriseTransformer(_AutocompletedTransformer):
    """A country, or a word for any."""

    async def transform(self, interaction: NomenInteraction, value: str, /) -> Country | None:
        """Return the country; None is any.

        Raises:
            UnknownCountryError: there is none; its message suggests similar ones.
        """
        _ = translator_for_user(interaction)
        word = str(value).strip().casefold()
        if word in {_SURPRISE, _(_SURPRISE_LABEL).casefold()}:
            return None
        return _.gazetteer.find(str(value))

    def suggest(self, _: Translator, typed: str) -> Iterable[_Choice]:
        """Yield the word, before anything else is typed, and the countries that match."""
        label = _(_SURPRISE_LABEL)
        if label.casefold().startswith(typed.strip().casefold()):
            yield Choice(name=f"🎲 {label}", value=_SURPRISE)
        for country in _.gazetteer.search(typed, MAX_CHOICES):
            yield Choice(name=_.country_name(country.code), value=country.name)


class ChoiceTransformer(app_commands.Transformer[NomenClient], Generic[_Value]):
    """One of a few values, each with a label that Discord shows."""

    def __init__(self, labels: Mapping[_Value, str], error_text: str) -> None:
        """Offer the labelled values; the error's text may have the field `typed`."""
        self._labels = labels
        self._error_text = error_text

    @property
    def choices(self) -> list[_Choice]:
        """All values."""
        return [
            Choice(name=locale_str(label), value=value) for value, label in self._labels.items()
        ]

    async def transform(self, _: NomenInteraction, value: str, /) -> _Value:
        """Return the value.

        Raises:
            InputError: there is no such value.
        """
        for choice in self._labels:
            if choice == value:
                return choice
        raise InputError(self._error_text, typed=str(value))


CountryOption = app_commands.Transform[Country, CountryTransformer]
CountryOrSurpriseOption = app_commands.Transform[Country | None, CountryOrSurpriseTransformer]
CountOption = Range[int, 1, MAX_NAMES_PER_CARD]
FirstLettersOption = Range[str, 1, MAX_FIRST_LETTERS]
LastLettersOption = Range[str, 1, MAX_LAST_LETTERS]
LengthOption = Range[int, MIN_NAME_LENGTH, MAX_NAME_LENGTH]
SeedOption = Range[int, 0, MAX_SEED]
STYLE_CHOICES = ChoiceTransformer(
    STYLE_LABELS, gettext_noop("There’s no style called {typed!r}. Choose plain or classic.")
)
StyleOption = app_commands.Transform[Style, STYLE_CHOICES]
GENDER_CHOICES = ChoiceTransformer(
    GENDER_LABELS,
    gettext_noop("Choose female, male or unisex. Leave gender out to get any."),
)
GenderOption = app_commands.Transform[RequestedGender, GENDER_CHOICES]
KindOption = app_commands.Transform[
    RequestedKind,
    ChoiceTransformer(
        KIND_LABELS, gettext_noop("There’s no kind called {typed!r}. Choose new, rare or any.")
    ),
]
