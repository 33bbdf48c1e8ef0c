"""`/origin`: where a name sounds from."""

from discord import Interaction, app_commands
from discord.app_commands import Range

from bot.cards.origin import OriginCard
from bot.commands.name import WishButton
from bot.commands.options import AmongOption
from bot.commands.star_button import StarButton, stars_for
from bot.i18n.discord_locale import for_all
from bot.interactions import custom_ids
from bot.interactions.client import Nomen
from bot.interactions.custom_ids import Starrable
from model.domain.condition import Condition
from model.domain.errors import InputError
from model.domain.generation import Wish

_LONGEST = 100
"""Characters that Discord lets a member type; the model says itself which names are too long."""


@app_commands.command()
@app_commands.allowed_installs(guilds=True, users=True)
@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
@app_commands.describe(
    name="A first name, such as Marieke",
    among="Countries to choose among, such as NL, PL, Chile; all if you leave it out",
)
async def origin(
    interaction: Interaction[Nomen],
    name: Range[str, 1, _LONGEST],
    among: AmongOption | None = None,
) -> None:
    """Tell where a name sounds from, and which of its letters say so."""
    ranking = await interaction.client.naming.rank(name, among)
    words = for_all(interaction)
    like_these = Wish(Condition.of(ranking.ranking[0].country))
    like_these_button = WishButton.carrying(
        custom_ids.encode_request(like_these), label=words("Names like these"), emoji="🎲"
    )
    stars = await _star(interaction, ranking.name, words("Star it"))
    card = OriginCard(words, ranking, [*stars, like_these_button])
    await interaction.response.send_message(view=card)


async def _star(interaction: Interaction[Nomen], name: str, said: str) -> list[StarButton]:
    """A star for the name, unless it is one that Nomen would not keep for others to see."""
    try:
        name = interaction.client.naming.read(name)
    except InputError:
        return []
    return await stars_for(interaction, [Starrable(name, None)], said)
