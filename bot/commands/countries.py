"""`/countries`: all countries, each of which leads to names."""

from collections.abc import Sequence
from math import ceil

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

    @classmethod
    def for_codes(cls, _: Translator, place: int, codes: Sequence[str]) -> "CountrySelect":
        """Create a list of countries."""
        names = [_.country_name(code) for code in codes]
        options = [
            SelectOption(label=name, value=code, emoji=flag(code))
            for name, code in zip(names, codes, strict=True)
        ]
        return cls.create(f"{place}", options=options, placeholder=f"{names[0]} – {names[-1]}")

    async def choose(self, interaction: NomenInteraction, _payload: str, value: str) -> None:
        """Send a card of names."""
        if value not in all_countries():
            raise OutdatedComponentError
        await send_names(interaction, NameRequest(Condition.for_country(value)))


class SurpriseButton(PersistentButton, kind="surprise"):
    """Generates names of a random country."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Send a card of names."""
        code = interaction.client.name_service.draw_country()
        await send_names(interaction, NameRequest(Condition.for_country(code)))


def countries_card(_: Translator) -> CountriesCard:
    """Lay out all countries, by their names in the reader's language."""
    codes = sorted(all_countries(), key=lambda code: fold(_.country_name(code)))
    size = ceil(len(codes) / ceil(len(codes) / _MAX_OPTIONS))
    lists = [
        CountrySelect.for_codes(_, place, codes[start : start + size])
        for place, start in enumerate(range(0, len(codes), size))
    ]
    surprise = SurpriseButton.create(label=_("Surprise me"), emoji="🎲")
    return CountriesCard(_, len(codes), lists, [surprise])
