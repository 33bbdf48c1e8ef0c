"""`/blend`: names of two or three countries at once."""

from discord import app_commands
from discord.app_commands import Range

from bot.commands.generation import GenerationOptions, send_names, with_generation_options
from bot.commands.options import CountryOption
from bot.interactions.client import NomenInteraction
from model.domain.condition import Condition
from model.domain.countries import Country, require_distinct
from model.domain.errors import InputError, gettext_noop

_MIN_SHARE, _MAX_SHARE = 1, 99
"""Percent for the first country."""


@app_commands.command()
@app_commands.describe(
    first="Start typing: Netherlands, Iran, Chile…",
    second="A country to blend it with",
    third="A third country, if you like",
    share=f"The first country’s share in percent, from {_MIN_SHARE} to {_MAX_SHARE} "
    "(equal shares if you leave it out)",
)
@with_generation_options
async def blend(  # noqa: PLR0913 - an option each
    interaction: NomenInteraction,
    first: CountryOption,
    second: CountryOption,
    third: CountryOption | None = None,
    share: Range[int, _MIN_SHARE, _MAX_SHARE] | None = None,
    *,
    options: GenerationOptions,
) -> None:
    """Invent first names that sound like two or three countries at once."""
    countries = [first, second] if third is None else [first, second, third]
    require_distinct(countries)
    condition = Condition.blend(country_weights(countries, share), options.gender)
    await send_names(interaction, options.make_request(condition), options.seed)


def country_weights(countries: list[Country], share: int | None) -> dict[str, float]:
    """Weight the first country by its share in percent, and the others equally.

    Raises:
        InputError: the share leaves nothing for one of them.
    """
    if share is None:
        return {country.code: 1.0 for country in countries}
    if not _MIN_SHARE <= share <= _MAX_SHARE:
        raise InputError(
            gettext_noop(
                "Give the first country a share of {least} to {most} percent, not {asked}."
            ),
            least=_MIN_SHARE,
            most=_MAX_SHARE,
            asked=share,
        )
    first, *others = countries
    other_weight = (100 - share) / len(others)
    return {first.code: float(share), **{country.code: other_weight for country in others}}
