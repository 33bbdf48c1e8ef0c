"""Options that several commands take: offered while a member types, checked on arrival."""

from discord import Interaction, app_commands
from discord.app_commands import Choice

from bot.commands.client import Nomen
from bot.commands.funnel import answer_error
from model import countries
from model.condition import Gender
from model.countries import Country
from model.errors import InputError
from model.wish import Style

MOST_CHOICES = 25
"""Choices that Discord shows at once."""

_STYLES = {
    Style.PLAIN: "plain: as people name their children",
    Style.CLASSIC: "classic: the most typical names",
    Style.BOLD: "bold: wilder and rarer",
}
_GENDERS: dict[Gender, str] = {"F": "female", "M": "male"}


class CountryTransformer(app_commands.Transformer[Nomen]):
    """A country by its code, its name or an alias."""

    async def transform(self, _: Interaction[Nomen], value: str, /) -> Country:
        """Find the country.

        Raises:
            UnknownCountryError: there is none; the message says which may have been meant.
        """
        return countries.find(str(value))

    async def autocomplete(
        self, interaction: Interaction[Nomen], value: float | str, /
    ) -> list[Choice[int | float | str]]:
        """Offer the countries that fit what was typed so far."""
        try:
            return [
                Choice(name=country.name, value=country.name)
                for country in countries.search(str(value), MOST_CHOICES)
            ]
        except Exception as error:  # noqa: BLE001 - the funnel is where all errors end
            await answer_error(interaction, error)
            return []


class StyleTransformer(app_commands.Transformer[Nomen]):
    """How boldly letters are drawn."""

    @property
    def choices(self) -> list[Choice[int | float | str]]:
        """The styles, each with what it does."""
        return [Choice(name=words, value=style.value) for style, words in _STYLES.items()]

    async def transform(self, _: Interaction[Nomen], value: str, /) -> Style:
        """Find the style.

        Raises:
            InputError: there is none of this name.
        """
        try:
            return Style(value)
        except ValueError:
            message = f"The style is {', '.join(Style)}; not {value!r}."
            raise InputError(message) from None


class GenderTransformer(app_commands.Transformer[Nomen]):
    """Whose names; left out, it does not matter."""

    @property
    def choices(self) -> list[Choice[int | float | str]]:
        """The genders that the data knows."""
        return [Choice(name=words, value=code) for code, words in _GENDERS.items()]

    async def transform(self, _: Interaction[Nomen], value: str, /) -> Gender:
        """Find the gender.

        Raises:
            InputError: there is none of this code.
        """
        for code in _GENDERS:
            if code == value:
                return code
        message = f"The gender is {' or '.join(_GENDERS.values())}; leave it out for any."
        raise InputError(message)


CountryOption = app_commands.Transform[Country, CountryTransformer]
StyleOption = app_commands.Transform[Style, StyleTransformer]
GenderOption = app_commands.Transform[Gender, GenderTransformer]
