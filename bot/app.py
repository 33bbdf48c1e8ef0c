"""Nomen's Discord client: its parts, its command tree, and what it does beside commands."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Coroutine, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.features import ALLOWED_CONTEXTS, ALLOWED_INSTALLS, COMMANDS, ITEMS, LIVE_ITEMS, MENUS
from bot.i18n.discord_locale import CommandTranslator
from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.errors import handle_error
from bot.interactions.forms import answer_form
from bot.interactions.guard import Guard, options_match_types
from bot.interactions.items import answer_unknown_item
from bot.interactions.live import LiveMessages
from bot.interactions.rate_limit import Bucket, RateLimiter
from bot.interactions.recent import Locks, Told
from bot.runtime.log import error_summary
from bot.services.clip_service import ClipDemoService
from bot.services.name_service import NameService
from bot.services.picture_service import PictureService
from bot.services.speech_service import SpeechService
from bot.store.errors import StoreError
from bot.store.store import Store, purge_daily

SHUTDOWN_TIMEOUT = 5.0
"""Seconds for requests in flight to finish before they are cancelled."""
CLOSE_TIMEOUT = 3.0
"""Seconds for closing the connections to Discord after that."""

_CHANNEL_DEFAULTS = {
    "name": "",
    "position": 0,
    "bitrate": 0,
    "user_limit": 0,
    "parent_id": "0",
    "owner_id": "0",
    "message_count": 0,
    "member_count": 0,
    "thread_metadata": {"archived": False, "auto_archive_duration": 0, "archive_timestamp": None},
}
"""What discord.py requires of a channel or thread, and an interaction may leave out."""

_log = logging.getLogger(__name__)


class NomenCommandTree(app_commands.CommandTree[NomenClient]):
    """The slash commands, between the guard and the place where errors end."""

    async def interaction_check(self, interaction: NomenInteraction, /) -> bool:
        """Run the guard, then check the types of the options."""
        command, guard = interaction.command, interaction.client.guard
        bucket = command.extras.get("bucket", Bucket.INFERENCE) if command else Bucket.INFERENCE
        if interaction.type is discord.InteractionType.autocomplete:
            bucket = None
        if not await guard.admit(interaction, _command_name(interaction), bucket):
            return False
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
    """The bot itself: creates the parts that `NomenClient` declares.

    It asks for no intent, so that the gateway sends interactions and nothing else, mentions nobody,
    and remembers nothing of servers.
    """

    def __init__(  # noqa: PLR0913 - a part or a setting each
        self,
        name_service: NameService,
        store: Store,
        *,
        shard_count: int | None = None,
        is_over_http: bool = False,
        privacy_url: str = "",
        contact: str = "",
        rate_limiter: RateLimiter | None = None,
    ) -> None:
        """Create a bot that is not connected yet.

        Args:
            name_service: generates names.
            store: of all that is kept.
            shard_count: connections to the gateway; None for Discord's recommendation.
            is_over_http: whether Discord delivers interactions by requests, to this process or to
                any of its peers, and there are no connections to the gateway.
            privacy_url: the privacy policy's address, or empty.
            contact: who is responsible for this bot and how to reach them, or empty.
            rate_limiter: how often each may ask; None for the default limits.
        """
        super().__init__(
            intents=discord.Intents.none(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            shard_count=shard_count,
        )
        self.name_service = name_service
        self.clip_service = ClipDemoService()
        self.picture_service = PictureService()
        self.speech_service = SpeechService()
        self.store = store
        self.privacy_url = privacy_url
        self.contact = contact
        self.rate_limiter = RateLimiter() if rate_limiter is None else rate_limiter
        self.guard = Guard(self.rate_limiter)
        self.live = LiveMessages(LIVE_ITEMS, has_peers=is_over_http)
        self.choosing = Locks()
        self.told = Told()
        self.command_ids: Mapping[str, int] = {}
        self.tree = NomenCommandTree(
            self, allowed_contexts=ALLOWED_CONTEXTS, allowed_installs=ALLOWED_INSTALLS
        )
        for command in (*COMMANDS, *MENUS):
            self.tree.add_command(command)
        self.is_over_http = is_over_http
        self.is_taking_requests = False
        self._connection.parsers["INTERACTION_CREATE"] = self._hear_interaction
        self._recorded_guilds: set[int] = set()
        """Servers that were recorded since the start."""
        self._background: set[asyncio.Task[None]] = set()

    async def setup_hook(self) -> None:
        """Register the persistent items, and the commands before any event arrives."""
        self._warn_without_endpoint()
        self.add_dynamic_items(*ITEMS)
        await self.tree.set_translator(CommandTranslator())
        await self._register_commands()
        self._do_beside(purge_daily(self.store.retention, self._present_guilds))

    def _warn_without_endpoint(self) -> None:
        """Warn if this waits for requests that Discord does not send.

        Of the opposite, discord.py warns.
        """
        url = self.application and self.application.interactions_endpoint_url
        if self.is_over_http and not url:
            message = "Discord posts no interactions yet: its page of the application has no %s"
            _log.warning(message, "Interactions Endpoint URL")

    async def _register_commands(self) -> None:
        """Tell Discord of the commands, unless it was told of the same before; learn their ids."""
        digest = await self._digest_commands()
        message = "Discord may be told of the commands once more: %s"
        try:
            if await self.store.known_commands() == digest:
                await self._learn_command_ids()
                return
        except StoreError as error:
            _log.warning(message, error)
        synced = await self.tree.sync()
        _log.info("Discord knows %d commands", len(synced))
        self._note_command_ids(synced)
        try:
            await self.store.commands_told(digest)
        except StoreError as error:
            _log.warning(message, error)

    async def _learn_command_ids(self) -> None:
        """Ask for the ids; without them, commands in messages cannot be pressed."""
        try:
            self._note_command_ids(await self.tree.fetch_commands())
        except (discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
            _log.warning("Commands in messages cannot be pressed: %s", error_summary(error))

    def _note_command_ids(self, registered: Sequence[app_commands.AppCommand]) -> None:
        ids = {command.name: command.id for command in registered}
        self.command_ids = {
            command.qualified_name: ids[root]
            for command in self.tree.walk_commands()
            if isinstance(command, app_commands.Command)
            and (root := command.qualified_name.partition(" ")[0]) in ids
        }

    async def _digest_commands(self) -> str:
        translator = self.tree.translator
        assert translator is not None  # noqa: S101 - it was just set
        payloads = [
            await command.get_translated_payload(self.tree, translator)
            for command in self.tree.get_commands()
        ]
        told = [discord.http.Route.BASE, self.application_id, payloads]
        text = json.dumps(told, sort_keys=True)
        return blake2b(text.encode(), digest_size=16).hexdigest()

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer interactions that nothing else handles, and remember where they are from."""
        self._record_guild(interaction)
        await answer_unknown_item(interaction, ITEMS)
        await answer_form(interaction, ITEMS)

    def _record_guild(self, interaction: discord.Interaction[Any]) -> None:
        """Record a server that uses the bot, for which something may be kept, once.

        Where it was never recorded, its removal would not be noticed. Where members have brought
        the bot along as a user app, nobody removes it.
        """
        guild = interaction.guild_id
        if guild is None or guild in self._recorded_guilds:
            return
        if interaction.is_guild_integration():
            self._recorded_guilds.add(guild)
            self._do_beside(self._join(guild))

    async def _join(self, guild: int) -> None:
        try:
            await self.store.retention.join(guild)
        except StoreError as error:  # the daily purge repairs it
            _log.warning("A group could not be recorded: %s", error)

    def take_interaction(self, payload: Any) -> None:  # noqa: ANN401 - JSON
        """Begin to answer an interaction."""
        if payload.get("channel") is not None:
            payload["channel"] = _CHANNEL_DEFAULTS | payload["channel"]
        self._connection.parse_interaction_create(payload)

    def _hear_interaction(self, payload: Any) -> None:  # noqa: ANN401 - JSON
        """Take the gateway's; discord.py would end the bot for one that cannot be read."""
        try:
            self.take_interaction(payload)
        except Exception:  # noqa: BLE001 - whatever it is, the next interaction can be read
            _log.exception("An interaction cannot be read")

    @property
    def is_reachable(self) -> bool:
        """Whether interactions can come: over HTTP, or from all of the gateway's shards."""
        if self.is_over_http:
            return self.is_taking_requests
        return len(self.shards) == self.shard_count and not any(
            shard.is_closed() for shard in self.shards.values()
        )

    async def _present_guilds(self) -> list[int]:
        return [guild.id async for guild in self.fetch_guilds(limit=None, with_counts=False)]

    def _do_beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def close(self) -> None:
        """Stop what is done beside, and disconnect."""
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        await super().close()

    async def shut_down(self) -> None:
        """Refuse new requests, wait for those in flight, and disconnect."""
        unfinished = await self.guard.close(SHUTDOWN_TIMEOUT)
        if unfinished:
            _log.warning("Requests cut off: %d", unfinished)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.close()


def _command_name(interaction: NomenInteraction) -> str:
    """Return the command's registered name, never one that a client sent."""
    if interaction.command is None:
        return "unknown"
    if isinstance(interaction.command, app_commands.ContextMenu):
        return f"menu {interaction.command.name}"
    is_autocomplete = interaction.type is discord.InteractionType.autocomplete
    return f"/{interaction.command.qualified_name}{' completion' * is_autocomplete}"
