"""The client that commands and buttons run on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.interactions.left_names import LeftNames
from bot.interactions.live_boards import LiveBoards
from bot.interactions.live_messages import MessageUpdater
from bot.interactions.middleware import InteractionMiddleware
from bot.interactions.open_decks import OpenDecks
from bot.interactions.open_duels import OpenDuels
from bot.interactions.rate_limit import RateLimiter
from bot.interactions.shown_names import Owner, ShownNames
from bot.interactions.weekly_firsts import WeeklyFirsts
from bot.services.clip_service import ClipDemoService
from bot.services.name_service import NameService
from bot.services.picture_service import PictureService
from bot.services.speech_service import SpeechService
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store


class NomenClient(discord.AutoShardedClient):
    """A Discord client with the services that commands and buttons use.

    Attributes:
        name_service: generates names and ranks their countries.
        clip_service: runs the gradient clipping demonstration.
        picture_service: draws shortlists.
        speech_service: says names.
        store: everything that is stored.
        rate_limiter: how often members may ask, and invite, and groups may have polls.
        middleware: runs before every interaction.
        remedies: returns buttons that do what an error's message proposes.
        message_updater: redraws messages whose stars have changed.
        open_decks: where matching members are in their decks.
        open_duels: how far members are in theirs.
        shown_names: what groups, and members alone, were shown lately.
        left_names: what was drawn to a taste and not shown yet.
        spare_decks: numbers of decks, for cards while the database does not answer.
        live_boards: the latest messages with groups' top fives.
        weekly_firsts: the groups that have had their first top five of the week.
        command_ids: those that Discord gave the commands, by their names with those of groups.
        language: overrides the locales that Discord sends; None follows them.
        privacy_url: of the privacy policy, or empty.
        contact: who is responsible for this bot and how to reach them, or empty.
    """

    name_service: NameService
    clip_service: ClipDemoService
    picture_service: PictureService
    speech_service: SpeechService
    store: Store
    rate_limiter: RateLimiter
    middleware: InteractionMiddleware
    remedies: Callable[[discord.Interaction[Any], Exception], Sequence[discord.ui.Item[Any]]]
    message_updater: MessageUpdater
    open_decks: OpenDecks
    open_duels: OpenDuels
    shown_names: ShownNames
    left_names: LeftNames
    spare_decks: Iterator[int]
    live_boards: LiveBoards
    weekly_firsts: WeeklyFirsts
    tree: app_commands.CommandTree[Any]
    command_ids: Mapping[str, int]
    language: str | None = None
    privacy_url: str
    contact: str

    def forget(self, member: int) -> None:
        """Forget a member, except how many requests they have just made, in what is in memory.

        The database is not asked. Limits that deleting everything lifted would be none.
        """
        self.open_decks.forget(member)
        self.open_duels.forget(member)
        self.shown_names.forget(member)
        self.left_names.forget(member)


NomenInteraction = discord.Interaction[NomenClient]


def guild_or_direct_messages(interaction: NomenInteraction) -> int:
    """Return the interaction's guild id, or `DIRECT_MESSAGES` outside of servers."""
    return DIRECT_MESSAGES if interaction.guild_id is None else interaction.guild_id


def audience_of(interaction: NomenInteraction) -> Owner:
    """Return who sees what everyone there does: the group, or in direct messages the member."""
    guild, member = guild_and_member(interaction)
    return guild, member if guild == DIRECT_MESSAGES else 0


def guild_and_member(interaction: NomenInteraction) -> tuple[int, int]:
    """Return the key of the list of favourites that the interaction is about."""
    return guild_or_direct_messages(interaction), interaction.user.id


def requester_of(interaction: NomenInteraction) -> int:
    """Return who asks."""
    return interaction.user.id
