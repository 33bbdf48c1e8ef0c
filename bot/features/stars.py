"""The star beside a name: every member has one for it, and may take it back in private."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from discord import Message

from bot.features.look import Card
from bot.features.star_news import news_of_a_star, starred_message, third_star_line
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.interactions.client import NomenInteraction, guild_and_member, shows_counts
from bot.interactions.codec import (
    Gender,
    Id,
    MaybeCountries,
    Name,
    Place,
    StyleName,
    codes_of,
    condition_of,
)
from bot.interactions.items import Button
from bot.interactions.live import MessageLayout
from bot.interactions.rate_limit import Bucket
from bot.interactions.soon import answer_soon
from bot.store.errors import StoreError
from bot.store.stars import Starred
from model.domain.generation import Provenance, Style
from model.domain.spelling import fold

_NOT_REDRAWN = "A message is not redrawn until the next press: %s"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Star:
    """A name to star, and what it was invented for; no countries if a member typed it."""

    countries: MaybeCountries
    gender: Gender
    style: StyleName
    name: Name

    @classmethod
    def of(cls, name: str, provenance: Provenance | None = None) -> Self:
        """Return the star of a name with its provenance; None if it was typed."""
        if provenance is None:
            return cls((), None, Style.PLAIN, name)
        condition = provenance.condition
        style = Style.with_inverse_temperature(provenance.inverse_temperature) or Style.PLAIN
        return cls(codes_of(condition), condition.with_known_gender.gender, style, name)

    @property
    def provenance(self) -> Provenance | None:
        """What it was invented for; None if it was typed."""
        if not self.countries:
            return None
        condition = condition_of(self.countries, self.gender)
        return Provenance(condition, self.style.inverse_temperature)


@dataclass(frozen=True, slots=True)
class GivenStar:
    """A member's star, and the message whose counts it changes; 0 for none."""

    message: Id
    name: Name


@dataclass(frozen=True, slots=True)
class RemovedStar:
    """A star that can be restored, in its place in the member's order, from 1."""

    message: Id
    place: Place
    countries: MaybeCountries
    gender: Gender
    style: StyleName
    name: Name

    @property
    def star(self) -> Star:
        """The star itself."""
        return Star(self.countries, self.gender, self.style, self.name)


class StarButton(Button[Star], kind="star", payload=Star, bucket=Bucket.BUTTON):
    """Stars the name in its payload for the member who presses it."""

    @classmethod
    def for_name(
        cls, star: Star, members: int, text: str = "", *, is_own: bool = False
    ) -> "StarButton":
        """Create a button that shows how many members starred the name, or else a text.

        On a card for one member, `is_own` is whether they did.
        """
        return cls.create(star, label=star_label(members, text, is_own=is_own))

    async def press(self, interaction: NomenInteraction, payload: Star) -> None:
        """Star the name, and tell the member alone what the card does not.

        A star is never taken back here, so that pressing again after a lost answer does no harm.
        """
        name = interaction.client.name_service.validate(payload.name)  # as of today
        owner, stars = guild_and_member(interaction), interaction.client.store.stars
        starred = await stars.star(*owner, name, payload.provenance)
        text = news_of_a_star(interaction, name, starred)
        if not await _redraw(interaction, name, starred):
            text = text or starred_message(translator_for_user(interaction), name)
        if text:
            await _tell_of_a_star(interaction, name, text)

    @classmethod
    async def redraw(cls, interaction: NomenInteraction, layout: MessageLayout) -> MessageLayout:
        """Update every star button on a message."""
        buttons = [
            (star.name, button)
            for button in layout.buttons()
            if (star := cls.read(button.get("custom_id", "")))
        ]
        names = [name for name, _ in buttons]
        counts = await _star_counts(interaction, names)
        own = await _own_among(interaction, names, is_private=layout.is_private)
        for name, button in buttons:
            text = button.get("label", "").partition("☆")[2].strip()
            button["label"] = star_label(counts.get(name, 0), text, is_own=name in own)
        return layout


class TakeBackButton(Button[GivenStar], kind="unstar", payload=GivenStar, bucket=Bucket.BUTTON):
    """Takes a star back."""

    async def press(self, interaction: NomenInteraction, payload: GivenStar) -> None:
        """Take it back if it is there, offer to undo that, and redraw the message with the star."""
        interaction.client.name_service.require_allowed(payload.name)
        removed = await remove_star(interaction, payload.name, payload.message)
        _ = translator_for_user(interaction)
        name = escape_markdown(payload.name)
        text = _("**{name}** is no longer one of your favourites.", name=name)
        undo = [] if removed is None else [UndoButton.create(removed, label=_("Undo"), emoji="↩️")]
        await interaction.response.edit_message(view=Card(text, buttons=undo))
        await _refresh_counts(interaction, payload.message)


class UndoButton(Button[RemovedStar], kind="undo", payload=RemovedStar, bucket=Bucket.BUTTON):
    """Restores a star that was taken back."""

    async def press(self, interaction: NomenInteraction, payload: RemovedStar) -> None:
        """Restore the star, confirm it, and redraw the message if the bot has access to it."""
        await restore_star(interaction, payload)
        text = starred_message(translator_for_user(interaction), payload.name)
        await interaction.response.edit_message(view=Card(text))
        await _refresh_counts(interaction, payload.message)


