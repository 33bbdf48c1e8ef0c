"""`/match`: two members find the names that both like, each for themselves."""

import logging
from typing import Any

import discord
from discord import ButtonStyle, app_commands, ui

from bot.cards.labels import provenance_line
from bot.cards.layout import Card
from bot.cards.match import (
    MatchAgreedCard,
    MatchCard,
    MatchClosedCard,
    MatchEndedCard,
    MatchQuestionCard,
)
from bot.cards.name_row import NameRow
from bot.commands.match_deck import draw
from bot.favourites.matches import Asked, Comparison, MatchEndedError
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.escaping import escape_markdown
from bot.i18n.translator import Translator
from bot.interactions import custom_ids
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.live_messages import MessageLayout
from bot.interactions.persistent_button import PersistentButton
from bot.interactions.seen_names import SeenNames
from bot.runtime.log import error_summary
from model.domain.errors import InputError, gettext_noop
from model.domain.spelling import fold

_log = logging.getLogger(__name__)


@app_commands.command()
@app_commands.rename(member="with")
@app_commands.describe(member="Who to find a name with; I’ll ask them first")
async def match(interaction: NomenInteraction, member: discord.User) -> None:
    """Find names you and someone else both like; only the two of you see them."""
    # A forged interaction may come with something that is no member.
    if getattr(member, "bot", True) or member.id == interaction.user.id:
        raise InputError(gettext_noop("Choose someone else: it takes two people to match."))
    guild, matches = guild_or_direct_messages(interaction), interaction.client.favourites.matches
    if await matches.compare(guild, interaction.user.id, member.id) is None:
        match await _ask(interaction, member.id):
            case Asked.NOW:
                try:
                    await _send_question(interaction, member.id)
                except discord.HTTPException:
                    await matches.end(guild, interaction.user.id, member.id)
                    raise
                return
            case Asked.BEFORE:
                card = _asked_before_card(translator_for_user(interaction), member.id)
                await interaction.response.send_message(view=card, ephemeral=True)
                return
            case Asked.MUTUAL:
                pass
    comparison = await _require_match(interaction, member.id)
    card = await _match_card(interaction, member.id, comparison)
    await interaction.response.send_message(view=card, ephemeral=True)


class AcceptMatchButton(PersistentButton, kind="match-yes"):
    """Agrees to a match; its payload is who asked and who was asked."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Agree, if the asker still wants it, and show the member their side."""
        asker, asked = _decode_ids(payload)
        if not await _require_asked(interaction, asked):
            return
        guild, _ = guild_or_direct_messages(interaction), translator_for_channel(interaction)
        if not await interaction.client.favourites.matches.accept(guild, asked, asker):
            await interaction.response.edit_message(view=MatchClosedCard(_))
            return
        await interaction.response.edit_message(view=_agreed_card(_, asker, asked))
        card = await _match_card(interaction, asker, await _require_match(interaction, asker))
        await interaction.followup.send(view=card, ephemeral=True)


class DeclineMatchButton(PersistentButton, kind="match-no"):
    """Closes the question; its payload is who asked and who was asked, either of whom may."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Close it, without a word about who did; where both agreed meanwhile, nothing ends."""
        asker, asked = _decode_ids(payload)
        if interaction.user.id != asker and not await _require_asked(interaction, asked):
            return
        guild, _ = guild_or_direct_messages(interaction), translator_for_channel(interaction)
        matches = interaction.client.favourites.matches
        if await matches.compare(guild, asker, asked) is not None:
            await interaction.response.edit_message(view=_agreed_card(_, asker, asked))
            return
        await matches.end(guild, asker, asked)
        await interaction.response.edit_message(view=MatchClosedCard(_))


class LikeButton(PersistentButton, kind="match-like"):
    """Stars the name that was drawn; its payload is the other's id and the name."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Star it, say if both like it now, and draw the next."""
        other_id, _dot, star = payload.partition(".")
        other, starrable = _decode_id(other_id), custom_ids.decode_star(star)
        client, guild = interaction.client, guild_or_direct_messages(interaction)
        client.name_service.require_allowed(starrable.name)
        await _require_match(interaction, other)
        is_new = await client.favourites.star(
            guild, interaction.user.id, starrable.name, starrable.provenance
        )
        comparison = await _require_match(interaction, other)
        both = {favourite.folded for favourite in comparison.both}
        liked_by_both = starrable.name if fold(starrable.name) in both else ""
        card = await _match_card(interaction, other, comparison, liked_by_both)
        await interaction.response.edit_message(view=card)
        if liked_by_both and is_new:
            await _tell_other(interaction, other, liked_by_both)


class PassButton(PersistentButton, kind="match-next"):
    """Draws the next name; its payload is the other's id, and what was shown.

    That a name was passed is kept nowhere else.
    """

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Replace the name by the next."""
        other = _decode_id(payload.partition(".")[0])
        card = await _match_card(interaction, other, await _require_match(interaction, other))
        await interaction.response.edit_message(view=card)


class EndMatchButton(PersistentButton, kind="match-end"):
    """Ends a match, for both; its payload is the other's id."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """End it, and confirm it to the member alone."""
        other, guild = _decode_id(payload), guild_or_direct_messages(interaction)
        await interaction.client.favourites.matches.end(guild, interaction.user.id, other)
        interaction.client.open_decks.close(guild, interaction.user.id, other)
        card = MatchEndedCard(translator_for_user(interaction), f"<@{other}>")
        await interaction.response.edit_message(view=card)


