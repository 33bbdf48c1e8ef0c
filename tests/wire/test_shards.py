"""Shards fail alone, and wait when Discord grants hardly any sessions more."""

from tests.wire.discord_server.faults import LOGIN_ROUTE, Delay, ErrorResponse
from tests.wire.discord_server.gateway import GatewaySession
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.process import run_bot

CONNECT_ROUTE = "GET /"


async def wait_for_shard(discord: LoopbackDiscord, number: int) -> GatewaySession:
    gateway = discord.gateway
    await wait_until(lambda: gateway.session_of_shard(number), f"shard {number}")
    session = gateway.session_of_shard(number)
    assert session is not None
    return session


async def test_shard_that_cannot_connect_at_start_is_tried_again_alone() -> None:
    async with loopback_discord() as discord:
        discord.rest.faults.inject(CONNECT_ROUTE, ErrorResponse.server_error())
        async with run_bot(discord, NOMEN_SHARD_COUNT="2") as process:
            other = await wait_for_shard(discord, 1)
            assert discord.gateway.session_of_shard(0) is None
            await wait_for_shard(discord, 0)
            assert discord.gateway.session_of_shard(1) is other
            assert len(discord.gateway.sessions) == 2
    assert discord.rest.requests.count(LOGIN_ROUTE) == 1
    assert "Shard 0 cannot be reached" in process.output


async def test_shard_that_cannot_reconnect_does_not_keep_others_from_it() -> None:
    async with loopback_discord() as discord, run_bot(discord, NOMEN_SHARD_COUNT="2"):
        first, second = [await wait_for_shard(discord, number) for number in (0, 1)]
        discord.rest.faults.inject(CONNECT_ROUTE, Delay(300))
        first.drop_connection()
        await wait_until(lambda: not discord.rest.faults.remaining, "attempt to reconnect")
        second.drop_connection()
        await wait_until(lambda: second.resumes == 1, "RESUME of the other")
        assert not first.resumes
        assert first.connection is None


async def test_bot_with_hardly_any_sessions_left_waits_and_says_so() -> None:
    async with loopback_discord() as discord:
        discord.gateway.starts.remaining, discord.gateway.starts.reset_after = 10, 2
        async with run_bot(discord) as process:
            await wait_until(lambda: "grants 10 more sessions of 1000" in process.output, "log")
            assert not discord.gateway.sessions
            await discord.gateway.wait_until_ready()
