"""The system's clock jumps, and the years have their odd days."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.favourites.clock import MonotonicClock, from_milliseconds, to_milliseconds
from bot.favourites.sqlite.repository import open_favourites
from tests.bot.favourites.manual_clock import HandClock

GROUP = 7


@pytest.mark.parametrize("jump", [-3650, -1, 1, 3650], ids=lambda days: f"{days:+} days")
async def test_who_came_first_stays_first_when_the_clock_jumps(tmp_path: Path, jump: int) -> None:
    clock = HandClock()
    async with open_favourites(tmp_path / "stars.sqlite3", MonotonicClock(clock)) as store:
        await store.star(GROUP, 1, "Zoe", None)
        clock.move(days=jump)
        await store.star(GROUP, 2, "Ana", None)
        await store.star(GROUP, 1, "Ana", None)
        await store.star(GROUP, 2, "Zoe", None)
        assert [one.name for one in await store.top_of_group(GROUP)] == ["Zoe", "Ana"]
        assert [one.name for one in await store.own(GROUP, 1)] == ["Zoe", "Ana"]
        first = await store.first(GROUP, "Zoe")
        assert first is not None
        assert first.starred_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_steady_clock_goes_on_with_the_real_one_once_that_has_caught_up() -> None:
    clock = HandClock()
    steady = MonotonicClock(clock)
    before = steady()
    clock.move(hours=-1)
    assert steady() == before + timedelta(milliseconds=1)
    now = clock.move(hours=2)
    assert steady() == now


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2028, 2, 29, 23, 59, 59, 999_000, tzinfo=UTC),
        datetime(2100, 2, 28, 23, 59, 59, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
    ids=str,
)
async def test_odd_days_are_kept_as_they_are(tmp_path: Path, moment: datetime) -> None:
    async with open_favourites(tmp_path / "stars.sqlite3", lambda: moment) as store:
        await store.star(GROUP, 1, "Zoe", None)
        (own,) = await store.own(GROUP, 1)
    assert own.starred_at == moment
    assert from_milliseconds(to_milliseconds(moment)) == moment


async def test_a_group_left_on_a_29th_of_february_is_kept_for_its_thirty_days(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    left = datetime(2028, 2, 29, 12, tzinfo=UTC)
    clock.move(seconds=(left - clock()).total_seconds())
    async with open_favourites(tmp_path / "stars.sqlite3", clock) as store:
        await store.guild_joined(GROUP)
        await store.star(GROUP, 1, "Zoe", None)
        await store.guild_left(GROUP)
        await store.purge(left + timedelta(days=29, hours=23), [])
        assert (await store.totals(GROUP)).stars == 1
        await store.purge(left + timedelta(days=30), [])
        assert (await store.totals(GROUP)).stars == 0
