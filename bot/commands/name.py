"""`/name`: names of one country."""

from discord import app_commands

from bot.commands.generation import GenerationOptions, send_names, with_generation_options
from bot.commands.options import CountryOption
from bot.interactions.client import NomenInteraction
from model.domain.condition import Condition


@app_commands.command()
@app_commands.describe(country="Start typing: Netherlands, Iran, Chile…")
@with_generation_options
async def name(
    interaction: NomenInteraction, country: CountryOption, *, options: GenerationOptions
) -> None:
    """Invent first names that sound like they’re from a country you choose."""
    request = options.make_request(Condition.for_country(country.code, options.gender))
    await send_names(interaction, request, options.seed)
