"""`/favourites`: a member's own starred names, to order, remove, share and add to."""

from math import ceil
from typing import Literal

from discord import app_commands
from discord.app_commands import Range

from bot.cards.favourites import FavouritesCard, NoFavouritesCard, Page
from bot.cards.labels import own_provenance_line
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.commands.more import MoreButton
from bot.commands.star_button import is_hidden_from_board, starred_message
from bot.commands.top5 import share_button
from bot.commands.whose import Whose
from bot.favourites.models import Direction, Favourite
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.persistent_button import PersistentButton
from model.domain.validation import MAX_TYPED_LENGTH

PAGE_SIZE = 5

Action = Literal["up", "down", "remove", "page"]

favourites = app_commands.Group(
    name="favourites",
    description="Your starred names: reorder them, remove some, share your top five, add your own",
)


@favourites.command(name="list")
async def list_(interaction: NomenInteraction) -> None:
    """See your starred names (nobody else can): reorder them, remove some, share your top five."""
    card = await favourites_card(interaction, 1)
    await interaction.response.send_message(view=card, ephemeral=True)


@favourites.command()
@app_commands.describe(name="A first name, in Latin letters")
async def add(interaction: NomenInteraction, name: Range[str, 1, MAX_TYPED_LENGTH]) -> None:
    """Add a name you came up with yourself."""
    name = interaction.client.name_service.validate(name)
    is_new = await interaction.client.favourites.star(*guild_and_member(interaction), name, None)
    is_hidden = await is_hidden_from_board(interaction, name)
    _ = translator_for_user(interaction)
    already_starred = _(
        "**{name}** is already one of your favourites. See them all with `/favourites list`.",
        name=escape_markdown(name),
    )
    starred = starred_message(_, name, is_hidden=is_hidden)
    await reply_ephemeral(interaction, starred if is_new else already_starred)


class FavouritesButton(PersistentButton, kind="own"):
    """Changes the member's list, or its page; its payload is the action, the page and the name."""

    @classmethod
    def for_action(
        cls, action: Action, page: int, label: str, name: str = "", *, disabled: bool = False
    ) -> "FavouritesButton":
        """Create a button for an action."""
        return cls.create(f"{action}.{page}.{name}", label=label, disabled=disabled)

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Run the action, and show the page that the name is on afterwards."""
        action, _dot, rest = payload.partition(".")
        page, _dot, name = rest.partition(".")
        if not (page.isascii() and page.isdigit()):
            raise OutdatedComponentError
        repository = interaction.client.favourites
        owner = guild_and_member(interaction)
        match action:
            case "up" | "down":
                await repository.move(*owner, name, Direction[action.upper()])
            case "remove":
                await repository.unstar(*owner, name)
            case "page":
                pass
            case _:
                raise OutdatedComponentError
        card = await favourites_card(interaction, int(page), name)
        await interaction.response.edit_message(view=card)


async def favourites_card(interaction: NomenInteraction, page: int, name: str = "") -> Card:
    """Lay out the page of the member's list that has a name, or else the page of that number."""
    favourites = await interaction.client.favourites.list_favourites(*guild_and_member(interaction))
    _ = translator_for_user(interaction)
    if not favourites:
        return NoFavouritesCard(_)
    num_pages = ceil(len(favourites) / PAGE_SIZE)
    indices = [index for index, favourite in enumerate(favourites) if favourite.name == name]
    number = min(max(indices[0] // PAGE_SIZE + 1 if indices else page, 1), num_pages)
    start = (number - 1) * PAGE_SIZE
    entries = [
        (
            _name_row(interaction, favourite),
            _row_buttons(
                _, favourite.name, number, first=index == 0, last=index == len(favourites) - 1
            ),
        )
        for index, favourite in enumerate(favourites[start : start + PAGE_SIZE], start)
    ]
    before, more = _("Before"), _("More")
    page_buttons = [
        FavouritesButton.for_action("page", number - 1, f"◀ {before}", disabled=number == 1),
        FavouritesButton.for_action("page", number + 1, f"{more} ▶", disabled=number == num_pages),
    ]
    more_button = MoreButton.for_stars_of(Whose.MINE, _("More like these"))
    buttons = [*(page_buttons if num_pages > 1 else []), share_button(_), more_button]
    return FavouritesCard(_, Page(number, num_pages, start + 1, len(favourites)), entries, buttons)


def _name_row(interaction: NomenInteraction, favourite: Favourite) -> NameRow:
    """Lay out a favourite; one that is blocked since it was starred can only be removed unseen."""
    _ = translator_for_user(interaction)
    if interaction.client.name_service.is_allowed(favourite.name):
        return NameRow(favourite.name, own_provenance_line(_, favourite.provenance))
    return NameRow("•••", _("not shown: a slur or an obscenity in some language"))


def _row_buttons(
    _: Translator, name: str, page: int, *, first: bool, last: bool
) -> list[FavouritesButton]:
    up, down, remove = _("Up"), _("Down"), _("Remove")
    return [
        FavouritesButton.for_action("up", page, f"▲ {up}", name, disabled=first),
        FavouritesButton.for_action("down", page, f"▼ {down}", name, disabled=last),
        FavouritesButton.for_action("remove", page, f"✕ {remove}", name),
    ]