def star_label(members: int, text: str = "", *, is_own: bool = False) -> str:
    """Return a star button's label: how many members starred the name, or else an optional text.

    Args:
        members: 0 also where the number is unknown.
        text: for a name that nobody has starred.
        is_own: whether one of the stars is that of the only member who sees the card.
    """
    if is_own:
        return f"⭐ {members or ''}".rstrip()
    return f"★ {members}" if members else f"☆ {text}".rstrip()


async def star_buttons(
    interaction: NomenInteraction,
    stars: Sequence[Star],
    text: str = "",
    *,
    is_private: bool = False,
) -> list[StarButton]:
    """Create a star button for each name, without counts if the database does not answer.

    Args:
        interaction: the request.
        stars: the names.
        text: what a button says until somebody has starred its name.
        is_private: whether the card is for the member alone.
    """
    names = [star.name for star in stars]
    counts: Mapping[str, int] = {}
    own: Collection[str] = ()
    try:
        counts = await answer_soon(_star_counts(interaction, names))
        own = await answer_soon(_own_among(interaction, names, is_private=is_private))
    except StoreError as error:
        _log.warning("A card is sent without star counts: %s", error)
    return [
        StarButton.for_name(star, counts.get(star.name, 0), text, is_own=star.name in own)
        for star in stars
    ]


def stars_on(message: Message | None) -> list[Star]:
    """Return what the star buttons on a message star, in their order."""
    buttons = [] if message is None else MessageLayout(message).buttons()
    found = (StarButton.read(button.get("custom_id", "")) for button in buttons)
    return [star for star in found if star is not None]


async def remove_star(
    interaction: NomenInteraction, name: str, message: int = 0
) -> RemovedStar | None:
    """Remove a star of the member.

    Returns:
        What restores it; None if there was none, or if its name may not be starred any more.
    """
    client, owner = interaction.client, guild_and_member(interaction)
    favourites = await client.store.stars.favourites(*owner)
    found = [place for place, each in enumerate(favourites, 1) if each.folded == fold(name)]
    await client.store.stars.unstar(*owner, name)
    if not found or not client.name_service.is_allowed(favourites[found[0] - 1].name):
        return None
    favourite = favourites[found[0] - 1]
    star = Star.of(favourite.name, favourite.provenance)
    return RemovedStar(message, found[0], star.countries, star.gender, star.style, star.name)


async def restore_star(interaction: NomenInteraction, removed: RemovedStar) -> None:
    """Star a name again, in its place in the member's order; it counts as starred now.

    Raises:
        InputError: the name may not be starred any more.
        FavouritesFullError: the member has as many favourites as fit.
    """
    stars, owner = interaction.client.store.stars, guild_and_member(interaction)
    interaction.client.name_service.require_allowed(removed.name)
    starred = await stars.star(*owner, removed.name, removed.star.provenance)
    if starred.is_new:
        await stars.move(*owner, removed.name, removed.place - starred.favourites)


async def _tell_of_a_star(interaction: NomenInteraction, name: str, text: str) -> None:
    """Tell the member alone of a star of theirs, and offer to take it back."""
    _, message = translator_for_user(interaction), interaction.message
    # No request reaches a message that one member alone sees, but for the answer to a press on it.
    shown_on = 0 if message is None or message.flags.ephemeral else message.id
    take_back = TakeBackButton.create(GivenStar(shown_on, name), label=_("Take it back"))
    card = Card(text, buttons=[take_back])
    if interaction.response.is_done():
        await interaction.followup.send(view=card, ephemeral=True)
    else:
        await interaction.response.send_message(view=card, ephemeral=True)


async def _redraw(interaction: NomenInteraction, name: str, starred: Starred) -> bool:
    """Redraw the message of a star that was just given, and return whether it shows it."""
    if not shows_counts(interaction):
        return False
    await interaction.response.defer()
    line = third_star_line(interaction, name, starred)
    try:
        await interaction.client.live.redraw_pressed(interaction, line)
    except StoreError as error:
        _log.warning(_NOT_REDRAWN, error)
        return False
    return True


async def _star_counts(interaction: NomenInteraction, names: Sequence[str]) -> Mapping[str, int]:
    if not shows_counts(interaction):
        return {}
    owner = guild_and_member(interaction)
    return await interaction.client.store.stars.count_members(*owner, names)


async def _own_among(
    interaction: NomenInteraction, names: Collection[str], *, is_private: bool
) -> Collection[str]:
    """Return the names that the member has starred, or none if others see the card, too."""
    if not (is_private or interaction.context.dm_channel):
        return ()
    return await interaction.client.store.stars.own_among(*guild_and_member(interaction), names)


async def _refresh_counts(interaction: NomenInteraction, message: int) -> None:
    if message and shows_counts(interaction):
        try:
            await interaction.client.live.redraw(interaction, message)
        except StoreError as error:
            _log.warning(_NOT_REDRAWN, error)
