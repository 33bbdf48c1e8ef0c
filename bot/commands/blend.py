"""`/blend`: names of two or three countries at once."""

from discord import Interaction, app_commands
from discord.app_commands import Range

from bot.commands.name import show_names, wish_of
from bot.commands.options import (
    WISH_OPTIONS,
    CountOption,
    CountryOption,
    GenderOption,
    LengthOption,
    SeedOption,
    StartOption,
    StyleOption,
)
from bot.interactions.client import NomenClient
from model.domain.condition import Condition
from model.domain.countries import Country, require_distinct
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import Style

_LEAST, _MOST = 1, 99
"""Percent that the first country may have."""


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.describe(
    first="Start typing: Netherlands, Iran, Chile …",
    second="The country to blend it with",
    third="One more, if you like",
    share="Percent of the first, 1 to 99; all have the same if you leave it out",
    **WISH_OPTIONS,
)
async def blend(  # noqa: PLR0913, PLR0917 - an option each, and Discord passes them so
    interaction: Interaction[NomenClient],
    first: CountryOption,
    second: CountryOption,
    third: CountryOption | None = None,
    share: Range[int, _LEAST, _MOST] | None = None,
    count: CountOption = 5,
    style: StyleOption = Style.PLAIN,
    gender: GenderOption | None = None,
    starts_with: StartOption = "",
    min_length: LengthOption | None = None,
    max_length: LengthOption | None = None,
    seed: SeedOption | None = None,
) -> None:
    """Invent first names that sound like two or three countries at once."""
    countries = [first, second] if third is None else [first, second, third]
    require_distinct(countries)
    condition = Condition.blend(weights_of(countries, share), gender)
    wish = wish_of(condition, count, style, starts_with, (min_length, max_length))
    await show_names(interaction, wish, seed)


def weights_of(countries: list[Country], share: int | None) -> dict[str, float]:
    """Give the first country its share, in percent, and part the rest among the others equally.

    Raises:
        InputError: the share leaves nothing for someone.
    """
    if share is None:
        return {country.code: 1.0 for country in countries}
    if not _LEAST <= share <= _MOST:
        raise InputError(
            gettext_noop("The first country's share is {least} to {most} percent, not {asked}."),
            least=_LEAST,
            most=_MOST,
            asked=share,
        )
    first, *others = countries
    rest = (100 - share) / len(others)
    return {first.code: float(share), **{country.code: rest for country in others}}
