"""`/favourites`: a member's own starred names, to order, remove, share and add to."""

from discord import app_commands
from discord.app_commands import Range

from bot.commands.duel import duel_card
from bot.commands.favourites_list import favourites_card
from bot.commands.star_button import starred_message
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.error_handler import reply_ephemeral
from model.domain.validation import MAX_TYPED_LENGTH

favourites = app_commands.Group(
    name="favourites",
    description="Your favourites: order them, share your top five, or add a name of your own",
)


@favourites.command(name="list")
async def list_(interaction: NomenInteraction) -> None:
    """See your favourites, just for you: put them in order, remove some or share your top five."""
    card = await favourites_card(interaction, 1)
    await interaction.response.send_message(view=card, ephemeral=True)


@favourites.command()
async def duel(interaction: NomenInteraction) -> None:
    """Pick between two of your favourites at a time until your top five is settled."""
    await interaction.response.send_message(view=await duel_card(interaction), ephemeral=True)


@favourites.command()
@app_commands.describe(name="A first name, in Latin letters")
async def add(interaction: NomenInteraction, name: Range[str, 1, MAX_TYPED_LENGTH]) -> None:
    """Add a name of your own to your favourites."""
    name = interaction.client.name_service.validate(name)
    owner = guild_and_member(interaction)
    starred = await interaction.client.store.stars.star(*owner, name, None)
    _ = translator_for_user(interaction)
    already_starred = _(
        "**{name}** is already one of your favourites. See them all with `/favourites list`.",
        name=escape_markdown(name),
    )
    now_starred = starred_message(_, name, is_hidden=starred.is_hidden)
    await reply_ephemeral(interaction, now_starred if starred.is_new else already_starred)
