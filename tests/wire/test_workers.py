"""Several equal processes take interactions over HTTP in turn, as one process would.

The database is one PostgreSQL server's. Discord's side is a load balancer as simple as can be: each
interaction goes to the next worker, and to another if that does not listen.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.bot.store.places import PostgresPlace
from tests.wire.card_contents import (
    message_text,
    name_to_choose,
    names_on,
    star_buttons,
    star_label,
)
from tests.wire.discord_server import world
from tests.wire.discord_server.faults import COMMANDS_ROUTE
from tests.wire.discord_server.interactions import SentInteraction
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.world import User
from tests.wire.health_client import HealthClient
from tests.wire.process import PythonProcess, run_bot, run_worker
from tests.wire.star_client import ADA, BEN, star

GUILDS_ROUTE = "GET /users/@me/guilds"


@asynccontextmanager
async def running_workers(
    discord: LoopbackDiscord, place: PostgresPlace, number: int
) -> AsyncIterator[list[PythonProcess]]:
    """Run workers around a database; no interaction was refused in the end."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(run_worker(discord, **place.environment))
            for _ in range(number)
        ]
    assert not discord.rest.rejections
    assert not discord.members.workers.refused


async def test_two_workers_in_turn_answer_as_one(place: PostgresPlace) -> None:
    async with loopback_discord() as discord, running_workers(discord, place, 2):
        members = discord.members
        card = await members.card("name", by=ADA, country="NL", count=2)
        name, other = names_on(card)
        for member in (ADA, BEN):
            await star(members, card, name, member)
        await star(members, card, other, ADA)
        await wait_until(lambda: star_label(card, name) == "★ 2", "both stars")
        top = await members.card("top5", by=BEN)
        text = message_text(top)
        assert text.index(name) < text.index(other)
        cards = [names_on(await members.pressed(card, "Again", ADA)) for _ in range(6)]
        assert len({tuple(names) for names in cards}) == 6
        found = await (await members.autocomplete("name", "country", "Ne", by=ADA)).choices()
        assert "Netherlands" in {choice["value"] for choice in found}
        question = await members.card("match", ADA, world.SERVER, country="NL", **{"with": BEN})
        await members.pressed(question, "Yes, let’s!", BEN)
        decks = [
            await members.card("match", one, world.SERVER, country="NL", **{"with": other})
            for one, other in ((ADA, BEN), (BEN, ADA))
        ]
        for _ in range(6):  # both go through the same names, at either worker
            assert len({*map(name_to_choose, decks)}) == 1
            decks = [
                await members.pressed(deck, "Skip", by)
                for deck, by in zip(decks, (ADA, BEN), strict=True)
            ]
    assert discord.rest.requests.count(COMMANDS_ROUTE) == 1


async def test_no_acknowledged_star_is_lost_when_a_worker_is_killed(place: PostgresPlace) -> None:
    async with loopback_discord() as discord, AsyncExitStack() as stack:
        workers = [
            await stack.enter_async_context(run_worker(discord, **place.environment))
            for _ in range(3)
        ]
        members = discord.members
        card = await members.card("name", by=ADA, country="NL", count=2)
        button = star_buttons(card)[names_on(card)[0]]
        many = [User(f"member{number}") for number in range(60)]
        pressing = [asyncio.create_task(members.press_button(card, button, by)) for by in many]
        await asyncio.wait(pressing, return_when=asyncio.FIRST_COMPLETED)
        workers[1].send_signal(signal.SIGKILL)
        pressed = await asyncio.gather(*pressing)
        await wait_until(lambda: len(answered(pressed)) >= 40, "answers of the two that are left")
        known = answered(pressed)
        kept = {member for (member,) in await place.run_sql("SELECT member FROM star")}
        assert known <= kept
        members.workers.refused.clear()
        late = await members.card("name", by=ADA, country="PL", count=1)
        assert len(names_on(late)) == 1


def answered(pressed: Sequence[SentInteraction]) -> set[int]:
    """Return who was told that their star is stored."""
    return {int(sent.user.id) for sent in pressed if sent.responded.is_set()}


async def test_rolling_restart_of_three_loses_no_request(place: PostgresPlace) -> None:
    async with (
        loopback_discord() as discord,
        running_workers(discord, place, 3) as workers,
        AsyncExitStack() as stack,
    ):
        members, is_over, cards = discord.members, False, list[list[str]]()

        async def keep_asking() -> None:
            while not is_over:
                card = await members.card("name", by=User(), country="NL", count=1)
                cards.append(names_on(card))

        asking = [asyncio.create_task(keep_asking()) for _ in range(2)]
        for oldest in workers[:2]:
            await stack.enter_async_context(run_worker(discord, **place.environment))
            oldest.send_signal(signal.SIGTERM)
            # A load balancer sees by /readyz that this one takes no more.
            await wait_until(lambda: "not ready any more" in oldest.output, "end")  # noqa: B023 - at once
            members.workers.urls.pop(0)
        is_over = True
        await asyncio.gather(*asking)
        assert {len(names) for names in cards} == {1}
        assert len(cards) > 10


async def test_server_that_removed_the_bot_is_noticed_by_one_worker(place: PostgresPlace) -> None:
    gone, servers = world.GUILD_ID + 1, "SELECT id, left_at IS NULL FROM joined ORDER BY id"
    async with place.opened() as store:
        await store.retention.join(gone)
    async with loopback_discord() as discord, running_workers(discord, place, 2):
        await wait_until(lambda: GUILDS_ROUTE in discord.rest.requests, "list of servers")
        for _ in range(50):
            if len(rows := await place.run_sql(servers)) == 2:
                break
            await asyncio.sleep(0.1)
    assert rows == [(world.GUILD_ID, True), (gone, False)]
    assert discord.rest.requests.count(GUILDS_ROUTE) == 1


async def test_ending_worker_is_unready_first(place: PostgresPlace, health: HealthClient) -> None:
    settings = {**place.environment, "NOMEN_METRICS_PORT": health.port_setting}
    async with loopback_discord() as discord, run_worker(discord, **settings) as worker:
        ready = {"status": "ok", "requests": "ok", "database": "ok"}
        assert await health.wait_for_status(200) == ready
        worker.send_signal(signal.SIGTERM)
        assert (await health.wait_for_status(503))["requests"] == "ill"
        late = await discord.members.command("name", country="NL", count=1)
        assert len(names_on(await late.message())) == 1
        assert await worker.wait() == 0


async def test_bot_warns_if_interactions_go_elsewhere(tmp_path: Path) -> None:
    database = str(tmp_path / "nomen.sqlite3")
    async with loopback_discord() as discord:
        discord.api.endpoint_url = "https://nomen.example.org/interactions"
        async with run_bot(discord, NOMEN_DATABASE=database) as bot:
            await wait_until(lambda: "has an interaction endpoint URL" in bot.output, "warning")
        discord.api.endpoint_url = None
        public_key = discord.members.workers.public_key
        worker = {"DISCORD_PUBLIC_KEY": public_key, "NOMEN_HTTP_PORT": "0"}
        async with run_bot(discord, NOMEN_DATABASE=database, **worker) as bot:
            await wait_until(lambda: "Discord posts no interactions yet" in bot.output, "warning")
