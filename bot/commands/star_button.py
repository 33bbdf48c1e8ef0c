"""The star beside a name: every member has one for it, and may take it back in private."""

import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from discord import ButtonStyle, Message

from bot.cards.layout import Card
from bot.cards.name_row import count_on, star_label, third_star_line, with_count
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_and_member
from bot.interactions.custom_ids import RemovedStar, Starrable
from bot.interactions.live_messages import MessageLayout
from bot.interactions.persistent_button import PersistentButton
from bot.interactions.soon import answer_soon
from bot.store.errors import StoreError
from bot.store.stars import Starred
from model.domain.generation import Provenance
from model.domain.spelling import fold

CELEBRATED_STARS = 3
"""Stars of a name that are a moment worth a word."""

_log = logging.getLogger(__name__)


class StarButton(PersistentButton, kind="star"):
    """Stars the name in its payload for the member who presses it."""

    @classmethod
    def for_name(
        cls, starrable: Starrable, members: int, text: str = "", *, is_own: bool = False
    ) -> "StarButton":
        """Create a button that shows how many members starred the name, or else a text.

        On a card for one member, `is_own` is whether they did.
        """
        payload = custom_ids.encode_star(starrable)
        return cls.create(payload, label=star_label(members, text, is_own=is_own))

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Star the name, and tell the member alone what the card does not.

        A star is never taken back here, so that pressing again after a lost answer does no harm.
        """
        starrable = custom_ids.decode_star(payload)
        name = starrable.name
        interaction.client.name_service.require_allowed(name)  # the list may be newer than the card
        stars, owner = interaction.client.store.stars, guild_and_member(interaction)
        starred = await stars.star(*owner, name, starrable.provenance)
        text = _news_of_a_star(interaction, name, starred)
        with _after_a_change():
            await _redraw(interaction)
        if not (text or interaction.response.is_done()):
            text = starred_message(translator_for_user(interaction), name)
        if text:
            await _tell_of_a_star(interaction, name, text)

    @classmethod
    async def redraw(cls, interaction: NomenInteraction, layout: MessageLayout) -> MessageLayout:
        """Update every star button on a message; of former versions some have a colour."""
        buttons = [
            (custom_ids.parse_name(payload), button)
            for button in layout.buttons()
            if (payload := cls.payload_of(button.get("custom_id", "")))
        ]
        names = [name for name, _ in buttons]
        counts = await _star_counts(interaction, names)
        own = await _own_among(interaction, names, is_private=layout.is_private)
        line = third_star(interaction, layout, counts)
        for name, button in buttons:
            label = button.get("label", "")
            button["label"] = with_count(label, counts.get(name, 0), is_own=name in own)
            button["style"] = ButtonStyle.secondary.value
        if line:
            layout.announce(line)
        return layout


class TakeBackButton(PersistentButton, kind="unstar"):
    """Takes a star back; its payload is the name, and the message that shows its count."""

    @classmethod
    def for_star(cls, _: Translator, name: str, message_id: int) -> "TakeBackButton":
        """Create a button that takes a star back."""
        payload = custom_ids.encode_starred(name, message_id)
        return cls.create(payload, label=_("Take it back"))

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Take it back if it is there, offer to undo that, and redraw the message with the star."""
        name, message_id = custom_ids.decode_starred(payload)
        interaction.client.name_service.require_allowed(name)
        removed = await remove_star(interaction, name, message_id)
        _ = translator_for_user(interaction)
        text = _("**{name}** is no longer one of your favourites.", name=escape_markdown(name))
        undo = [] if removed is None else [UndoButton.for_star(_, removed)]
        await interaction.response.edit_message(view=Card(text, buttons=undo))
        await _refresh_counts(interaction, message_id)


