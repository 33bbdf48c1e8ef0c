"""`/countries`: all countries, each of which leads to names."""

from itertools import groupby
from typing import TypeVar

from discord import SelectOption, app_commands

from bot.cards.countries import CountriesCard
from bot.cards.labels import flag
from bot.commands.generation import send_names
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton, PersistentSelect
from model.domain.condition import Condition
from model.domain.countries import countries as all_countries
from model.domain.generation import NameRequest
from model.domain.spelling import fold

_Select = TypeVar("_Select", bound=PersistentSelect)

_MAX_OPTIONS = 25
"""Options that Discord allows in a list."""


@app_commands.command()
async def countries(interaction: NomenInteraction) -> None:
    """See all the countries I know, and get names from one."""
    _ = translator_for_user(interaction)
    await interaction.response.send_message(view=countries_card(_), ephemeral=True)


class CountriesButton(PersistentButton, kind="countries"):
    """Shows all countries to a member who looked for one that is not there."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send the card of `/countries`."""
        card = countries_card(translator_for_user(interaction))
        await interaction.response.send_message(view=card, ephemeral=True)


class CountrySelect(PersistentSelect, kind="country"):
    """Generates names of the chosen country; its payload is its place among the lists."""

    async def choose(self, interaction: NomenInteraction, _payload: str, value: str) -> None:
        """Send a card of names."""
        if value not in all_countries():
            raise OutdatedComponentError
        await send_names(interaction, NameRequest(Condition.for_country(value)))


class SurpriseButton(PersistentButton, kind="surprise"):
    """Generates names of a random country."""

    @classmethod
    def labelled(cls, _: Translator) -> "SurpriseButton":
        """Create the button."""
        return cls.create(label=_("Surprise me"), emoji="🎲")

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send a card of names."""
        code = interaction.client.name_service.draw_country()
        await send_names(interaction, NameRequest(Condition.for_country(code)))


def countries_card(_: Translator) -> CountriesCard:
    """Lay out all countries, each of which leads to names."""
    lists = country_lists(_, CountrySelect)
    return CountriesCard(_, len(all_countries()), lists, [SurpriseButton.labelled(_)])


def country_lists(_: Translator, select: type[_Select], payload: str = "") -> list[_Select]:
    """Return lists of all countries, by their names in the reader's language.

    Args:
        _: the translator.
        select: what responds to the choice of a country, by its code.
        payload: of each list, after its number and a dot; empty for the number alone.
    """
    lists = []
    for number, codes in enumerate(_split_at_letters(_)):
        options = [
            SelectOption(label=_.country_name(code), value=code, emoji=flag(code)) for code in codes
        ]
        first, last = _initial(_, codes[0]), _initial(_, codes[-1])
        placeholder = _("Countries {first}–{last}", first=first, last=last)
        numbered = f"{number}.{payload}" if payload else f"{number}"
        lists.append(select.create(numbered, options=options, placeholder=placeholder))
    return lists


def _split_at_letters(_: Translator) -> list[list[str]]:
    """Return all countries in as few lists as hold them; none ends in the middle of a letter."""
    codes = sorted(all_countries(), key=lambda code: fold(_.country_name(code)))
    lists: list[list[str]] = [[]]
    for _letter, group in groupby(codes, lambda code: _initial(_, code)):
        alike = [*group]
        if len(lists[-1]) + len(alike) > _MAX_OPTIONS:
            lists.append([])
        lists[-1] += alike
    return lists


def _initial(_: Translator, code: str) -> str:
    return fold(_.country_name(code))[0].upper()
