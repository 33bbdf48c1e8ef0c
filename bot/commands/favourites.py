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
from bot.favourites.models import Favourite, Way
from bot.i18n.discord_locale import for_member
from bot.i18n.escaping import plain
from bot.i18n.translator import Words
from bot.interactions.client import Nomen
from bot.interactions.error_handler import StaleError, tell
from bot.interactions.persistent_button import CardButton
from model.domain.validation import LONGEST_TYPED

ON_A_PAGE = 5

Action = Literal["up", "down", "remove", "page"]

favourites = app_commands.Group(
    name="favourites",
    description="Your starred names: order them, remove some, share five, add your own",
    allowed_contexts=AppCommandContext(guild=True, dm_channel=True, private_channel=True),
    allowed_installs=AppInstallationType(guild=True, user=True),
)


@favourites.command(name="list")
async def list_(interaction: Interaction[Nomen]) -> None:
    """Show your starred names, to you alone: order them, remove some, share the first five."""
    await interaction.response.send_message(view=await list_card(interaction, 1), ephemeral=True)


@favourites.command()
@app_commands.describe(name="A first name, in Latin letters")
async def add(interaction: Interaction[Nomen], name: Range[str, 1, LONGEST_TYPED]) -> None:
    """Add a name that you thought of yourself."""
    name = interaction.client.naming.read(name)
    new = await interaction.client.favourites.star(
        guild_of(interaction), interaction.user.id, name, None
    )
    words = for_member(interaction)
    await tell(interaction, starred(name, words) if new else _kept(name, words))


def _kept(name: str, words: Words) -> str:
    return words(
        "**{name}** is a favourite of yours already. `/favourites list` shows them all.",
        name=plain(name),
    )


class OwnButton(CardButton, kind="own"):
    """Does something to one's own list: it carries what, the page that it is on, and the name."""

    @classmethod
    def to(
        cls, action: Action, page: int, label: str, name: str = "", *, disabled: bool = False
    ) -> "OwnButton":
        """Make one."""
        return cls.carrying(f"{action}.{page}.{name}", label=label, disabled=disabled)

    async def press(self, interaction: Interaction[Nomen], load: str) -> None:
        """Do it, and show the page that the name is on then."""
        action, _, rest = load.partition(".")
        page, _, name = rest.partition(".")
        if not (page.isascii() and page.isdigit()):
            raise StaleError
        kept, whose = interaction.client.favourites, (guild_of(interaction), interaction.user.id)
        match action:
            case "up":
                await kept.move(*whose, name, Way.UP)
            case "down":
                await kept.move(*whose, name, Way.DOWN)
            case "remove":
                await kept.unstar(*whose, name)
            case "page":
                pass
            case _:
                raise StaleError
        card = await list_card(interaction, int(page), name)
        await interaction.response.edit_message(view=card)


async def list_card(interaction: Interaction[Nomen], page: int, name: str = "") -> Card:
    """Lay out the page of one's own list that a name is on, or else a page by its number."""
    whose = guild_of(interaction), interaction.user.id
    own = await interaction.client.favourites.own(*whose)
    words = for_member(interaction)
    if not own:
        return NoFavouritesCard(words)
    pages = ceil(len(own) / ON_A_PAGE)
    on = [place // ON_A_PAGE + 1 for place, one in enumerate(own) if one.name == name]
    number = min(max((on or [page])[0], 1), pages)
    first = (number - 1) * ON_A_PAGE
    entries = [
        (Entry(one.name, about(words, one.origin)), _buttons(words, one, place, len(own), number))
        for place, one in enumerate(own[first : first + ON_A_PAGE], first)
    ]
    before, more = words("Before"), words("More")
    turns = [
        OwnButton.to("page", number - 1, f"◀ {before}", disabled=number == 1),
        OwnButton.to("page", number + 1, f"{more} ▶", disabled=number == pages),
    ]
    buttons = [*(turns if pages > 1 else []), share_button(words)]
    return FavouritesCard(words, Page(number, pages, first + 1, len(own)), entries, buttons)


def _buttons(words: Words, one: Favourite, place: int, total: int, page: int) -> list[OwnButton]:
    up, down, remove = words("Up"), words("Down"), words("Remove")
    return [
        OwnButton.to("up", page, f"▲ {up}", one.name, disabled=place == 0),
        OwnButton.to("down", page, f"▼ {down}", one.name, disabled=place == total - 1),
        OwnButton.to("remove", page, f"✕ {remove}", one.name),
    ]
