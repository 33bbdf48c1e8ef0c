"""Nomen's Discord client: its parts, its command tree and its gateway events."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from random import SystemRandom
from typing import Any

import aiohttp
import discord
import numpy as np
from discord import app_commands

from bot.commands import ALLOWED_CONTEXTS, ALLOWED_INSTALLS, BUTTONS, COMMANDS, LIVE_BUTTONS
from bot.commands.retry import retry_buttons
from bot.favourites.deletion import Deletions
from bot.favourites.maintenance import log_failure, purge_daily
from bot.favourites.own_shards import OwnShards
from bot.favourites.repository import FavouritesRepository
from bot.gateway.supply import ShardSupply
from bot.health.gateway import DISCONNECT_GRACE, GatewayConnections
from bot.i18n.discord_locale import CommandTranslator
from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.error_handler import handle_error
from bot.interactions.live_boards import BoardExchange, LiveBoards
from bot.interactions.live_messages import MessageUpdater
from bot.interactions.middleware import InteractionMiddleware, options_match_types
from bot.interactions.open_decks import OpenDecks
from bot.interactions.persistent_button import answer_unknown_button
from bot.interactions.rate_limit import AUTOCOMPLETE_SUFFIX, RateLimiter
from bot.runtime.connection import backoff_delays, observe_dates
from bot.runtime.discord_clock import DiscordClock
from bot.runtime.log import error_summary
from bot.runtime.request_context import Request
from bot.services.clip_service import ClipDemoService
from bot.services.name_service import NameService
from bot.services.picture_service import PictureService
from bot.services.speech_service import SpeechService

SHUTDOWN_TIMEOUT = 5.0
"""Seconds for requests in flight to finish before they are cancelled."""
CLOSE_TIMEOUT = 3.0
"""Seconds for closing the connections to Discord after that."""

HAND_OVER_TIMEOUT = 3.0
"""Seconds for handing shards over to other processes."""
REGISTRATION_TIMEOUT = 10.0
"""Seconds that a new session waits for the commands to be registered."""
LISTING_TIMEOUT = 3600.0
"""Seconds to wait for a list of servers before the first purge goes without."""

_log = logging.getLogger(__name__)


class NomenCommandTree(app_commands.CommandTree[NomenClient]):
    """The slash commands, between the middleware and the error handler."""

    async def interaction_check(self, interaction: NomenInteraction, /) -> bool:
        """Run the middleware, then check the types of the options."""
        if not await interaction.client.middleware.admit(interaction, _command_name(interaction)):
            return False
        command = interaction.command
        if isinstance(command, app_commands.Command) and not options_match_types(interaction):
            await handle_error(interaction, app_commands.CommandSignatureMismatch(command))
            return False
        return True

    async def on_error(
        self, interaction: NomenInteraction, error: app_commands.AppCommandError, /
    ) -> None:
        """Answer the user and log the cause."""
        await handle_error(interaction, error)


class NomenBot(NomenClient):
    """The bot itself: creates the parts that `NomenClient` declares and handles gateway events.

    It needs no privileged intent, mentions nobody, and remembers servers by their ids alone.
    """

    def __init__(  # noqa: PLR0913 - a part or a setting each
        self,
        name_service: NameService,
        favourites: FavouritesRepository,
        *,
        shard_count: int | None = None,
        supply: ShardSupply | None = None,
        board_exchange: BoardExchange | None = None,
        privacy_url: str = "",
        contact: str = "",
        on_request_end: Callable[[Request], object] | None = None,
        http_trace: aiohttp.TraceConfig | None = None,
        rate_limiter: RateLimiter | None = None,
    ) -> None:
        """Create a bot that is not connected yet.

        Args:
            name_service: generates names.
            favourites: stores the stars.
            shard_count: connections to the gateway; None for Discord's recommendation.
            supply: says which of them are this process's; None if all are.
            board_exchange: tells other processes of boards, if there are any.
            privacy_url: the privacy policy's address, or empty.
            contact: who is responsible for this bot and how to reach them, or empty.
            on_request_end: called with each request when everything about it is done.
            http_trace: traces the HTTP requests to Discord.
            rate_limiter: how often each user may ask; None for the default limits.
        """
        clock, trace = DiscordClock(), http_trace or aiohttp.TraceConfig()
        observe_dates(trace, clock)
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
            supply=supply,
            http_trace=trace,
        )
        self.gateway = GatewayConnections(disconnect_grace=DISCONNECT_GRACE)
        self.name_service = name_service
        self.clip_service = ClipDemoService()
        self.picture_service = PictureService()
        self.speech_service = SpeechService()
        self.favourites = favourites
        self.deletions = Deletions(favourites.delete_member)
        self.privacy_url = privacy_url
        self.contact = contact
        self.rate_limiter = RateLimiter() if rate_limiter is None else rate_limiter
        self.middleware = InteractionMiddleware(self.rate_limiter, on_request_end, clock)
        self.remedies = retry_buttons
        self.message_updater = MessageUpdater(LIVE_BUTTONS, self.may_be_answered_elsewhere)
        self.open_decks = OpenDecks(SystemRandom())
        self.live_boards = LiveBoards(board_exchange)
        self.tree = NomenCommandTree(
            self, allowed_contexts=ALLOWED_CONTEXTS, allowed_installs=ALLOWED_INSTALLS
        )
        for command in COMMANDS:
            self.tree.add_command(command)
        self._has_all_shards = supply is None
        self._recorded_guilds: set[int] = set()
        """Servers not listed that were recorded since the start."""
        self._listed_shards: set[int] = set()
        """Those of whose servers all are known."""
        self._any_listed = asyncio.Event()
        self._registration: asyncio.Task[None] | None = None
        self._maintenance: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Register the persistent buttons, and the commands before any event arrives."""
        self.add_dynamic_items(*BUTTONS)
        await self.tree.set_translator(CommandTranslator())
        if self._has_all_shards:
            await self._register_commands()
        self._maintenance = asyncio.create_task(self._run_maintenance())

    async def _register_commands(self) -> None:
        synced = await self.tree.sync()
        _log.info("Discord knows %d commands", len(synced))

    async def prepare_shard(self, number: int, *, is_resumed: bool) -> None:
        """Register the commands if this process is now the one to do so, which has shard 0.

        Members wait for a shard that is handed over, and not for the commands.
        """
        if number:
            return
        if self._registration is None or self._registration.done():
            self._registration = asyncio.create_task(self._keep_registering_commands())
        if not is_resumed:
            await asyncio.wait([self._registration], timeout=REGISTRATION_TIMEOUT)

    async def _keep_registering_commands(self) -> None:
        for delay in backoff_delays(np.random.default_rng()):
            try:
                await self._register_commands()
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                _log.warning("The commands are not registered: %s", error_summary(error))
            except Exception as error:  # noqa: BLE001 - a fault of the program, which must be seen
                self.fail(error)
                return
            else:
                return
            await asyncio.sleep(delay)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Postpone what is done at rest, and answer interactions that nothing else handles.

        A server that was not listed is recorded, since something may be kept for it.
        """
        self.name_service.postpone_dealing()
        await self._record_unlisted_guild(interaction)
        await answer_unknown_button(interaction, BUTTONS)

    async def _record_unlisted_guild(self, interaction: discord.Interaction[Any]) -> None:
        """Record a server in which the bot is, and which a resumed session does not list.

        Where it was never recorded, its removal would not be noticed. In others, members have
        brought the bot along, and nobody removes it.
        """
        guild = interaction.guild_id
        if guild is None or guild in self._recorded_guilds or self.get_guild(guild) is not None:
            return
        if interaction.is_guild_integration():
            self._recorded_guilds.add(guild)
            await log_failure(self.favourites.guild_joined(guild))

    async def on_shard_connect(self, shard: int) -> None:
        """Record a new gateway session, at whose beginning Discord lists the servers."""
        self.gateway.connected(shard)
        self._listed_shards.add(shard)
        self._any_listed.set()

    async def on_shard_resumed(self, shard: int) -> None:
        """Record a resumed gateway session."""
        self.gateway.resumed(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Record a lost gateway connection."""
        self.gateway.disconnected(shard)

    def note_given_up(self, shard: int) -> None:
        """Record that another process has a shard now, and tell it of the boards.

        From now on servers that are not known are not those that removed the bot.
        """
        self.live_boards.hand_over(lambda guild: self._shard_of(guild) == shard)
        self.gateway.given_up(shard)
        self._listed_shards.discard(shard)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep the server's favourites for good."""
        await log_failure(self.favourites.guild_joined(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Start its favourites' retention period; discord.py does not call this in an outage."""
        await log_failure(self.favourites.guild_left(guild.id))

    async def _run_maintenance(self) -> None:
        if self._has_all_shards:
            await self.wait_until_ready()  # until then not all servers are known
            await purge_daily(self.favourites, self._present_guilds)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LISTING_TIMEOUT):
                await self._any_listed.wait()
        await purge_daily(self.favourites, self._present_guilds, self._own_shards)

    def _shard_of(self, guild: int) -> int:
        return (guild >> 22) % (self.shard_count or 1)

    def _present_guilds(self) -> list[int]:
        return [guild.id for guild in self.guilds]

    def _own_shards(self) -> OwnShards:
        # Sessions that were begun by another process do not say which servers they have.
        return OwnShards(frozenset(self._listed_shards), self.shard_count or 1)

    async def close(self) -> None:
        """Stop the maintenance and disconnect."""
        for task in (self._maintenance, self._registration):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        await super().close()

    async def shut_down(self) -> None:
        """Hand the shards over, refuse new requests, wait for those in flight, and disconnect."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HAND_OVER_TIMEOUT):
                await self.hand_over()
        unfinished = await self.middleware.close(SHUTDOWN_TIMEOUT)
        if unfinished:
            _log.warning("Requests cut off: %d", unfinished)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.close()


def _command_name(interaction: NomenInteraction) -> str:
    """Return the command's registered name, never one that a client sent."""
    if interaction.command is None:
        return "unknown"
    is_autocomplete = interaction.type is discord.InteractionType.autocomplete
    return f"/{interaction.command.qualified_name}{AUTOCOMPLETE_SUFFIX * is_autocomplete}"
