"""Jumps of the system's clock, and unusual dates."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.favourites.clock import from_milliseconds, to_milliseconds
from bot.favourites.store import open_favourites
from tests.support.clocks import ManualClock

GROUP = 7


@pytest.mark.parametrize("jump", [-3650, -1, 1, 3650], ids=lambda days: f"{days:+} days")
async def test_order_of_stars_survives_clock_jumps(tmp_path: Path, jump: int) -> None:
    clock = ManualClock()
    async with open_favourites(tmp_path / "stars.sqlite3", clock) as repository:
        await repository.star(GROUP, 1, "Zoe", None)
        clock.advance(days=jump)
        await repository.star(GROUP, 2, "Ana", None)
        await repository.star(GROUP, 1, "Ana", None)
        await repository.star(GROUP, 2, "Zoe", None)
        top = await repository.top_of_group(GROUP)
        assert [ranked.name for ranked in top] == ["Zoe", "Ana"]
        assert [star.name for star in await repository.list_favourites(GROUP, 1)] == ["Zoe", "Ana"]
        assert top[0].first_at == datetime(2026, 1, 1, tzinfo=UTC)


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
async def test_unusual_dates_round_trip(tmp_path: Path, moment: datetime) -> None:
    async with open_favourites(tmp_path / "stars.sqlite3", lambda: moment) as repository:
        await repository.star(GROUP, 1, "Zoe", None)
        (own,) = await repository.list_favourites(GROUP, 1)
    assert own.starred_at == moment
    assert from_milliseconds(to_milliseconds(moment)) == moment


async def test_retention_is_exact_from_29_february(tmp_path: Path) -> None:
    clock = ManualClock()
    left = datetime(2028, 2, 29, 12, tzinfo=UTC)
    clock.advance(seconds=(left - clock()).total_seconds())
    async with open_favourites(tmp_path / "stars.sqlite3", clock) as repository:
        await repository.guild_joined(GROUP)
        await repository.star(GROUP, 1, "Zoe", None)
        await repository.guild_left(GROUP)
        await repository.purge(left + timedelta(days=29, hours=23), [])
        assert (await repository.totals(GROUP)).stars == 1
        await repository.purge(left + timedelta(days=30), [])
        assert (await repository.totals(GROUP)).stars == 0
