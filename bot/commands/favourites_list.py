"""The list of a member's favourites, in which one name is chosen to move or remove it."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Literal

from discord import SelectOption, ui

from bot.cards.favourites import FavouritesCard, NoFavouritesCard, Page
from bot.cards.labels import own_provenance_line
from bot.cards.layout import Card
from bot.cards.name_row import NameRow
from bot.commands.countries import SurpriseButton
from bot.commands.duel import MIN_NAMES, DuelButton
from bot.commands.more import MoreButton
from bot.commands.shortlist import save_button
from bot.commands.star_button import remove_star, restore_star
from bot.commands.top5 import share_button
from bot.commands.whose import Whose
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.custom_ids import OutdatedComponentError, RemovedStar
from bot.interactions.persistent_button import PersistentButton, PersistentSelect
from bot.store.stars import MAX_FAVOURITES, Favourite

PAGE_SIZE = 10

Action = Literal["top", "up", "down", "remove", "page"]
_STEPS = {"top": -MAX_FAVOURITES, "up": -1, "down": 1}
"""By which an action moves a name."""


class FavouritesButton(PersistentButton, kind="own"):
    """Changes the member's list, or its page; its payload is the action, the page and the name."""

    @classmethod
    def for_action(  # noqa: PLR0913 - what it does, and what is seen of it
        cls,
        action: Action,
        page: int,
        name: str = "",
        *,
        label: str | None = None,
        emoji: str | None = None,
        disabled: bool = False,
    ) -> "FavouritesButton":
        """Create a button for an action."""
        payload = f"{action}.{page}.{name}"
        return cls.create(payload, label=label, emoji=emoji, disabled=disabled)

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Run the action, and show the page that the name is on afterwards."""
        action, _dot, rest = payload.partition(".")
        page, _dot, name = rest.partition(".")
        removed = None
        if action in _STEPS:
            owner = guild_and_member(interaction)
            await interaction.client.store.stars.move(*owner, name, _STEPS[action])
        elif action == "remove":
            removed = await remove_star(interaction, name)
        elif action != "page":
            raise OutdatedComponentError
        card = await favourites_card(interaction, _page_number(page), name, removed)
        await interaction.response.edit_message(view=card)


class FavouritesSelect(PersistentSelect, kind="pick"):
    """Chooses a name of the list; its payload is the page."""

    @classmethod
    def for_page(
        cls, _: Translator, page: int, labels: Mapping[str, str], chosen: str
    ) -> "FavouritesSelect":
        """Create a list of the names of a page, each with a label, in which one is chosen."""
        options = [
            SelectOption(label=label, value=name, default=name == chosen)
            for name, label in labels.items()
        ]
        return cls.create(f"{page}", options=options, placeholder=_("Choose a name"))

    async def choose(self, interaction: NomenInteraction, payload: str, value: str) -> None:
        """Show the page with that name chosen."""
        card = await favourites_card(interaction, _page_number(payload), value)
        await interaction.response.edit_message(view=card)


class RestoreButton(PersistentButton, kind="restore"):
    """Restores a name that was removed from the list; its payload is the star."""

    @classmethod
    def for_star(cls, _: Translator, removed: RemovedStar) -> "RestoreButton":
        """Create a button that restores a star."""
        return cls.create(custom_ids.encode_removed(removed), label=_("Undo"), emoji="↩️")

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Restore it in its place, and show the page that it is on."""
        removed = custom_ids.decode_removed(payload)
        await restore_star(interaction, removed)
        card = await favourites_card(interaction, 1, removed.starrable.name)
        await interaction.response.edit_message(view=card)


