"""`/origin`: where a name sounds from."""

from collections.abc import Sequence

from discord import app_commands
from discord.app_commands import Range

from bot.cards.origin import OriginCard
from bot.commands.generation import GenerateButton
from bot.commands.options import CountryListOption
from bot.commands.star_button import StarButton, star_buttons
from bot.i18n.discord_locale import translator_for_channel
from bot.interactions.client import NomenInteraction, requester_of
from bot.interactions.custom_ids import Starrable
from bot.interactions.persistent_button import PersistentButton
from model.domain.condition import Condition
from model.domain.errors import InputError
from model.domain.generation import NameRequest

_MAX_INPUT_LENGTH = 100
"""Discord's limit is wider than the model's, whose own error explains it."""


@app_commands.command()
@app_commands.describe(
    name="A first name, such as Marieke",
    among="Countries to choose from, such as NL, PL, Chile; all of them by default",
)
async def origin(
    interaction: NomenInteraction,
    name: Range[str, 1, _MAX_INPUT_LENGTH],
    among: CountryListOption | None = None,
) -> None:
    """See where a name sounds like it’s from, and which letters give it away."""
    await _send_origin(interaction, name, among)


class OriginButton(PersistentButton, kind="origin"):
    """Tells where the name in its payload sounds from."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Send the name's card."""
        await _send_origin(interaction, payload)


async def _send_origin(
    interaction: NomenInteraction, name: str, among: Sequence[str] | None = None
) -> None:
    service, requester = interaction.client.name_service, requester_of(interaction)
    ranking = await service.rank(name, among, requester)
    _ = translator_for_channel(interaction)
    similar = NameRequest(Condition.for_country(ranking.ranking[0].country))
    similar_button = GenerateButton.for_request(similar, _("Names like these"), "🎲")
    stars = await _star_buttons(interaction, ranking.name, _("Star it"))
    card = OriginCard(_, ranking, [*stars, similar_button])
    await interaction.response.send_message(view=card)


async def _star_buttons(interaction: NomenInteraction, name: str, text: str) -> list[StarButton]:
    """Return a star button for the name, or none if it may not be shown to others."""
    try:
        name = interaction.client.name_service.validate(name)
    except InputError:
        return []
    return await star_buttons(interaction, [Starrable(name, None)], text)
