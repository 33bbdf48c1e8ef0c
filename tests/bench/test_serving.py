import asyncio

import pytest

from bench.serving.compare import QUICK, Figures, compare, table
from bench.serving.load import SendInteraction, run_load
from tests.wire.discord_server.checks import CallbackType, InteractionType
from tests.wire.discord_server.interactions import SentInteraction
from tests.wire.discord_server.world import SERVER, User


class Idle:
    """A bot that takes no time of a core."""

    cpu_seconds = 0.0


def answered_in_turn(answers: int, seconds: float) -> SendInteraction:
    """Send commands that are answered one after the other, so many of them."""
    turn, left = asyncio.Lock(), iter(range(answers))

    async def answer(interaction: SentInteraction) -> None:
        async with turn:
            await asyncio.sleep(seconds)
            if next(left, None) is not None:
                interaction.apply_callback({"type": CallbackType.MESSAGE})

    async def send() -> SentInteraction:
        interaction = SentInteraction(InteractionType.COMMAND, User(), SERVER)
        answering.append(asyncio.create_task(answer(interaction)))
        return interaction

    answering: list[asyncio.Task[None]] = []
    return send


async def test_a_load_may_take_long_while_responses_arrive() -> None:
    load = await run_load(Idle(), answered_in_turn(40, 0.02), 40, concurrency=20, patience=0.2)
    assert len(load.interactions) == 40
    assert load.latency_ms(0.5) > 1000 * 0.2


async def test_a_load_fails_once_no_response_arrives() -> None:
    with pytest.raises(TimeoutError):
        await run_load(Idle(), answered_in_turn(30, 0.001), 40, concurrency=20, patience=0.2)


async def test_both_bots_answer_names_stars_and_typing() -> None:
    report = "\n".join(await compare(QUICK))
    for kind in ("names", "stars", "typing"):
        assert f"| {kind}: answers a second |" in report
    assert "| names: refused for lack of time | 0 | 0 |  |" in report
    assert "| resident at rest, MB |" in report


def test_ratio_is_computed_within_repetitions() -> None:
    # The machine was ten times as slow in the second repetition of both.
    ours: list[Figures] = [{"s": 2.0}, {"s": 20.0}, {"s": 3.0}]
    theirs: list[Figures] = [{"s": 1.0}, {"s": 10.0}, {"s": 1.0}]
    assert "| s | 3 | 1 | 2.00 |" in list(table(ours, theirs))
