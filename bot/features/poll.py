"""Deciding in a group: Discord's own poll about the names of its top five, and the winner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from discord import HTTPException, Poll
from discord.utils import format_dt

from bot.features.look import Card, flag
from bot.features.picture import entry_of, picture_of
from bot.features.whose import TooFewStarsError
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.codec import Id, Nothing
from bot.interactions.errors import reply_ephemeral
from bot.interactions.items import Button
from bot.interactions.rate_limit import Bucket
from bot.store.stars import RankedName, require_group
from model.domain.errors import InputError, LazyText, gettext_noop
from model.domain.shortlist import Shortlist

MIN_ANSWERS = 2
DURATION = timedelta(days=1)
_CREATE_POLLS = gettext_noop("Create Polls")
"""What Discord's settings call the permission."""


@dataclass(frozen=True, slots=True)
class PollMessage:
    """The message that has a poll."""

    message: Id


class StartPollButton(Button[Nothing], kind="poll"):
    """Starts a poll about a group's top five, for a day."""

    async def press(self, interaction: NomenInteraction, _payload: Nothing) -> None:
        """Start it, unless the group had one within the hour; below it stands what ends it."""
        guild, limiter = _require_may_poll(interaction), interaction.client.rate_limiter
        names = await _poll_names(interaction, guild)
        _ = translator_for_channel(interaction)
        question = _("Which of this server’s most starred names do you like best?")
        poll = Poll(question=question, duration=DURATION)
        for ranked in names:
            poll.add_answer(text=ranked.name, emoji=_emoji(ranked))
        _require_no_wait(limiter.acquire(Bucket.POLL, guild))
        try:
            sent = await interaction.response.send_message(poll=poll)
        except Exception:
            limiter.give_back(Bucket.POLL, guild)
            raise
        text = _("You have a day to vote, one name each. When it’s over, show everyone who won.")
        payload = PollMessage(sent.message_id or 0)
        button = ShowWinnerButton.create(payload, label=_("Show the winner"), emoji="🏆")
        await interaction.followup.send(view=Card(text, buttons=[button]))


class ShowWinnerButton(Button[PollMessage], kind="winner", payload=PollMessage, bucket=Bucket.PLOT):
    """Posts the names of a poll that has ended as a picture, the winner first."""

    async def press(self, interaction: NomenInteraction, payload: PollMessage) -> None:
        """Post it for everyone, or tell the member alone how long the poll goes on."""
        poll, _ = await _fetch_poll(interaction, payload.message), translator_for_user(interaction)
        if not poll.is_finalised() and poll.expires_at is not None:
            ends = format_dt(poll.expires_at, "R")
            await reply_ephemeral(
                interaction, _("The poll is still open. It ends {ends}.", ends=ends)
            )
            return
        votes = {str(answer.text): answer.vote_count for answer in poll.answers}
        interaction.client.name_service.require_allowed(*votes)  # as of today
        most = max(votes.values(), default=0)
        if not most:
            raise InputError(gettext_noop("Nobody voted, so nobody won. Start another poll."))
        interaction.client.picture_service.check_capacity()
        await interaction.response.defer(thinking=True)
        shortlist = await _result(interaction, votes)
        card, file = await picture_of(interaction, shortlist)
        await interaction.edit_original_response(view=card, attachments=[file])


def poll_button(_: Translator) -> StartPollButton:
    """Create the button that starts a poll."""
    return StartPollButton.create(Nothing(), label=_("Start a poll"), emoji="🗳️")


async def _result(interaction: NomenInteraction, votes: dict[str, int]) -> Shortlist:
    """Return the names of a poll, those with the most votes first."""
    _, guild = translator_for_channel(interaction), guild_or_direct_messages(interaction)
    ranked = await interaction.client.store.stars.top_of_group(guild)
    provenance = {each.name: each.provenance for each in ranked}
    order = sorted(votes, key=lambda name: -votes[name])
    winners = [name for name in order if votes[name] == votes[order[0]]]
    title = (
        _("{name} has won!", name=winners[0])
        if len(winners) == 1
        else _("A tie: {names}", names=", ".join(winners))
    )
    entries = (
        entry_of(
            _,
            name,
            provenance.get(name),
            _.plural("{number} vote", "{number} votes", votes[name]),
        )
        for name in order
    )
    return Shortlist(title, tuple(entries))


async def _fetch_poll(interaction: NomenInteraction, message_id: int) -> Poll:
    """Return a poll as it is now.

    Raises:
        InputError: the bot may not read it, or it was deleted.
    """
    channel = interaction.client.get_partial_messageable(interaction.channel_id or 0)
    try:
        poll = (await channel.fetch_message(message_id)).poll
    except HTTPException:
        poll = None
    if poll is None:
        raise InputError(
            gettext_noop("I can’t read that poll any more. Open it to see who has won.")
        )
    return poll


async def _poll_names(interaction: NomenInteraction, guild: int) -> Sequence[RankedName]:
    """Return the names to vote on.

    Raises:
        TooFewStarsError: a poll needs more names.
    """
    stars, is_allowed = interaction.client.store.stars, interaction.client.name_service.is_allowed
    names = await stars.top_of_group(guild, is_allowed)
    if len(names) < MIN_ANSWERS:
        raise TooFewStarsError(
            gettext_noop("A poll needs at least two starred names. Press ☆ next to a few first.")
        )
    return names


def _require_may_poll(interaction: NomenInteraction) -> int:
    """Return the group's id, if the member and the bot may start polls in it.

    Raises:
        NoGroupError: direct messages have no polls.
        InputError: one of the two may not.
    """
    guild = require_group(guild_or_direct_messages(interaction))
    if not interaction.permissions.send_polls:
        raise InputError(
            gettext_noop(
                "You need the **{permission}** permission in this channel to start a poll."
            ),
            permission=LazyText(_CREATE_POLLS),
        )
    if not interaction.app_permissions.send_polls:
        raise InputError(
            gettext_noop(
                "I can’t start polls here yet. Ask the server’s managers to give me the "
                "**{permission}** permission in this channel."
            ),
            permission=LazyText(_CREATE_POLLS),
        )
    return guild


def _require_no_wait(seconds: float) -> None:
    """Ensure that a group need not wait for its next poll.

    Raises:
        InputError: it must.
    """
    if seconds:
        raise InputError(
            gettext_noop(
                "There’s been a poll here in the past hour. You can start the next one in "
                "{minutes} min."
            ),
            minutes=ceil(seconds / 60),
        )


def _emoji(ranked: RankedName) -> str:
    """Return the flag of the one country that a name was invented for, or else the world's."""
    countries = ranked.provenance.condition.countries if ranked.provenance else ()
    return flag(countries[0][0]) if len(countries) == 1 else "🌍"
