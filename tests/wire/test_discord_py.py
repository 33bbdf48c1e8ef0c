"""What discord.py does with responses works on the loopback as on Discord."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import discord
import pytest
import yarl

from bench.pong import Pong
from tests.wire.discord_server.checks.messages import EPHEMERAL
from tests.wire.discord_server.interactions import LOADING, SentInteraction
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord

Callback = Callable[[discord.Interaction], Coroutine[Any, Any, None]]
RunPing = Callable[[Callback], Awaitable[SentInteraction]]


@pytest.fixture
async def server(request: pytest.FixtureRequest) -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord(strict=getattr(request, "param", True)) as server:
        yield server


@pytest.fixture
async def run_ping(
    server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RunPing]:
    """Run a bot; the fixture's value makes a callback that of `/ping` and runs the command."""
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    gateway = yarl.URL(server.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    async with Pong() as bot:
        running = asyncio.create_task(bot.start(TOKEN))
        await server.gateway.wait_until_ready()

        async def run(callback: Callback) -> SentInteraction:
            bot.tree.clear_commands(guild=None)
            bot.tree.command(name="ping", description="Whatever")(callback)
            return await server.members.command("ping")

        yield run
    await running


async def test_deferred_response_appears_once_edited(run_ping: RunPing) -> None:
    proceed = asyncio.Event()

    async def callback(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await proceed.wait()
        await interaction.edit_original_response(content="here")

    sent = await run_ping(callback)
    await wait_until(lambda: sent.original, "deferral")
    assert sent.original is not None
    assert sent.original["flags"] == LOADING | EPHEMERAL
    proceed.set()
    message = await sent.message()
    assert (message["content"], message["flags"]) == ("here", EPHEMERAL)


async def test_first_followup_replaces_the_deferred_response(run_ping: RunPing) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.followup.send("one")
        await interaction.followup.send("two", ephemeral=True)

    sent = await run_ping(callback)
    await wait_until(lambda: sent.followups, "follow-up")
    assert (await sent.message())["content"] == "one"
    (second,) = sent.followups.values()
    assert (second["content"], second["flags"]) == ("two", EPHEMERAL)


async def test_second_response_is_rejected(run_ping: RunPing, server: LoopbackDiscord) -> None:
    rejected: list[int] = []

    async def callback(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        interaction.response._response_type = None  # noqa: SLF001 - discord.py would not try again
        try:
            await interaction.response.send_message("two")
        except discord.HTTPException as error:
            rejected.append(error.code)

    await run_ping(callback)
    await wait_until(lambda: rejected, "rejection")
    assert rejected == [40060]
    assert len(server.rest.rejections) == 1


async def test_response_after_the_deadline_is_rejected(run_ping: RunPing) -> None:
    proceed = asyncio.Event()
    rejected: list[int] = []

    async def callback(interaction: discord.Interaction) -> None:
        await proceed.wait()
        try:
            await interaction.response.send_message("late")
        except discord.NotFound as error:
            rejected.append(error.code)

    sent = await run_ping(callback)
    sent.sent_at -= 3.1
    proceed.set()
    await wait_until(lambda: rejected, "rejection")
    assert rejected == [10062]


@pytest.mark.parametrize("server", [False], indirect=True)
async def test_response_after_the_deadline_is_slow_in_a_benchmark(run_ping: RunPing) -> None:
    proceed = asyncio.Event()

    async def callback(interaction: discord.Interaction) -> None:
        await proceed.wait()
        await interaction.response.send_message("late")

    sent = await run_ping(callback)
    sent.sent_at -= 3.1
    proceed.set()
    assert (await sent.message())["content"] == "late"
    assert sent.response_time > 3.1


async def test_invalid_body_raises_discord_pys_http_exception(run_ping: RunPing) -> None:
    messages: list[str] = []

    async def callback(interaction: discord.Interaction) -> None:
        try:
            await interaction.response.send_message("x" * 2001)
        except discord.HTTPException as error:
            messages.append(str(error))

    await run_ping(callback)
    await wait_until(lambda: messages, "rejection")
    assert "error code: 50035" in messages[0]
    assert "In data.content: Must be between 0 and 2000 in length." in messages[0]