class UndoButton(PersistentButton, kind="undo"):
    """Restores a star that was taken back; its payload is the star."""

    @classmethod
    def for_star(cls, _: Translator, removed: RemovedStar) -> "UndoButton":
        """Create a button that restores a star."""
        return cls.create(custom_ids.encode_removed(removed), label=_("Undo"), emoji="↩️")

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Restore the star, confirm it, and redraw the message if the bot has access to it."""
        removed = custom_ids.decode_removed(payload)
        await restore_star(interaction, removed)
        text = starred_message(translator_for_user(interaction), removed.starrable.name)
        await interaction.response.edit_message(view=Card(text))
        await _refresh_counts(interaction, removed.message_id)


def third_star(
    interaction: NomenInteraction, layout: MessageLayout, counts: Mapping[str, int]
) -> str:
    """Return the line that celebrates a third star, if the pressed button has just given one.

    Args:
        interaction: the press.
        layout: the message as it was pressed.
        counts: how many stars the names on it have now.
    """
    data: Any = interaction.data
    pressed = data.get("custom_id", "")
    payload = StarButton.payload_of(pressed)
    name = custom_ids.parse_name(payload) if payload else ""
    labels = [each.get("label", "") for each in layout.buttons() if each["custom_id"] == pressed]
    if counts.get(name) != CELEBRATED_STARS or not labels:
        return ""
    is_new = count_on(labels[0]) < CELEBRATED_STARS
    return third_star_line(translator_for_channel(interaction), name) if is_new else ""


async def remove_star(
    interaction: NomenInteraction, name: str, message_id: int = 0
) -> RemovedStar | None:
    """Remove a star of the member.

    Returns:
        What restores it; None if there was none, or if its name may not be starred any more.
    """
    client, owner = interaction.client, guild_and_member(interaction)
    stars = await client.store.stars.favourites(*owner)
    found = [place for place, star in enumerate(stars, 1) if star.folded == fold(name)]
    await client.store.stars.unstar(*owner, name)
    if not found:
        return None
    star = stars[found[0] - 1]
    if not client.name_service.is_allowed(star.name):
        return None
    return RemovedStar(Starrable(star.name, star.provenance), found[0], message_id)


async def restore_star(interaction: NomenInteraction, removed: RemovedStar) -> None:
    """Star a name again, in its place in the member's order; it counts as starred now.

    Raises:
        InputError: the name may not be starred any more.
        FavouritesFullError: the member has as many favourites as fit.
    """
    stars, owner = interaction.client.store.stars, guild_and_member(interaction)
    name, provenance = removed.starrable.name, removed.starrable.provenance
    interaction.client.name_service.require_allowed(name)
    starred = await stars.star(*owner, name, provenance)
    if starred.is_new:
        await stars.move(*owner, name, removed.place - starred.favourites)


async def star_buttons(
    interaction: NomenInteraction,
    starrables: Sequence[Starrable],
    text: str = "",
    *,
    is_private: bool = False,
) -> list[StarButton]:
    """Create a star button for each name, without counts if the database does not answer.

    Args:
        interaction: the request.
        starrables: the names.
        text: what a button says until somebody has starred its name.
        is_private: whether the card is for the member alone.
    """
    names = [starrable.name for starrable in starrables]
    counts: Mapping[str, int] = {}
    own: Collection[str] = ()
    try:
        counts = await answer_soon(_star_counts(interaction, names))
        own = await answer_soon(_own_among(interaction, names, is_private=is_private))
    except StoreError as error:
        _log.warning("A card is sent without star counts: %s", error)
    return [
        StarButton.for_name(
            starrable,
            counts.get(starrable.name, 0),
            text,
            is_own=starrable.name in own,
        )
        for starrable in starrables
    ]


def star_payloads(message: Message | None) -> Sequence[str]:
    """Return the payloads of the star buttons on a message, in their order."""
    buttons = [] if message is None else MessageLayout(message).buttons()
    payloads = (StarButton.payload_of(button.get("custom_id", "")) for button in buttons)
    return [payload for payload in payloads if payload]


def starred_message(_: Translator, name: str, *, is_hidden: bool = False) -> str:
    """Confirm that a name is now a favourite, and say if the group's top five leaves it out."""
    if is_hidden:
        return _(
            "**{name}** is now one of your favourites. Only you see it, because the server’s "
            "managers have hidden it from the top five. See all your favourites with "
            "`/favourites list`.",
            name=escape_markdown(name),
        )
    return _(
        "**{name}** is now one of your favourites. See them all with `/favourites list`.",
        name=escape_markdown(name),
    )


