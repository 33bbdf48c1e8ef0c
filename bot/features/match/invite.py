"""`/match`: a member asks another to find a name together, who answers for all to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import discord
from discord import app_commands

from bot.features.look import Card, countries_label
from bot.features.match.search import open_search
from bot.features.match.wish import MatchWish
from bot.features.options import CountryOption
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.interactions.client import NomenInteraction, guild_and_member, guild_or_direct_messages
from bot.interactions.codec import Id, Nothing
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket
from bot.store.matches import Invited
from model.domain.countries import require_distinct
from model.domain.errors import InputError, gettext_noop


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who asks whom."""

    asker: Id
    asked: Id

    def other(self, member: int) -> int:
        """Return the id of the other of the two."""
        return self.asked if member == self.asker else self.asker


@app_commands.command()
@app_commands.rename(member="with")
@app_commands.describe(
    member="Who you’d like to find a name with (I’ll invite them first)",
    country="Whose names you both go through (a search you share goes on if you leave it out)",
    second="A country to blend it with, if you like",
)
async def match(
    interaction: NomenInteraction,
    member: discord.User,
    country: CountryOption | None = None,
    second: CountryOption | None = None,
) -> None:
    """Find names that you and someone else both like, just between the two of you."""
    # A forged interaction may come with something that is no member.
    if getattr(member, "bot", True) or member.id == interaction.user.id:
        raise InputError(
            gettext_noop("It takes two to find a name together, so choose someone else.")
        )
    countries = [each for each in (country, second) if each is not None]
    if len(countries) > 1:
        require_distinct(countries)
    codes = tuple(each.code for each in countries)
    invited = await _invite(interaction, member.id, codes)
    invitation = Invitation(interaction.user.id, member.id)
    if invited is Invited.MUTUAL:
        await open_search(interaction, member.id, MatchWish(codes) if codes else None)
    elif invited is Invited.BEFORE:
        await _offer_to_withdraw(interaction, invitation)
    else:
        try:
            await _send_question(interaction, invitation, codes)
        except discord.HTTPException:
            await _withdraw(interaction, member.id)
            raise


class AcceptButton(Button[Invitation], kind="match-yes", payload=Invitation):
    """Agrees to a match."""

    async def press(self, interaction: NomenInteraction, payload: Invitation) -> None:
        """Agree, if the asker still wants it, and show the member their side."""
        asker, asked = payload.asker, payload.asked
        if not await _require_asked(interaction, asked):
            return
        guild, matches = guild_or_direct_messages(interaction), interaction.client.store.matches
        if not await matches.accept(guild, asked, asker):
            await _show_closed(interaction)
            return
        await _show_agreed(interaction, payload)
        await open_search(interaction, asker)


class DeclineButton(Button[Invitation], kind="match-no", payload=Invitation):
    """Closes the question, as either of the two may."""

    async def press(self, interaction: NomenInteraction, payload: Invitation) -> None:
        """Close it, without a word about who did; where both agreed meanwhile, nothing ends.

        Who was asked is offered to turn off further ones.
        """
        asker, asked = payload.asker, payload.asked
        if interaction.user.id != asker and not await _require_asked(interaction, asked):
            return
        guild, matches = guild_or_direct_messages(interaction), interaction.client.store.matches
        if await matches.search(guild, asker, asked) is not None:
            await _show_agreed(interaction, payload)
            return
        await matches.end(guild, asker, asked)
        await _show_closed(interaction)
        if interaction.user.id == asked:
            _ = translator_for_user(interaction)
            text = _("The invitation is closed, and nobody is told who closed it.")
            off = TurnOffInvitationsButton.create(Nothing(), label=_("Turn off invitations"))
            await interaction.followup.send(view=Card(text, buttons=[off]), ephemeral=True)


class OpenButton(Button[Invitation], kind="match-open", payload=Invitation):
    """Opens a match for one of the two."""

    async def press(self, interaction: NomenInteraction, payload: Invitation) -> None:
        """Show the member their side."""
        member = interaction.user.id
        if member in {payload.asker, payload.asked}:
            await open_search(interaction, payload.other(member))
            return
        _ = translator_for_user(interaction)
        text = _(
            "This shared search is only for {asker} and {asked}. Start your own with `/match`.",
            asker=f"<@{payload.asker}>",
            asked=f"<@{payload.asked}>",
        )
        await reply_ephemeral(interaction, text)


