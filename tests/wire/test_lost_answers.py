"""An answer gets lost between the bot and Discord: nothing is starred twice, the log says why."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.wire.discord_server.exchanges import DEADLINE, Message
from tests.wire.discord_server.faults import Cut, Fault, Misfortune, Slow
from tests.wire.discord_server.server import LoopbackDiscord, loopback_discord
from tests.wire.discord_server.waiting import until
from tests.wire.process import Served
from tests.wire.reading import label, names_on, said
from tests.wire.starring import ADA, BEN, Starred, starred_on

CALLBACK = "POST /interactions/{id}/{token}/callback"
EDIT = "PATCH /webhooks/{application}/{token}/messages/{message}"
UNKNOWN = Fault.refused(404, 10062, "Unknown interaction")
EXPIRED = Fault.refused(401, 50027, "Invalid Webhook Token")


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with loopback_discord() as discord:
        yield discord


@pytest.fixture
async def starred(discord: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[Starred]:
    async with starred_on(discord, tmp_path / "stars.sqlite3") as starred:
        yield starred
    assert "Traceback" not in starred.bot.process.output, starred.bot.process.output


@pytest.mark.parametrize(
    "fault",
    [
        Fault.too_many(0.3),
        Fault.too_many(0.3, everywhere=True),
        Fault.broken(500),
        Fault.broken(502),
        Fault.broken(503),
        Slow(1),
        Cut(done=False),
        Cut(done=True),
    ],
    ids=lambda fault: f"{type(fault).__name__} {fault}"[:50],
)
async def test_a_star_whose_first_answer_is_lost_is_kept_once_and_shown(
    starred: Starred, fault: Misfortune
) -> None:
    card = await starred.card()
    name = names_on(card)[0]
    starred.bot.discord.front.faults.order(CALLBACK, fault)
    exchange = await starred.press(card, name)
    assert exchange.seconds < DEADLINE
    assert label(card, name) == "★ 1"
    await starred.press(card, name, BEN)
    assert label(card, name) == "★ 2"
    assert len(starred.stars()) == 2


@pytest.mark.parametrize(
    "faults",
    [
        [Fault.broken(503)] * 2,
        [Fault.broken(429)],
        [Cut(done=False)] * 3,
        [UNKNOWN],
        [EXPIRED],
        [Slow(3.2)],
    ],
    ids=["503 twice", "banned", "cut thrice", "unknown", "expired", "too slow"],
)
async def test_a_star_whose_answers_are_all_lost_is_kept_once_and_a_line_is_logged(
    starred: Starred, faults: list[Misfortune]
) -> None:
    card = await starred.card()
    name = names_on(card)[0]
    process = starred.bot.process
    starred.bot.discord.front.faults.order(CALLBACK, *faults)
    await starred.touch(card, name)
    await until(lambda: "Request component" in process.output, "a line in the log", 20)
    assert [member for _, member, _ in starred.stars()] == [int(ADA.id)]
    offered = await (await starred.press(card, name)).message()
    assert "You have starred" in said(offered)
    assert len(starred.stars()) == 1


async def demonstrated(bot: Served, *faults: Misfortune) -> Message:
    bot.discord.front.faults.order(EDIT, *faults)
    exchange = await bot.discord.members.command("clipdemo", epochs=5)
    return await exchange.message(60)


@pytest.mark.parametrize(
    "fault", [Cut(done=False), Cut(done=True), Fault.broken(502)], ids=["before", "after", "502"]
)
async def test_a_picture_whose_upload_breaks_off_is_sent_again_whole(
    starred: Starred, fault: Misfortune
) -> None:
    whole = await demonstrated(starred.bot)
    again = await demonstrated(starred.bot, fault)
    await until(lambda: not starred.bot.discord.front.faults.left, "the fault")
    (first,), (second,) = whole["attachments"], again["attachments"]
    assert second["size"] == first["size"] > 1000


async def test_an_upload_that_breaks_off_each_time_is_owned_up_to(starred: Starred) -> None:
    answer = await demonstrated(starred.bot, *[Cut(done=False)] * 3)
    assert "Something broke on my side" in said(answer)


async def test_an_answer_of_a_quarter_of_an_hour_later_is_a_line_in_the_log(
    starred: Starred,
) -> None:
    starred.bot.discord.front.faults.order(EDIT, EXPIRED)
    await starred.bot.discord.members.command("clipdemo", epochs=5)
    process = starred.bot.process
    await until(lambda: "Request /clipdemo is over" in process.output, "a line in the log", 60)
