"""`/favourites`: a member's own starred names, to order, remove, share and add to."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Any

from discord import SelectOption, app_commands, ui
from discord.app_commands import Range

from bot.features.duel import MIN_NAMES, DuelButton, duel_card
from bot.features.look import Card, NameRow, own_provenance_line
from bot.features.more import MoreButton
from bot.features.names.names import SurpriseButton
from bot.features.picture import picture_button
from bot.features.star_news import starred_message
from bot.features.stars import RemovedStar, remove_star, restore_star
from bot.features.top5 import own_stars_hint, share_button
from bot.features.whose import Whose
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.codec import Name, Number, OneOf
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button, Select
from bot.interactions.rate_limit import Bucket
from bot.store.stars import MAX_FAVOURITES, Favourite
from model.domain.validation import MAX_TYPED_LENGTH

PAGE_SIZE = 10
_STEPS = {"top": -MAX_FAVOURITES, "up": -1, "down": 1}
"""By which an action moves a name."""
_ACTIONS = OneOf({action: action for action in (*_STEPS, "remove")})

PageNumber = Annotated[int, Number(1, ceil(MAX_FAVOURITES / PAGE_SIZE))]

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
    owner, _ = guild_and_member(interaction), translator_for_user(interaction)
    starred = await interaction.client.store.stars.star(*owner, name, None)
    if starred.is_new:
        text = starred_message(_, name, is_hidden=starred.is_hidden)
    else:
        text = _(
            "**{name}** is already one of your favourites. See them all with `/favourites list`.",
            name=escape_markdown(name),
        )
    await reply_ephemeral(interaction, text)


@dataclass(frozen=True, slots=True)
class Change:
    """What to do with a favourite: move it to the top, up or down, or remove it."""

    action: Annotated[str, _ACTIONS]
    name: Name


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, by its number from 1."""

    number: PageNumber


class ChangeButton(Button[Change], kind="own", payload=Change, bucket=Bucket.BUTTON):
    """Changes the member's list."""

    async def press(self, interaction: NomenInteraction, payload: Change) -> None:
        """Change it, and show the page that the name is on afterwards."""
        removed = None
        if payload.action == "remove":
            removed = await remove_star(interaction, payload.name)
        else:
            owner, steps = guild_and_member(interaction), _STEPS[payload.action]
            await interaction.client.store.stars.move(*owner, payload.name, steps)
        card = await favourites_card(interaction, 1, payload.name, removed)
        await interaction.response.edit_message(view=card)


class PageButton(Button[Page], kind="own-page", payload=Page, bucket=Bucket.BUTTON):
    """Shows a page of the list."""

    async def press(self, interaction: NomenInteraction, payload: Page) -> None:
        """Show it."""
        card = await favourites_card(interaction, payload.number)
        await interaction.response.edit_message(view=card)


class FavouritesSelect(Select[Page], kind="pick", payload=Page, bucket=Bucket.BUTTON):
    """Chooses a name of a page."""

    async def choose(self, interaction: NomenInteraction, payload: Page, value: str) -> None:
        """Show the page with that name chosen."""
        card = await favourites_card(interaction, payload.number, value)
        await interaction.response.edit_message(view=card)


class RestoreButton(Button[RemovedStar], kind="restore", payload=RemovedStar, bucket=Bucket.BUTTON):
    """Restores a name that was removed from the list."""

    async def press(self, interaction: NomenInteraction, payload: RemovedStar) -> None:
        """Restore it in its place, and show the page that it is on."""
        await restore_star(interaction, payload)
        card = await favourites_card(interaction, 1, payload.name)
        await interaction.response.edit_message(view=card)