class TurnOffInvitationsButton(Button[Nothing], kind="match-refuse"):
    """Turns off invitations to the member, by anybody."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Remember it, and say what it means, to the member alone."""
        matches = interaction.client.store.matches
        await matches.take_invitations(interaction.user.id, take=False)
        _ = translator_for_user(interaction)
        text = _(
            "From now on, nobody can invite you to a shared search, and I tell anyone who tries. "
            "If you change your mind, use `/privacy`."
        )
        await interaction.response.edit_message(view=Card(text))


async def _invite(interaction: NomenInteraction, other: int, codes: Sequence[str]) -> Invited:
    """Let another see, if they do too; only an invitation that is new is counted.

    Raises:
        NotInvitedError: the other takes no invitations.
        TooManyMatchesError: the member has as many as fit.
        InputError: the other could not answer here, there is no country, or the member has invited
            too many lately.
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
    if not codes:
        raise InputError(gettext_noop("Choose the country whose names you’d both go through, too."))
    if seconds := limiter.acquire(Bucket.INVITATION, member):
        raise InputError(
            gettext_noop(
                "You’ve invited several people already. You can send the next invitation in "
                "{minutes} min."
            ),
            minutes=ceil(seconds / 60),
        )
    try:
        invited = await matches.invite(guild, member, other)
        await matches.choose(guild, member, other, MatchWish(tuple(codes)).encode())
    except Exception:
        limiter.give_back(Bucket.INVITATION, member)
        raise
    return invited


async def _withdraw(interaction: NomenInteraction, other: int) -> None:
    """Have invited nobody, since it could not be said."""
    client, (guild, member) = interaction.client, guild_and_member(interaction)
    client.rate_limiter.give_back(Bucket.INVITATION, member)
    await client.store.matches.end(guild, member, other)


async def _send_question(
    interaction: NomenInteraction, invitation: Invitation, codes: Sequence[str]
) -> None:
    """Ask a member, for all to see; the mentions notify nobody."""
    _, asked = translator_for_channel(interaction), f"<@{invitation.asked}>"
    text = _(
        "Hi {asked}! {asker} would like to find a name with you: {countries}. You’d each go "
        "through names on your own, liking some and skipping others. You both see only the names "
        "that both of you like, and nobody else does. Either of you can stop at any time.",
        asker=f"<@{invitation.asker}>",
        asked=asked,
        countries=countries_label(_, codes),
    )
    card = Card(
        f"## 💞 {_('Find a name together?')}",
        text,
        buttons=[
            AcceptButton.create(invitation, label=_("Yes, let’s!"), emoji="💞"),
            DeclineButton.create(invitation, label=_("Not now")),
        ],
    )
    await interaction.response.send_message(view=card)


async def _show_agreed(interaction: NomenInteraction, invitation: Invitation) -> None:
    _ = translator_for_channel(interaction)
    text = _(
        "{asker} and {asked}, you’re in! Each of you goes through names in private. Start "
        "below, or with `/match`.",
        asker=f"<@{invitation.asker}>",
        asked=f"<@{invitation.asked}>",
    )
    button = OpenButton.create(invitation, label=_("Go through names"), emoji="💞")
    await interaction.response.edit_message(view=Card(f"💞 {text}", buttons=[button]))


async def _show_closed(interaction: NomenInteraction) -> None:
    _ = translator_for_channel(interaction)
    await interaction.response.edit_message(view=Card(_("This invitation is closed.")))


async def _offer_to_withdraw(interaction: NomenInteraction, invitation: Invitation) -> None:
    _ = translator_for_user(interaction)
    text = _(
        "You’ve already invited {other}. Changed your mind? You can take the invitation back.",
        other=f"<@{invitation.asked}>",
    )
    button = DeclineButton.create(invitation, label=_("Withdraw invitation"), emoji="❌")
    card = Card(text, buttons=[button])
    await interaction.response.send_message(view=card, ephemeral=True)


async def _require_asked(interaction: NomenInteraction, asked: int) -> bool:
    """Return whether the member is the one who was asked; tell others that it is not for them."""
    if interaction.user.id == asked:
        return True
    _ = translator_for_user(interaction)
    text = _("This invitation is only for {other}.", other=f"<@{asked}>")
    await reply_ephemeral(interaction, text)
    return False
