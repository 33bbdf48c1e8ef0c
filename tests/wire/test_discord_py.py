"""What discord.py can do, and Nomen does not yet, works on the loopback as on the real Discord."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any

import discord
import pytest
import yarl

from tests.bench.pong import Pong
from tests.wire.discord_server.checks.messages import EPHEMERAL
from tests.wire.discord_server.exchanges import LOADING, Exchange
from tests.wire.discord_server.faults import Fault
from tests.wire.discord_server.server import TOKEN, LoopbackDiscord, loopback_discord
from tests.wire.discord_server.waiting import until

Errand = Callable[[discord.Interaction], Coroutine[Any, Any, None]]
Ask = Callable[[Errand], Awaitable[Exchange]]


@pytest.fixture
async def server() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as server:
        yield server


@pytest.fixture
async def ask(server: LoopbackDiscord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Ask]:
    """A bot that does for `/ping` whatever errand it was given last."""
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    gateway = yarl.URL(server.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    async with Pong() as bot:
        running = asyncio.create_task(bot.start(TOKEN))
        await server.gateway.ready()

        async def give(errand: Errand) -> Exchange:
            bot.tree.clear_commands(guild=None)
            bot.tree.command(name="ping", description="Whatever")(errand)
            return await server.members.command("ping")

        yield give
    await running


async def test_a_deferred_answer_is_shown_when_it_is_edited(ask: Ask) -> None:
    go = asyncio.Event()

    async def errand(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await go.wait()
        await interaction.edit_original_response(content="here")

    exchange = await ask(errand)
    await until(lambda: exchange.original, "deferral")
    assert exchange.original is not None
    assert exchange.original["flags"] == LOADING | EPHEMERAL
    go.set()
    message = await exchange.message()
    assert (message["content"], message["flags"]) == ("here", EPHEMERAL)


async def test_the_first_follow_up_takes_the_place_of_a_deferral(
    ask: Ask,
) -> None:
    async def errand(interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        await interaction.followup.send("one")
        await interaction.followup.send("two", ephemeral=True)

    exchange = await ask(errand)
    await until(lambda: exchange.followups, "follow-up")
    assert (await exchange.message())["content"] == "one"
    (second,) = exchange.followups.values()
    assert (second["content"], second["flags"]) == ("two", EPHEMERAL)


async def test_a_follow_up_can_be_edited_and_deleted(ask: Ask) -> None:
    edited = asyncio.Event()
    go = asyncio.Event()

    async def errand(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("answer")
        message = await interaction.followup.send("draft", wait=True)
        await message.edit(content="fair copy")
        edited.set()
        await go.wait()
        await message.delete()
        await interaction.delete_original_response()

    exchange = await ask(errand)
    await edited.wait()
    assert [message["content"] for message in exchange.followups.values()] == ["fair copy"]
    go.set()
    await until(lambda: not exchange.followups and not exchange.original, "deletion")


async def test_a_file_comes_with_the_answer(ask: Ask) -> None:
    async def errand(interaction: discord.Interaction) -> None:
        plot = discord.File(io.BytesIO(b"plot"), "plot.png", description="A curve that falls")
        await interaction.response.send_message("see", file=plot)

    exchange = await ask(errand)
    assert (await exchange.message())["content"] == "see"
    assert exchange.callback is not None
    (attachment,) = exchange.callback["data"]["attachments"]
    assert attachment["description"] == "A curve that falls"


async def test_a_pressed_button_may_change_its_message(ask: Ask, server: LoopbackDiscord) -> None:
    class Counter(discord.ui.View):
        @discord.ui.button(label="More")
        async def more(self, interaction: discord.Interaction, _: object) -> None:
            await interaction.response.edit_message(content="2", view=None)

    async def errand(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("1", view=Counter(timeout=5))

    message = await (await ask(errand)).message()
    await (await server.members.press(message, "More")).message()
    assert (message["content"], message["components"]) == ("2", [])


async def test_a_second_answer_is_refused(ask: Ask, server: LoopbackDiscord) -> None:
    refused: list[int] = []

    async def errand(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("one")
        interaction.response._response_type = None  # noqa: SLF001 - discord.py would not try again
        try:
            await interaction.response.send_message("two")
        except discord.HTTPException as error:
            refused.append(error.code)

    await ask(errand)
    await until(lambda: refused, "refusal")
    assert refused == [40060]
    assert len(server.front.refusals) == 1


async def test_an_answer_after_three_seconds_is_refused(ask: Ask) -> None:
    go = asyncio.Event()
    refused: list[int] = []

    async def errand(interaction: discord.Interaction) -> None:
        await go.wait()
        try:
            await interaction.response.send_message("late")
        except discord.NotFound as error:
            refused.append(error.code)

    exchange = await ask(errand)
    exchange.asked_at -= 3.1
    go.set()
    await until(lambda: refused, "refusal")
    assert refused == [10062]


async def test_a_body_that_breaks_a_rule_comes_back_as_discord_py_knows_it(ask: Ask) -> None:
    told: list[str] = []

    async def errand(interaction: discord.Interaction) -> None:
        try:
            await interaction.response.send_message("x" * 2001)
        except discord.HTTPException as error:
            told.append(str(error))

    await ask(errand)
    await until(lambda: told, "refusal")
    assert "error code: 50035" in told[0]
    assert "In data.content: Must be between 0 and 2000 in length." in told[0]


async def test_a_server_error_is_tried_again(ask: Ask, server: LoopbackDiscord) -> None:
    async def errand(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong")

    server.front.faults.order("POST /interactions/{id}/{token}/callback", Fault.broken())
    exchange = await ask(errand)
    assert (await exchange.message())["content"] == "pong"
    assert exchange.seconds > 1
