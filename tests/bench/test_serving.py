import asyncio
from pathlib import Path

import pytest

from bench.serving import growth
from bench.serving.compare import QUICK, TARGETS, Figures, ServingTarget, compare, table
from bench.serving.load import SendInteraction, run_load
from bot.store.stars import MAX_FAVOURITES
from bot.store.store import open_store
from tests.wire.discord_server.checks import CallbackType, InteractionType
from tests.wire.discord_server.interactions import SentInteraction
from tests.wire.discord_server.world import GUILD_ID, SERVER, User


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


async def test_comparison_reports_all_figures_and_targets() -> None:
    lines = list(await compare(QUICK))
    report = "\n".join(lines)
    expected = [target for target in TARGETS if "requests" not in target.figure]
    assert len(expected) == len(TARGETS) - 1
    assert all(f"| {target.figure} |" in report for target in expected)
    verdicts = [line for line in lines if line.endswith((": reached", ": missed"))]
    assert len(verdicts) == len(expected)


@pytest.mark.parametrize(
    ("target", "ours", "verdict"),
    [
        (ServingTarget("rate", 0.5, at_least=True), 60.0, "reached"),
        (ServingTarget("rate", 0.5, at_least=True), 40.0, "missed"),
        (ServingTarget("rate", 1.5), 160.0, "missed"),
        (ServingTarget("rate", 1.5), 140.0, "reached"),
        (ServingTarget("rate", max_difference=8), 107.0, "reached"),
        (ServingTarget("rate", max_difference=8), 109.0, "missed"),
    ],
)
def test_targets_are_reached_on_one_side(target: ServingTarget, ours: float, verdict: str) -> None:
    assert target.describe(ours, 100.0, ours / 100).endswith(verdict)


def test_ratio_is_computed_within_repetitions() -> None:
    # The machine was ten times as slow in the second repetition of both.
    ours: list[Figures] = [{"s": 2.0}, {"s": 20.0}, {"s": 3.0}]
    theirs: list[Figures] = [{"s": 1.0}, {"s": 10.0}, {"s": 1.0}]
    assert "| s | 3 | 1 | 2.00 |" in list(table(ours, theirs))


async def test_growth_reports_layouts_and_commands() -> None:
    report = "\n".join(await growth.measure_growth(growth.QUICK))
    assert "| 100 | 1 |" in report
    assert "After 2 days a busy group keeps " in report
    assert all(f"\n| {kind} | " in report for kind in ("`/name`", "a star", "`/favourites list`"))


async def test_members_of_a_busy_group_respect_the_limit(tmp_path: Path) -> None:
    group = growth.BusyGroup(members=1, names=400, stars=MAX_FAVOURITES)
    async with open_store(tmp_path / "group.sqlite3") as store:
        await group.simulate(store.stars, 2)
        kept = await store.stars.favourites(GUILD_ID, growth.member_id(0))
        assert len(kept) == MAX_FAVOURITES
