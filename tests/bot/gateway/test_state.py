"""What is remembered of the gateway's events: the ids of the servers, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast
from unittest.mock import Mock

import pytest

from bot.app import NomenBot
from bot.gateway.state import MinimalConnectionState
from bot.services.name_service import NameService
from bot.store.store import Store
from tests.wire.discord_server import world

SHARDS = 2
FIRST, SECOND = 0, 1
GUILDS_OF_FIRST = [2 << 22, 4 << 22, 6 << 22]
GUILD_OF_SECOND = 3 << 22


@pytest.fixture
async def bot(name_service: NameService, store: Store) -> AsyncIterator[NomenBot]:
    """A bot of two shards that hears no Discord but what the test lets it hear."""
    before = asyncio.all_tasks()
    async with NomenBot(name_service, store, shard_count=SHARDS) as bot:
        state = connection_state(bot)
        state.shard_count, state.shard_ids = SHARDS, range(SHARDS)
        state.guild_ready_timeout = 0  # there are no more servers to wait for
        yield bot
        waiting = asyncio.all_tasks() - before - {asyncio.current_task()}  # for READY's servers
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


def connection_state(bot: NomenBot) -> MinimalConnectionState:
    return cast("MinimalConnectionState", bot._connection)  # noqa: SLF001 - as SimCord does


def hear(bot: NomenBot, event: str, payload: dict[str, Any]) -> None:
    parsers = connection_state(bot).parsers
    if event in parsers:
        parsers[event](payload)


def hear_ready(bot: NomenBot, shard: int, *guilds: int) -> None:
    listed = [{"id": str(guild), "unavailable": True} for guild in guilds]
    user = world.bot_user()
    hear(bot, "READY", {"shard": [shard, SHARDS], "user": user, "guilds": listed})


def known_guilds(bot: NomenBot) -> set[int]:
    return {guild.id for guild in bot.guilds}


async def test_server_that_a_new_session_does_not_list_is_gone(bot: NomenBot) -> None:
    hear_ready(bot, FIRST, *GUILDS_OF_FIRST)
    hear_ready(bot, FIRST, *GUILDS_OF_FIRST[1:])
    assert known_guilds(bot) == set(GUILDS_OF_FIRST[1:])


async def test_server_that_is_listed_as_unavailable_stays(bot: NomenBot) -> None:
    hear_ready(bot, FIRST, *GUILDS_OF_FIRST)
    guild = str(GUILDS_OF_FIRST[0])
    hear(bot, "GUILD_CREATE", world.guild() | {"id": guild})
    hear(bot, "GUILD_DELETE", {"id": guild, "unavailable": True})
    hear_ready(bot, FIRST, *GUILDS_OF_FIRST)
    assert known_guilds(bot) == set(GUILDS_OF_FIRST)


async def test_server_that_is_back_after_an_outage_did_not_add_the_bot(bot: NomenBot) -> None:
    connection_state(bot).dispatch = dispatch = Mock()
    back, added = str(GUILDS_OF_FIRST[0]), str(8 << 22)
    hear(bot, "GUILD_CREATE", {"id": back, "unavailable": False})
    hear(bot, "GUILD_CREATE", {"id": added})
    events = [(event, guild.id) for (event, guild), _ in dispatch.call_args_list]
    assert events == [("guild_available", int(back)), ("guild_join", int(added))]


async def test_new_session_of_one_shard_says_nothing_about_anothers_servers(bot: NomenBot) -> None:
    hear_ready(bot, SECOND, GUILD_OF_SECOND)
    hear_ready(bot, FIRST)
    assert known_guilds(bot) == {GUILD_OF_SECOND}


async def test_channels_roles_threads_and_members_are_not_kept(bot: NomenBot) -> None:
    hear_ready(bot, FIRST, GUILDS_OF_FIRST[0])
    guild_id = str(GUILDS_OF_FIRST[0])
    payload = world.guild() | {"id": guild_id}
    hear(bot, "GUILD_CREATE", payload)
    hear(bot, "GUILD_UPDATE", payload)
    hear(bot, "CHANNEL_CREATE", payload["channels"][0] | {"guild_id": guild_id})
    hear(bot, "GUILD_ROLE_CREATE", {"guild_id": guild_id, "role": payload["roles"][0]})
    (guild,) = bot.guilds
    assert not guild.unavailable
    assert not [*guild.channels, *guild.threads, *guild.roles, *guild.members, *guild.features]


async def test_event_that_cannot_be_read_is_lost_alone(
    bot: NomenBot, caplog: pytest.LogCaptureFixture
) -> None:
    hear(bot, "INTERACTION_CREATE", {"id": "of another world"})
    assert "An event of the gateway cannot be read: INTERACTION_CREATE" in caplog.text
    hear_ready(bot, FIRST, *GUILDS_OF_FIRST)
    assert known_guilds(bot) == set(GUILDS_OF_FIRST)


async def test_removal_from_a_server_that_is_not_known_is_heard_of(bot: NomenBot) -> None:
    connection_state(bot).dispatch = dispatch = Mock()
    hear(bot, "GUILD_DELETE", {"id": str(GUILD_OF_SECOND), "unavailable": True})
    dispatch.assert_not_called()
    hear(bot, "GUILD_DELETE", {"id": str(GUILD_OF_SECOND)})
    ((event, guild), _) = dispatch.call_args
    assert (event, guild.id) == ("guild_remove", GUILD_OF_SECOND)
    assert not bot.guilds