async def favourites_card(
    interaction: NomenInteraction, page: int, name: str = "", removed: RemovedStar | None = None
) -> Card:
    """Lay out a page of the member's list.

    Args:
        interaction: whose list it is.
        page: its number, from 1, unless the name says otherwise.
        name: the chosen name, which decides the page if it is in the list.
        removed: the star that was just removed, whose place decides both.
    """
    stars = interaction.client.store.stars
    favourites = await stars.favourites(*guild_and_member(interaction))
    _ = translator_for_user(interaction)
    undo = [] if removed is None else [RestoreButton.for_star(_, removed)]
    removed_name = "" if removed is None else removed.starrable.name
    if not favourites:
        buttons = [*undo, SurpriseButton.labelled(_)]
        return NoFavouritesCard(_, buttons, removed=removed_name)
    chosen = _chosen_rank(favourites, page, name, removed)
    shown = _page_of(favourites, chosen)
    on_page = favourites[shown.first - 1 : shown.first - 1 + PAGE_SIZE]
    rows = [_name_row(interaction, favourite) for favourite in on_page]
    labels = {
        favourite.name: f"{rank}. {row.name}"
        for rank, (favourite, row) in enumerate(zip(on_page, rows, strict=True), shown.first)
    }
    name = favourites[chosen - 1].name
    more_button = MoreButton.for_stars_of(Whose.MINE, _("More like these"))
    return FavouritesCard(
        _,
        shown,
        rows,
        FavouritesSelect.for_page(_, shown.number, labels, name),
        _chosen_buttons(_, shown, name, chosen),
        [*_page_buttons(shown), *undo],
        list_buttons=[
            share_button(_),
            *([DuelButton.begin(_)] if len(favourites) >= MIN_NAMES else []),
            more_button,
            save_button(_, Whose.MINE),
        ],
        removed=removed_name,
    )


def _page_number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise OutdatedComponentError
    return int(text)


def _chosen_rank(
    favourites: Sequence[Favourite], page: int, name: str, removed: RemovedStar | None
) -> int:
    """Return the rank, from 1, of the chosen name: by default the first of the page."""
    ranks = [rank for rank, favourite in enumerate(favourites, 1) if favourite.name == name]
    num_pages = ceil(len(favourites) / PAGE_SIZE)
    first_on_page = (min(max(page, 1), num_pages) - 1) * PAGE_SIZE + 1
    rank = ranks[0] if ranks else first_on_page if removed is None else removed.place
    return min(rank, len(favourites))


def _page_of(favourites: Sequence[Favourite], rank: int) -> Page:
    number, total = ceil(rank / PAGE_SIZE), len(favourites)
    return Page(number, ceil(total / PAGE_SIZE), (number - 1) * PAGE_SIZE + 1, total)


def _name_row(interaction: NomenInteraction, favourite: Favourite) -> NameRow:
    """Lay out a favourite; one that is blocked since it was starred can only be removed unseen."""
    _ = translator_for_user(interaction)
    service = interaction.client.name_service
    if service.is_allowed(favourite.name):
        kind = service.kind_of(favourite.name)
        return NameRow(favourite.name, own_provenance_line(_, favourite.provenance, kind))
    return NameRow("•••", _("not shown: a slur or an obscenity in some language"))


def _chosen_buttons(_: Translator, page: Page, name: str, rank: int) -> list[ui.Item[Any]]:
    is_first, is_last = rank == 1, rank == page.total
    actions: list[tuple[Action, str, bool]] = [
        ("top", _("Top"), is_first),
        ("up", _("Up"), is_first),
        ("down", _("Down"), is_last),
        ("remove", _("Remove"), False),
    ]
    return [
        FavouritesButton.for_action(action, page.number, name, label=label, disabled=disabled)
        for action, label, disabled in actions
    ]


def _page_buttons(page: Page) -> list[FavouritesButton]:
    if page.num_pages == 1:
        return []
    number, is_last = page.number, page.number == page.num_pages
    return [
        FavouritesButton.for_action("page", number - 1, emoji="◀️", disabled=number == 1),
        FavouritesButton.for_action("page", number + 1, emoji="▶️", disabled=is_last),
    ]