def already_starred_message(_: Translator, name: str) -> str:
    """Say that a name is a favourite, to whoever stars it once more."""
    return _("**{name}** is one of your favourites.", name=escape_markdown(name))


def joint_star_message(_: Translator, name: str, stars: int) -> str:
    """Say that one of a name's stars is now the member's."""
    return _.plural(
        "⭐ **{name}** has {number} star now, and it’s yours.",
        "⭐ **{name}** has {number} stars now, and one is yours.",
        stars,
        name=escape_markdown(name),
    )


def first_star_message(_: Translator, name: str) -> str:
    """Celebrate a member's first star in a group, and say what they can do now."""
    return _(
        "⭐ **{name}** is your first favourite here! `/favourites list` shows all yours, and "
        "`/more` invents names like them.",
        name=escape_markdown(name),
    )


def _news_of_a_star(interaction: NomenInteraction, name: str, starred: Starred) -> str:
    """Return what to tell a member of a star that they have just given, if anything.

    That it is their first one, or that the name has stars of others, too. All see the same button,
    so that it cannot tell them whose stars it counts.
    """
    _, message = translator_for_user(interaction), interaction.message
    if not starred.is_new:
        return already_starred_message(_, name)
    if starred.is_hidden:
        return starred_message(_, name, is_hidden=True)
    if starred.favourites == 1:
        return first_star_message(_, name)
    is_shown = message and not message.flags.ephemeral and _shows_counts(interaction)
    return joint_star_message(_, name, starred.members) if is_shown and starred.members > 1 else ""


async def _tell_of_a_star(interaction: NomenInteraction, name: str, text: str) -> None:
    """Tell the member alone of a star of theirs, and offer to take it back."""
    message = interaction.message
    # No request reaches a message that one member alone sees, but for the answer to a press on it.
    shown_on = 0 if message is None or message.flags.ephemeral else message.id
    take_back = TakeBackButton.for_star(translator_for_user(interaction), name, shown_on)
    card = Card(text, buttons=[take_back])
    if interaction.response.is_done():
        await interaction.followup.send(view=card, ephemeral=True)
    else:
        await interaction.response.send_message(view=card, ephemeral=True)


@contextmanager
def _after_a_change() -> Iterator[None]:
    """Go on though the database does not answer any more: what was changed is told all the same."""
    try:
        yield
    except StoreError as error:
        _log.warning("A message is not redrawn until the next press: %s", error)


async def _redraw(interaction: NomenInteraction) -> None:
    if _shows_counts(interaction):
        await interaction.client.message_updater.respond(interaction)


async def _star_counts(interaction: NomenInteraction, names: Sequence[str]) -> Mapping[str, int]:
    if not _shows_counts(interaction):
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


async def _refresh_counts(interaction: NomenInteraction, message_id: int) -> None:
    if message_id and _shows_counts(interaction):
        with _after_a_change():
            await interaction.client.message_updater.refresh(interaction, message_id)


def _shows_counts(interaction: NomenInteraction) -> bool:
    # In a group chat everyone's favourites are their own, but the card is shared.
    return not interaction.context.private_channel


async def own_provenance(interaction: NomenInteraction, name: str) -> Provenance | None:
    """Return what a name was invented for, if the member has starred it and it was."""
    owner = guild_and_member(interaction)
    try:
        stars = await answer_soon(interaction.client.store.stars.favourites(*owner))
    except StoreError as error:
        _log.warning("A name is looked up without the member's stars: %s", error)
        return None
    return next((star.provenance for star in stars if star.folded == fold(name)), None)
