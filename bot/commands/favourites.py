"""`/favourites`: a member's own starred names, which they order, remove, share and add to."""

from math import ceil
from typing import Literal

from discord import Interaction, app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Range

from bot.cards.favourites import FavouritesCard, NoFavouritesCard, Page
from bot.cards.layout import Card
from bot.cards.name_row import Entry
from bot.commands.star_button import guild_of, starred
from bot.commands.top5 import about, share_button
from bot.favourites.models import Direction, Favourite
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenClient
from bot.interactions.error_handler import OutdatedComponentError, reply_ephemeral
from bot.interactions.persistent_button import PersistentButton
from model.domain.validation import MAX_TYPED_LENGTH

ON_A_PAGE = 5

Action = Literal["up", "down", "remove", "page"]

favourites = app_commands.Group(
    name="favourites",
    description="Your starred names: order them, remove some, share five, add your own",
    allowed_contexts=AppCommandContext(guild=True, dm_channel=True, private_channel=True),
    allowed_installs=AppInstallationType(guild=True, user=True),
)


@favourites.command(name="list")
async def list_(interaction: Interaction[NomenClient]) -> None:
    """Show your starred names, to you alone: order them, remove some, share the first five."""
    await interaction.response.send_message(view=await list_card(interaction, 1), ephemeral=True)


@favourites.command()
@app_commands.describe(name="A first name, in Latin letters")
async def add(interaction: Interaction[NomenClient], name: Range[str, 1, MAX_TYPED_LENGTH]) -> None:
    """Add a name that you thought of yourself."""
    name = interaction.client.name_service.read(name)
    new = await interaction.client.favourites.star(
        guild_of(interaction), interaction.user.id, name, None
    )
    _ = translator_for_user(interaction)
    await reply_ephemeral(interaction, starred(name, _) if new else _kept(name, _))


def _kept(name: str, _: Translator) -> str:
    return _(
        "**{name}** is a favourite of yours already. `/favourites list` shows them all.",
        name=escape_markdown(name),
    )


class OwnButton(PersistentButton, kind="own"):
    """Does something to one's own list: it carries what, the page that it is on, and the name."""

    @classmethod
    def to(
        cls, action: Action, page: int, label: str, name: str = "", *, disabled: bool = False
    ) -> "OwnButton":
        """Make one."""
        return cls.with_payload(f"{action}.{page}.{name}", label=label, disabled=disabled)

    async def press(self, interaction: Interaction[NomenClient], payload: str) -> None:
        """Do it, and show the page that the name is on then."""
        action, _dot, rest = payload.partition(".")
        page, _dot, name = rest.partition(".")
        if not (page.isascii() and page.isdigit()):
            raise OutdatedComponentError
        kept, whose = interaction.client.favourites, (guild_of(interaction), interaction.user.id)
        match action:
            case "up":
                await kept.move(*whose, name, Direction.UP)
            case "down":
                await kept.move(*whose, name, Direction.DOWN)
            case "remove":
                await kept.unstar(*whose, name)
            case "page":
                pass
            case _:
                raise OutdatedComponentError
        card = await list_card(interaction, int(page), name)
        await interaction.response.edit_message(view=card)


async def list_card(interaction: Interaction[NomenClient], page: int, name: str = "") -> Card:
    """Lay out the page of one's own list that a name is on, or else a page by its number."""
    whose = guild_of(interaction), interaction.user.id
    own = await interaction.client.favourites.own(*whose)
    _ = translator_for_user(interaction)
    if not own:
        return NoFavouritesCard(_)
    pages = ceil(len(own) / ON_A_PAGE)
    on = [place // ON_A_PAGE + 1 for place, one in enumerate(own) if one.name == name]
    number = min(max((on or [page])[0], 1), pages)
    first = (number - 1) * ON_A_PAGE
    entries = [
        (Entry(one.name, about(_, one.provenance)), _buttons(_, one, place, len(own), number))
        for place, one in enumerate(own[first : first + ON_A_PAGE], first)
    ]
    before, more = _("Before"), _("More")
    turns = [
        OwnButton.to("page", number - 1, f"◀ {before}", disabled=number == 1),
        OwnButton.to("page", number + 1, f"{more} ▶", disabled=number == pages),
    ]
    buttons = [*(turns if pages > 1 else []), share_button(_)]
    return FavouritesCard(_, Page(number, pages, first + 1, len(own)), entries, buttons)


def _buttons(_: Translator, one: Favourite, place: int, total: int, page: int) -> list[OwnButton]:
    up, down, remove = _("Up"), _("Down"), _("Remove")
    return [
        OwnButton.to("up", page, f"▲ {up}", one.name, disabled=place == 0),
        OwnButton.to("down", page, f"▼ {down}", one.name, disabled=place == total - 1),
        OwnButton.to("remove", page, f"✕ {remove}", one.name),
    ]
