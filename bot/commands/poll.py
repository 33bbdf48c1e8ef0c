"""The poll: Discord's own, about the names at the top of a group's board."""

from collections.abc import Sequence
from datetime import timedelta
from math import ceil

from discord import Poll

from bot.cards.labels import flag
from bot.cards.layout import Card
from bot.commands.whose import TooFewStarsError
from bot.i18n.discord_locale import translator_for_channel, translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction, guild_or_direct_messages
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.persistent_button import PersistentButton
from bot.interactions.rate_limit import Bucket
from bot.store.stars import RankedName, require_group
from model.domain.errors import InputError, LazyText, gettext_noop

MAX_ANSWERS = 10
"""Names in a poll, which is also Discord's limit."""
MIN_ANSWERS = 2
DURATIONS = (1, 8, 24, 72, 168)
"""Hours that a poll may be open, which Discord counts in whole ones."""
_CREATE_POLLS = gettext_noop("Create Polls")
"""What Discord's settings call the permission."""


class AskPollButton(PersistentButton, kind="poll"):
    """Asks how long a poll about a group's top names should be open."""

    async def press(self, interaction: NomenInteraction, _payload: str) -> None:
        """Offer durations, to the member alone, if a poll can be started."""
        names = await _poll_names(interaction)
        guild = guild_or_direct_messages(interaction)
        _require_no_wait(interaction.client.rate_limiter.wait(Bucket.POLL, guild))
        _ = translator_for_user(interaction)
        text = _.plural(
            "How long should the poll on this server’s {number} most starred name stay open?",
            "How long should the poll on this server’s {number} most starred names stay open?",
            len(names),
        )
        buttons = [
            StartPollButton.create(str(hours), label=duration_label(_, hours))
            for hours in DURATIONS
        ]
        await interaction.response.send_message(view=Card(text, buttons=buttons), ephemeral=True)


class StartPollButton(PersistentButton, kind="poll-for"):
    """Starts a poll for everyone; its payload is how many hours it is open."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Start it, unless the group had one within the hour."""
        if payload not in map(str, DURATIONS):
            raise OutdatedComponentError
        names = await _poll_names(interaction)
        _ = translator_for_channel(interaction)
        poll = Poll(
            question=_("Which of this server’s most starred names do you like?"),
            duration=timedelta(hours=int(payload)),
            multiple=True,
        )
        for ranked in names:
            poll.add_answer(text=ranked.name, emoji=_emoji(ranked))
        await start_poll(interaction, poll)


async def start_poll(interaction: NomenInteraction, poll: Poll) -> None:
    """Send a poll to everyone, unless the group had one within the hour.

    Raises:
        InputError: it had.
    """
    guild, limiter = guild_or_direct_messages(interaction), interaction.client.rate_limiter
    _require_no_wait(limiter.acquire(Bucket.POLL, guild))
    try:
        await interaction.response.send_message(poll=poll)
    except Exception:
        limiter.give_back(Bucket.POLL, guild)
        raise


def poll_button(_: Translator) -> AskPollButton:
    """Create the button that asks for a poll."""
    return AskPollButton.create(label=_("Start a poll"), emoji="🗳️")


async def _poll_names(interaction: NomenInteraction) -> Sequence[RankedName]:
    """Return the names to vote on.

    Raises:
        NoGroupError: direct messages have no board.
        TooFewStarsError: a poll needs more names.
        InputError: the member or the bot may not start polls here.
    """
    guild = require_may_poll(interaction)
    stars, is_allowed = interaction.client.store.stars, interaction.client.name_service.is_allowed
    names = await stars.top_of_group(guild, is_allowed, MAX_ANSWERS)
    if len(names) < MIN_ANSWERS:
        raise TooFewStarsError(
            gettext_noop("A poll needs at least two starred names. Press ☆ next to a few first.")
        )
    return names


def require_may_poll(interaction: NomenInteraction) -> int:
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


def duration_label(_: Translator, hours: int) -> str:
    """Return how long a poll is open."""
    if hours % 24:
        return _.plural("{number} hour", "{number} hours", hours)
    return _.plural("{number} day", "{number} days", hours // 24)
