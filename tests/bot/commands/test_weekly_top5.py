"""The heading of the first top five of a week, with a clock that is set by hand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.favourites.repository import FavouritesRepository
from bot.favourites.store import open_favourites
from bot.interactions.weekly_firsts import WeeklyFirsts
from tests.bot.stage import Stage, star_of, text_of
from tests.support.clocks import ManualClock

HEADING = "✨ First top five of the week!"


@pytest.fixture
async def favourites(database: Path, clock: ManualClock) -> AsyncIterator[FavouritesRepository]:
    async with open_favourites(database, clock) as favourites:
        yield favourites


@pytest.fixture(autouse=True)
def dated_cards(stage: Stage, clock: ManualClock) -> None:
    stage.bot.weekly_firsts = WeeklyFirsts(clock)


async def top5(stage: Stage) -> str:
    return text_of(await stage.public("top5"))


async def test_first_top_five_of_a_week_says_so(stage: Stage, clock: ManualClock) -> None:
    await stage.give_stars(stage.ada, "Jorien")
    assert (await top5(stage)).startswith(f"### 🏆 This server’s top five\n{HEADING}\n## 🥇")
    assert HEADING not in await top5(stage)
    clock.advance(days=3)  # from Thursday to Sunday
    assert HEADING not in await top5(stage)
    clock.advance(days=1)
    assert HEADING in await top5(stage)


async def test_it_names_what_is_new_since_last_week(stage: Stage, clock: ManualClock) -> None:
    await stage.give_stars(stage.ada, "Jorien")
    clock.advance(days=5)
    await stage.give_stars(stage.ada, "O'Nea", "Vesna")
    clock.advance(days=6)
    assert f"{HEADING} New since last week: **O'Nea**, **Vesna**\n" in await top5(stage)
    clock.advance(days=7)
    assert f"{HEADING}\n" in await top5(stage)


async def test_heading_stays_through_presses_until_the_week_is_over(
    stage: Stage, clock: ManualClock
) -> None:
    await stage.give_stars(stage.ada, "Jorien")
    card = await stage.public("top5")
    await stage.ben.click(card, custom_id=star_of(card, "Jorien"))
    assert HEADING in text_of(card)
    clock.advance(weeks=1)
    await stage.ben.click(card, label="Refresh")
    assert HEADING not in text_of(card)


async def test_top_five_without_names_is_none(stage: Stage) -> None:
    assert HEADING not in await top5(stage)
    await stage.give_stars(stage.ada, "Jorien")
    assert HEADING in await top5(stage)
