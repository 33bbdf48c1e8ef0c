"""`/match`: a member asks another to find a name together, who answers for all to see."""

from dataclasses import dataclass
from math import ceil
from typing import Self

import discord
from discord import app_commands

from bot.cards.layout import Card
from bot.cards.match import MatchAgreedCard, MatchClosedCard, MatchQuestionCard
from bot.commands.match_side import begin_in, open_match
from bot.commands.options import CountryOption
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_and_member, guild_or_direct_messages
from bot.interactions.custom_ids import OutdatedComponentError, decode_id
from bot.interactions.error_handler import reply_ephemeral
from bot.interactions.persistent_button import PersistentButton
from bot.interactions.rate_limit import Bucket
from bot.store.matches import Invited
from model.domain.countries import countries
from model.domain.errors import InputError, gettext_noop


@app_commands.command()
@app_commands.rename(member="with")
@app_commands.describe(
    member="Who you’d like to find a name with (I’ll invite them first)",
    country="The country you both start in (each of you chooses one if you leave it out)",
)
async def match(
    interaction: NomenInteraction, member: discord.User, country: CountryOption | None = None
) -> None:
    """Find names that you and someone else both like, just between the two of you."""
    # A forged interaction may come with something that is no member.
    if getattr(member, "bot", True) or member.id == interaction.user.id:
        raise InputError(
            gettext_noop("It takes two to find a name together, so choose someone else.")
        )
    invitation = Invitation(interaction.user.id, member.id, country.code if country else None)
    invited = await _invite(interaction, member.id)
    if country is not None:
        begin_in(interaction, member.id, country.code)
    match invited:
        case Invited.MUTUAL:
            await open_match(interaction, member.id)
        case Invited.BEFORE:
            card = _invited_before_card(translator_for_user(interaction), invitation)
            await interaction.response.send_message(view=card, ephemeral=True)
        case Invited.NOW:
            try:
                await _send_question(interaction, invitation)
            except discord.HTTPException:
                await _withdraw(interaction, member.id)
                raise


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who asks whom, as the custom ids of its buttons hold it: `1234.5678` or `1234.5678.NL`.

    Attributes:
        asker: the id of who asks.
        asked: the id of who is asked.
        country: where the two begin, by its code; None where each may begin elsewhere.
    """

    asker: int
    asked: int
    country: str | None

    def encode(self) -> str:
        """Return it as text."""
        return ".".join([f"{self.asker}", f"{self.asked}", *filter(None, [self.country])])

    @classmethod
    def decode(cls, text: str) -> Self:
        """Decode what `encode` returned.

        Raises:
            OutdatedComponentError: it never returns this text.
        """
        match text.split("."):
            case [asker, asked]:
                return cls(decode_id(asker), decode_id(asked), None)
            case [asker, asked, country] if country in countries():
                return cls(decode_id(asker), decode_id(asked), country)
        raise OutdatedComponentError

    def other(self, member: int) -> int:
        """Return the id of the other of the two."""
        return self.asked if member == self.asker else self.asker


class AcceptMatchButton(PersistentButton, kind="match-yes"):
    """Agrees to a match; its payload is the invitation."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Agree, if the asker still wants it, and show the member their side."""
        invitation = Invitation.decode(payload)
        asker, asked = invitation.asker, invitation.asked
        if not await _require_asked(interaction, asked):
            return
        guild, _ = guild_or_direct_messages(interaction), translator_for_channel(interaction)
        if not await interaction.client.store.matches.accept(guild, asked, asker):
            await interaction.response.edit_message(view=MatchClosedCard(_))
            return
        await interaction.response.edit_message(view=_agreed_card(_, invitation))
        await open_match(interaction, asker, invitation.country)


class DeclineMatchButton(PersistentButton, kind="match-no"):
    """Closes the question, as either of the two may; its payload is the invitation."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Close it, without a word about who did; where both agreed meanwhile, nothing ends.

        Who was asked is offered to turn off further ones.
        """
        invitation = Invitation.decode(payload)
        asker, asked = invitation.asker, invitation.asked
        if interaction.user.id != asker and not await _require_asked(interaction, asked):
            return
        guild, _ = guild_or_direct_messages(interaction), translator_for_channel(interaction)
        matches = interaction.client.store.matches
        if await matches.common(guild, asker, asked) is not None:
            await interaction.response.edit_message(view=_agreed_card(_, invitation))
            return
        await matches.end(guild, asker, asked)
        await interaction.response.edit_message(view=MatchClosedCard(_))
        if interaction.user.id == asked:
            card = _closed_for_asked_card(translator_for_user(interaction))
            await interaction.followup.send(view=card, ephemeral=True)


