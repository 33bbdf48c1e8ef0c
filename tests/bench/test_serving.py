from pathlib import Path

import pytest

from bot.favourites.models import MAX_FAVOURITES
from bot.favourites.sqlite.repository import open_favourites
from tests.bench.serving import growth
from tests.bench.serving.race import QUICK, TARGETS, Figures, Target, race, table
from tests.wire.discord_server.world import GUILD_ID


async def test_both_bots_answer_all_that_they_are_asked_in_the_race() -> None:
    lines = list(await race(QUICK))
    told = "\n".join(lines)
    short = [target for target in TARGETS if "requests" not in target.figure]
    assert len(short) == len(TARGETS) - 1
    assert all(f"| {target.figure} |" in told for target in short)
    assert len([line for line in lines if line.endswith((": reached", ": missed"))]) == len(short)


@pytest.mark.parametrize(
    ("target", "ours", "verdict"),
    [
        (Target("rate", 0.5, least=True), 60.0, "reached"),
        (Target("rate", 0.5, least=True), 40.0, "missed"),
        (Target("rate", 1.5), 160.0, "missed"),
        (Target("rate", 1.5), 140.0, "reached"),
        (Target("rate", more=8), 107.0, "reached"),
        (Target("rate", more=8), 109.0, "missed"),
    ],
)
def test_a_target_is_reached_on_its_side_of_the_bound(
    target: Target, ours: float, verdict: str
) -> None:
    assert target.told(ours, 100.0, ours / 100).endswith(verdict)


def test_a_ratio_is_that_of_turns_beside_each_other() -> None:
    # The machine was ten times as slow at the second turn of both.
    ours: list[Figures] = [{"s": 2.0}, {"s": 20.0}, {"s": 3.0}]
    theirs: list[Figures] = [{"s": 1.0}, {"s": 10.0}, {"s": 1.0}]
    assert "| s | 3 | 1 | 2.00 |" in list(table(ours, theirs))


async def test_a_busy_group_lives_and_is_answered_as_before() -> None:
    told = "\n".join(await growth.grow(growth.QUICK))
    assert "| 10 | 1 |" in told
    assert "After 2 days a busy group keeps " in told
    assert all(f"\n| {kind} | " in told for kind in ("`/name`", "a star", "`/favourites list`"))


async def test_members_of_a_busy_group_never_keep_more_than_they_may(tmp_path: Path) -> None:
    group, clock = growth.Busy(members=1, names=400, stars=MAX_FAVOURITES), growth.Clock()
    async with open_favourites(tmp_path / "group.sqlite3", clock) as store:
        await group.live(store, 2, clock)
        assert (await store.totals(GUILD_ID)).stars == MAX_FAVOURITES
