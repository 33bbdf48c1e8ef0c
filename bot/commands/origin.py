"""`/origin`: where a name sounds from."""

from discord import Interaction, app_commands
from discord.app_commands import Range

from bot.cards.origin import OriginCard
from bot.commands.name import WishButton
from bot.commands.options import AmongOption
from bot.commands.star_button import StarButton, stars_for
from bot.i18n.discord_locale import translator_for_channel
from bot.interactions import custom_ids
from bot.interactions.client import NomenClient
from bot.interactions.custom_ids import Starrable
from model.domain.condition import Condition
from model.domain.errors import InputError
from model.domain.generation import NameRequest

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
    interaction: Interaction[NomenClient],
    name: Range[str, 1, _LONGEST],
    among: AmongOption | None = None,
) -> None:
    """Tell where a name sounds from, and which of its letters say so."""
    ranking = await interaction.client.name_service.rank(name, among)
    _ = translator_for_channel(interaction)
    like_these = NameRequest(Condition.for_country(ranking.ranking[0].country))
    like_these_button = WishButton.with_payload(
        custom_ids.encode_request(like_these), label=_("Names like these"), emoji="🎲"
    )
    stars = await _star(interaction, ranking.name, _("Star it"))
    card = OriginCard(_, ranking, [*stars, like_these_button])
    await interaction.response.send_message(view=card)


async def _star(interaction: Interaction[NomenClient], name: str, said: str) -> list[StarButton]:
    """A star for the name, unless it is one that Nomen would not keep for others to see."""
    try:
        name = interaction.client.name_service.read(name)
    except InputError:
        return []
    return await stars_for(interaction, [Starrable(name, None)], said)