async def favourites_card(
    interaction: NomenInteraction, page: int, name: str = "", removed: RemovedStar | None = None
) -> Card:
    """Lay out a page of the member's list, in which one name is chosen.

    Args:
        interaction: whose list it is.
        page: its number, from 1, unless the name says otherwise.
        name: the chosen name, which decides the page if it is in the list.
        removed: the star that was just removed, whose place decides both.
    """
    stars = interaction.client.store.stars
    listed = await stars.favourites(*guild_and_member(interaction))
    _ = translator_for_user(interaction)
    undo = _undo(_, removed)
    note = f"-# {_('You have separate favourites in each server.')}"
    if not listed:
        buttons = [SurpriseButton.labelled(_)]
        return Card(own_stars_hint(_), note, *undo, buttons=buttons)
    chosen = _chosen_rank(listed, page, name, removed)
    number, last_page = ceil(chosen / PAGE_SIZE), ceil(len(listed) / PAGE_SIZE)
    first = (number - 1) * PAGE_SIZE + 1
    on_page = listed[first - 1 : first - 1 + PAGE_SIZE]
    rows = [_name_row(interaction, favourite) for favourite in on_page]
    options = [
        SelectOption(label=f"{rank}. {row.name}", value=each.name, default=rank == chosen)
        for rank, (each, row) in enumerate(zip(on_page, rows, strict=True), first)
    ]
    select = FavouritesSelect.create(Page(number), options=options, placeholder=_("Choose a name"))
    title = _("Your favourites ({number})", number=len(listed))
    pages = [ui.ActionRow[Any](*_page_buttons(number, last_page))] if last_page > 1 else []
    return Card(
        f"### ⭐ {title}",
        *(row.to_item(f"{rank}. ") for rank, row in enumerate(rows, first)),
        note,
        ui.ActionRow[Any](select),
        ui.ActionRow[Any](*_change_buttons(_, listed, chosen)),
        *undo,
        *pages,
        buttons=[
            share_button(_),
            *([DuelButton.begin(_)] if len(listed) >= MIN_NAMES else []),
            MoreButton.for_stars_of(_, Whose.MINE),
            picture_button(_, Whose.MINE),
        ],
    )


def _undo(_: Translator, removed: RemovedStar | None) -> list[ui.Item[Any]]:
    """Return what says that a name was removed, and the button that restores it."""
    if removed is None:
        return []
    text = _("Removed: **{name}**", name=escape_markdown(removed.name))
    button = RestoreButton.create(removed, label=_("Undo"), emoji="↩️")
    return [ui.Section(text, accessory=button)]


def _chosen_rank(
    listed: Sequence[Favourite], page: int, name: str, removed: RemovedStar | None
) -> int:
    """Return the rank, from 1, of the chosen name: by default the first of the page."""
    ranks = [rank for rank, favourite in enumerate(listed, 1) if favourite.name == name]
    first_on_page = (min(page, ceil(len(listed) / PAGE_SIZE)) - 1) * PAGE_SIZE + 1
    rank = ranks[0] if ranks else first_on_page if removed is None else removed.place
    return max(1, min(rank, len(listed)))


def _name_row(interaction: NomenInteraction, favourite: Favourite) -> NameRow:
    """Lay out a favourite; one that is blocked since it was starred can only be removed unseen."""
    _ = translator_for_user(interaction)
    service = interaction.client.name_service
    if service.is_allowed(favourite.name):
        kind = service.kind_of(favourite.name)
        return NameRow(favourite.name, own_provenance_line(_, favourite.provenance, kind))
    return NameRow("•••", _("not shown: a slur or an obscenity in some language"))


def _change_buttons(_: Translator, listed: Sequence[Favourite], rank: int) -> list[ui.Item[Any]]:
    is_first, is_last = rank == 1, rank == len(listed)
    actions = [
        ("top", _("Top"), is_first),
        ("up", _("Up"), is_first),
        ("down", _("Down"), is_last),
        ("remove", _("Remove"), False),
    ]
    name = listed[rank - 1].name
    return [
        ChangeButton.create(Change(action, name), label=label, disabled=disabled)
        for action, label, disabled in actions
    ]


def _page_buttons(number: int, last: int) -> list[PageButton]:
    """Return the buttons that lead to the pages before and after; at an end, one leads nowhere."""
    before, after = max(1, number - 1), min(last, number + 1)
    return [
        PageButton.create(Page(before), emoji="◀️", disabled=number == 1),
        PageButton.create(Page(after), emoji="▶️", disabled=number == last),
    ]
