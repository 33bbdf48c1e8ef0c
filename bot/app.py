"""Nomen's Discord client: its parts, its command tree and its gateway events."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.commands import ALLOWED_CONTEXTS, ALLOWED_INSTALLS, BUTTONS, COMMANDS, LIVE_BUTTONS
from bot.commands.retry import retry_buttons
from bot.favourites.deletion import Deletions
from bot.favourites.maintenance import log_failure, purge_daily
from bot.favourites.repository import FavouritesRepository
from bot.health.gateway import DISCONNECT_GRACE, GatewayConnections
from bot.i18n.discord_locale import CommandTranslator
from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.error_handler import handle_error
from bot.interactions.live_boards import LiveBoards
from bot.interactions.live_messages import MessageUpdater
from bot.interactions.middleware import InteractionMiddleware, options_match_types
from bot.interactions.open_decks import OpenDecks
from bot.interactions.persistent_button import answer_unknown_button
from bot.interactions.rate_limit import AUTOCOMPLETE_SUFFIX, RateLimiter
from bot.runtime.connection import observe_dates
from bot.runtime.discord_clock import DiscordClock
from bot.runtime.request_context import Request
from bot.services.clip_service import ClipDemoService
from bot.services.name_service import NameService

SHUTDOWN_TIMEOUT = 5.0
"""Seconds for requests in flight to finish before they are cancelled."""
CLOSE_TIMEOUT = 3.0
"""Seconds for closing the connections to Discord after that."""

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
            http_trace=trace,
        )
        self.gateway = GatewayConnections(disconnect_grace=DISCONNECT_GRACE)
        self.name_service = name_service
        self.clip_service = ClipDemoService()
        self.favourites = favourites
        self.deletions = Deletions([favourites])
        self.privacy_url = privacy_url
        self.contact = contact
        self.rate_limiter = RateLimiter() if rate_limiter is None else rate_limiter
        self.middleware = InteractionMiddleware(self.rate_limiter, on_request_end, clock)
        self.remedies = retry_buttons
        self.message_updater = MessageUpdater(LIVE_BUTTONS)
        self.open_decks = OpenDecks()
        self.live_boards = LiveBoards()
        self.tree = NomenCommandTree(
            self, allowed_contexts=ALLOWED_CONTEXTS, allowed_installs=ALLOWED_INSTALLS
        )
        for command in COMMANDS:
            self.tree.add_command(command)
        self._maintenance: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Register the persistent buttons and sync the commands before any event arrives."""
        self.add_dynamic_items(*BUTTONS)
        await self.tree.set_translator(CommandTranslator())
        synced = await self.tree.sync()
        _log.info("Discord knows %d commands", len(synced))
        self._maintenance = asyncio.create_task(self._run_maintenance())

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer interactions that no command or button handles."""
        await answer_unknown_button(interaction, BUTTONS)

    async def on_shard_connect(self, shard: int) -> None:
        """Record a new gateway session."""
        self.gateway.connected(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Record a resumed gateway session."""
        self.gateway.resumed(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Record a lost gateway connection."""
        self.gateway.disconnected(shard)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep the server's favourites for good."""
        await log_failure(self.favourites.guild_joined(guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Start its favourites' retention period; discord.py does not call this in an outage."""
        await log_failure(self.favourites.guild_left(guild.id))

    async def _run_maintenance(self) -> None:
        await self.wait_until_ready()  # until then not all servers are known
        await purge_daily(self.favourites, lambda: [guild.id for guild in self.guilds])

    async def close(self) -> None:
        """Stop the maintenance and disconnect."""
        if self._maintenance is not None:
            self._maintenance.cancel()
            await asyncio.wait([self._maintenance])
        await super().close()

    async def shut_down(self) -> None:
        """Refuse new requests, wait for those in flight, and disconnect."""
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