async def _ask(interaction: NomenInteraction, other: int) -> Asked:
    """Let another see, if they do too.

    Raises:
        InputError: the other could not answer here, or the member has asked too many.
    """
    if interaction.guild_id is None and interaction.context.dm_channel:
        raise InputError(
            gettext_noop(
                "It’s just you and me here, so there’s nobody to ask. Use `/match` in a server, or "
                "in a conversation that the other person is in too."
            )
        )
    guild = guild_or_direct_messages(interaction)
    return await interaction.client.favourites.matches.ask(guild, interaction.user.id, other)


def _asked_before_card(_: Translator, other: int) -> Card:
    text = _(
        "You’ve already asked {other}. The button takes the question back.", other=f"<@{other}>"
    )
    return Card(text, buttons=[_end_button(_, other)])


async def _send_question(interaction: NomenInteraction, asked: int) -> None:
    _, payload = translator_for_channel(interaction), f"{interaction.user.id}.{asked}"
    buttons = [
        AcceptMatchButton.create(payload, label=_("Yes, together"), style=ButtonStyle.primary),
        DeclineMatchButton.create(payload, label=_("Close")),
    ]
    card = MatchQuestionCard(_, interaction.user.mention, f"<@{asked}>", buttons)
    await interaction.response.send_message(view=card)


async def _require_asked(interaction: NomenInteraction, asked: int) -> bool:
    """Return whether the member is the one who was asked; tell others that it is not for them."""
    if interaction.user.id == asked:
        return True
    _ = translator_for_user(interaction)
    await reply_ephemeral(interaction, _("This question is only for {other}.", other=f"<@{asked}>"))
    return False


def _agreed_card(_: Translator, asker: int, asked: int) -> MatchAgreedCard:
    return MatchAgreedCard(_, f"<@{asker}>", f"<@{asked}>")


async def _require_match(interaction: NomenInteraction, other: int) -> Comparison:
    """Compare the member's stars with the other's.

    Raises:
        MatchEndedError: the two do not let each other see any more.
    """
    guild, matches = guild_or_direct_messages(interaction), interaction.client.favourites.matches
    comparison = await matches.compare(guild, interaction.user.id, other)
    if comparison is None:
        raise MatchEndedError
    return comparison


async def _match_card(
    interaction: NomenInteraction, other: int, comparison: Comparison, new: str = ""
) -> MatchCard:
    """Lay out the member's side, with the next name of the deck; `new` is liked by both now."""
    client, guild = interaction.client, guild_or_direct_messages(interaction)
    deck = client.open_decks.open((guild, interaction.user.id, other))
    deck.interaction = interaction
    _ = translator_for_user(interaction)
    seen = _seen_names(interaction)
    drawn = await draw(interaction, deck, comparison, seen)
    end = _end_button(_, other)
    buttons: list[ui.Item[Any]] = [end]
    row = None
    if drawn is not None:
        payload = f"{other}.{custom_ids.encode_star(drawn)}"
        like = LikeButton.create(payload, label=_("Like"), emoji="♥️", style=ButtonStyle.primary)
        shown = f"{other}.{seen.encode()}"
        buttons = [like, PassButton.create(shown, label=_("Next"), emoji="➡️"), end]
        kind = client.name_service.kind_of(drawn.name)
        row = NameRow(drawn.name, provenance_line(_, drawn.provenance, kind))
    is_allowed = client.name_service.is_allowed
    both = [favourite.name for favourite in comparison.both if is_allowed(favourite.name)]
    return MatchCard(_, f"<@{other}>", both, row, buttons, new=new)


def _seen_names(interaction: NomenInteraction) -> SeenNames:
    """Return what the pressed message has shown so far; nothing if it is no deck."""
    if interaction.message is not None:
        for button in MessageLayout(interaction.message).buttons():
            payload = PassButton.payload_of(button.get("custom_id", ""))
            if payload is not None:
                return SeenNames.decode(payload.partition(".")[2])
    return SeenNames()


async def _tell_other(interaction: NomenInteraction, other: int, name: str) -> None:
    """Tell the other at once of a name that both like, if their deck is open."""
    client, guild = interaction.client, guild_or_direct_messages(interaction)
    theirs = client.open_decks.latest_interaction((guild, other, interaction.user.id))
    if theirs is None:
        return
    _ = translator_for_user(theirs)
    text = _("🎉 You both like **{name}**!", name=escape_markdown(name))
    try:
        await theirs.followup.send(text, ephemeral=True)
    except discord.HTTPException as error:
        _log.info("A member learns of a match at their next press: %s", error_summary(error))


def _end_button(_: Translator, other: int) -> EndMatchButton:
    return EndMatchButton.create(str(other), label=_("End"), emoji="✖️")


def _decode_ids(payload: str) -> tuple[int, int]:
    first, _dot, second = payload.partition(".")
    return _decode_id(first), _decode_id(second)


def _decode_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise OutdatedComponentError
    return int(text)
