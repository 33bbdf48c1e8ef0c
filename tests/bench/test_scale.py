"""The reckoning of a large bot, and the page that shows it."""

from pathlib import Path

import pytest

from bench.scale import Discord, Habit, Scale, table

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"


def test_page_shows_what_the_script_prints() -> None:
    assert "\n".join(table()) in PAGE.read_text("utf-8")


@pytest.mark.parametrize(
    ("servers", "shards", "concurrency"),
    [(1, 1, 1), (2_500, 3, 1), (150_000, 160, 16), (1_000_000, 1_008, 16)],
)
def test_shards_are_as_discord_recommends(servers: int, shards: int, concurrency: int) -> None:
    discord = Discord()
    assert (discord.shards(servers), discord.concurrency(servers)) == (shards, concurrency)


def test_ten_times_the_use_takes_ten_times_the_cores() -> None:
    usual = Scale(1_000_000)
    much = Scale(1_000_000, Habit(cards=20, stars=10))
    assert much.peak_cores == pytest.approx(10 * usual.peak_cores)
    assert much.workers > 5 * usual.workers
