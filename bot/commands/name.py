"""`/name`, and the buttons that make a wish of it again."""

from dataclasses import replace

from discord import ButtonStyle, Interaction, app_commands
from discord.app_commands import Range

from bot.cards.names import NameCard
from bot.commands import codec
from bot.commands.button import CardButton
from bot.commands.client import Nomen
from bot.commands.funnel import StaleError
from bot.commands.options import CountryOption, GenderOption, StyleOption
from bot.commands.star import stars_for
from bot.commands.star_codec import SEEDS, Starrable
from bot.favourites.stars import Invented
from model.condition import Condition
from model.errors import InputError
from model.spelling import tidy
from model.wish import LONGEST, Style, Wish

NOTHING_FOUND = (
    "I found no new name like that: {reason}. Try fewer first letters, more room between "
    "shortest and longest, or the bold style."
)
_MIN_LENGTH, _MAX_LENGTH = 2, 16
"""Letters of the shortest and the longest name where a member does not say."""


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.describe(
    country="Start typing: Netherlands, Iran, Chile …",
    count="How many names, 1 to 10; 5 if you leave it out",
    style="How daring; plain if you leave it out",
    gender="Female or male; any if you leave it out",
    starts_with="The first letters of every name, up to 12",
    min_length="Letters of the shortest name",
    max_length="Letters of the longest name",
    seed="The number under an earlier card gives the same names again",
)
async def name(  # noqa: PLR0913, PLR0917 - an option each, and Discord passes them so
    interaction: Interaction[Nomen],
    country: CountryOption,
    count: Range[int, 1, codec.MOST_NAMES] = 5,
    style: StyleOption = Style.PLAIN,
    gender: GenderOption | None = None,
    starts_with: Range[str, 1, codec.LONGEST_START] = "",
    min_length: Range[int, 2, LONGEST] | None = None,
    max_length: Range[int, 2, LONGEST] | None = None,
    seed: Range[int, 0, SEEDS - 1] | None = None,
) -> None:
    """Invent first names that sound as if they came from a country."""
    shortest = _MIN_LENGTH if min_length is None else min_length
    wish = Wish(
        condition=Condition.of(country.code, gender),
        count=count,
        sharpness=style.sharpness,
        starts_with=tidy(starts_with),
        min_length=shortest,
        max_length=max(_MAX_LENGTH, shortest) if max_length is None else max_length,
    )
    codec.check(wish)
    if seed is not None and not 0 <= seed < SEEDS:
        message = f"A seed is a whole number from 0 to {SEEDS - 1}."
        raise InputError(message)
    await show_names(interaction, wish, seed)


class WishButton(CardButton, kind="wish"):
    """Makes the wish that it carries, with a fresh seed, for whoever presses it."""

    async def press(self, interaction: Interaction[Nomen], load: str) -> None:
        """Post a new card; the old one stays, so that no name is lost."""
        try:
            wish = codec.decode(load)
        except codec.CodecError as error:
            raise StaleError from error
        await show_names(interaction, wish)


async def show_names(interaction: Interaction[Nomen], wish: Wish, seed: int | None = None) -> None:
    """Make the names wished for and answer with their card.

    Raises:
        InputError: the wish cannot be met.
        LimitError: there is no room or no time for it.
    """
    naming = interaction.client.naming
    seed = naming.fresh_seed() if seed is None else seed
    answer = await naming.suggest(wish, seed)
    if not answer:
        raise InputError(NOTHING_FOUND.format(reason=answer.reason))
    origin = Invented.of(wish, seed)
    stars = await stars_for(interaction, [Starrable(one.name, origin) for one in answer])
    card = NameCard(wish, answer, seed, stars, buttons_for(wish))
    await interaction.response.send_message(view=card)


def buttons_for(wish: Wish) -> list[WishButton]:
    """Make the buttons of a wish's card: the same once more, and a step sharper or softer."""
    label, emoji, other = _next_style(wish.sharpness)
    return [
        WishButton.carrying(
            codec.encode(wish), label="Again", emoji="🎲", style=ButtonStyle.primary
        ),
        WishButton.carrying(
            codec.encode(replace(wish, sharpness=other.sharpness)), label=label, emoji=emoji
        ),
    ]


def _next_style(sharpness: float) -> tuple[str, str, Style]:
    sharper = [style for style in Style if style.sharpness > sharpness]
    if sharper:
        return "Sharper", "✨", min(sharper, key=lambda style: style.sharpness)
    return "Softer", "🪶", Style.PLAIN