class OpenMatchButton(PersistentButton, kind="match-open"):
    """Opens a match for one of the two; its payload is the invitation."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Show the member their side."""
        invitation, member = Invitation.decode(payload), interaction.user.id
        if member in {invitation.asker, invitation.asked}:
            await open_match(interaction, invitation.other(member), invitation.country)
            return
        _ = translator_for_user(interaction)
        text = _(
            "This shared search is only for {asker} and {asked}. Start your own with `/match`.",
            asker=f"<@{invitation.asker}>",
            asked=f"<@{invitation.asked}>",
        )
        await reply_ephemeral(interaction, text)


class TurnOffInvitationsButton(PersistentButton, kind="match-refuse"):
    """Turns off invitations to the member, by anybody."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Remember it, and say what it means, to the member alone."""
        matches = interaction.client.store.matches
        await matches.take_invitations(interaction.user.id, take=False)
        _ = translator_for_user(interaction)
        text = _(
            "From now on, nobody can invite you to a shared search, and I tell anyone who tries. "
            "If you change your mind, use `/privacy`."
        )
        await interaction.response.edit_message(view=Card(text))


async def _invite(interaction: NomenInteraction, other: int) -> Invited:
    """Let another see, if they do too; only an invitation that is new is counted.

    Raises:
        NotInvitedError: the other takes no invitations.
        TooManyMatchesError: the member has as many as fit.
        InputError: the other could not answer here, or the member has invited too many lately.
    """
    client, (guild, member) = interaction.client, guild_and_member(interaction)
    matches, limiter = client.store.matches, client.rate_limiter
    if (guild, other) in await matches.partners(member):
        return await matches.invite(guild, member, other)
    if interaction.guild_id is None and interaction.context.dm_channel:
        raise InputError(
            gettext_noop(
                "It’s just you and me here, so there’s nobody to invite. Use `/match` in a "
                "server or a chat that the other person is in too."
            )
        )
    _require_no_wait(limiter.acquire(Bucket.INVITATION, member))
    try:
        invited = await matches.invite(guild, member, other)
    except Exception:
        limiter.give_back(Bucket.INVITATION, member)
        raise
    client.open_decks.close(guild, member, other)  # what is left of an earlier search
    return invited


async def _withdraw(interaction: NomenInteraction, other: int) -> None:
    """Have invited nobody, since it could not be said."""
    client, (guild, member) = interaction.client, guild_and_member(interaction)
    client.rate_limiter.give_back(Bucket.INVITATION, member)
    await client.store.matches.end(guild, member, other)


def _require_no_wait(seconds: float) -> None:
    """Ensure that a member need not wait to invite another.

    Raises:
        InputError: they must.
    """
    if seconds:
        raise InputError(
            gettext_noop(
                "You’ve invited several people already. You can send the next invitation in "
                "{minutes} min."
            ),
            minutes=ceil(seconds / 60),
        )


async def _send_question(interaction: NomenInteraction, invitation: Invitation) -> None:
    _, payload = translator_for_channel(interaction), invitation.encode()
    buttons = [
        AcceptMatchButton.create(payload, label=_("Yes, let’s!"), emoji="💞"),
        DeclineMatchButton.create(payload, label=_("Not now")),
    ]
    asker, asked = f"<@{invitation.asker}>", f"<@{invitation.asked}>"
    card = MatchQuestionCard(_, asker, asked, invitation.country, buttons)
    await interaction.response.send_message(view=card)


def _agreed_card(_: Translator, invitation: Invitation) -> MatchAgreedCard:
    label = _("Go through names")
    button = OpenMatchButton.create(invitation.encode(), label=label, emoji="💞")
    asker, asked = f"<@{invitation.asker}>", f"<@{invitation.asked}>"
    return MatchAgreedCard(_, asker, asked, invitation.country, [button])


def _invited_before_card(_: Translator, invitation: Invitation) -> Card:
    text = _(
        "You’ve already invited {other}. Changed your mind? You can take the invitation back.",
        other=f"<@{invitation.asked}>",
    )
    button = DeclineMatchButton.create(
        invitation.encode(), label=_("Withdraw invitation"), emoji="❌"
    )
    return Card(text, buttons=[button])


def _closed_for_asked_card(_: Translator) -> Card:
    text = _("The invitation is closed, and nobody is told who closed it.")
    return Card(text, buttons=[TurnOffInvitationsButton.create(label=_("Turn off invitations"))])


async def _require_asked(interaction: NomenInteraction, asked: int) -> bool:
    """Return whether the member is the one who was asked; tell others that it is not for them."""
    if interaction.user.id == asked:
        return True
    _ = translator_for_user(interaction)
    await reply_ephemeral(
        interaction, _("This invitation is only for {other}.", other=f"<@{asked}>")
    )
    return False
