"""`/top5` as members use it, with a real database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.interactions.weekly_firsts import WeeklyFirsts
from bot.store.store import Store, open_store
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    names_on,
    public_message,
    star_of,
    stars_on,
    take_back,
    text_of,
)
from tests.bot.store.places import follow_clock
from tests.support.clocks import ManualClock

HEADING = "✨ First top five of the week!"


@pytest.fixture
async def store(
    database: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Store]:
    follow_clock(monkeypatch, clock)
    async with open_store(database) as store:
        yield store


@pytest.fixture(autouse=True)
def dated_cards(stage: Stage, clock: ManualClock) -> None:
    stage.bot.weekly_firsts = WeeklyFirsts(clock)


async def top5(stage: Stage) -> str:
    return text_of(await stage.public("top5"))


@pytest.fixture
async def six_names(stage: Stage) -> None:
    """Names starred by Ada; the fourth and the last also by Ben."""
    await stage.give_stars(stage.ada, *(f"Ana{letter}" for letter in "abcdef"))
    await stage.give_stars(stage.ben, "Anad", "Anaf")


async def test_empty_group_top5_shows_hint(stage: Stage) -> None:
    card = await stage.public("top5")
    assert "`/name country: Netherlands`" in text_of(card)
    assert [*buttons_on(card)] == ["Refresh", "Surprise me"]


async def test_names_show_provenance(stage: Stage) -> None:
    options = {"first": "NL", "second": "PL", "third": "CL", "share": 99}
    card = await stage.public("blend", **options, count=1, gender="F")
    (name,) = names_on(card)
    await stage.star(stage.ben, card, name)
    text = text_of(await stage.public("top5", whose="group"))
    assert f"## 🥇 {name}\n-# 🇳🇱 Netherlands × 🇵🇱 Poland × 🇨🇱 Chile · female\n" in text


async def test_a_board_with_one_name_has_no_poll(stage: Stage) -> None:
    await stage.give_stars(stage.ada, "Ana")
    assert "Start a poll" not in buttons_on(await stage.public("top5"))


@pytest.mark.usefixtures("six_names")
async def test_names_are_sorted_by_stars_then_by_time_also_when_a_press_changes_them(
    stage: Stage,
) -> None:
    card = await stage.public("top5")
    assert list(stars_on(card)) == ["Anad", "Anaf", "Anaa", "Anab", "Anac"]
    assert [*stars_on(card).values()] == ["★ 2"] * 2 + ["★ 1"] * 3
    assert public_message(await stage.star(stage.ben, card, "Anac")).id == card.id
    assert list(stars_on(card)) == ["Anac", "Anad", "Anaf", "Anaa", "Anab"]
    await take_back(stage.ben, card, "Anad")
    assert list(stars_on(card)) == ["Anac", "Anaf", "Anaa", "Anab", "Anad"]


@pytest.mark.usefixtures("six_names")
async def test_refresh_shows_stars_given_elsewhere(stage: Stage) -> None:
    card = await stage.public("top5")
    await stage.give_stars(stage.ben, "Anae")
    assert "Anae" not in stars_on(card)
    await stage.ben.click(card, label="Refresh")
    assert stars_on(card)["Anae"] == "★ 2"


async def test_empty_own_top5_has_no_share_button(stage: Stage) -> None:
    mine = await stage.private("top5", whose="mine")
    assert "`/name country: Netherlands`" in text_of(mine)
    assert [*buttons_on(mine)] == ["Surprise me"]


async def test_direct_messages_offer_own_top5_only(stage: Stage) -> None:
    card = public_message(await stage.ada.user.slash("name", country="NL", count=1))
    await stage.ada.user.click(card, custom_id=star_of(card, names_on(card)[0]))
    message = ephemeral_message(await stage.ada.user.slash("top5"))
    assert "ask me in that server" in text_of(message)
    mine = ephemeral_message(await stage.ada.user.click(message, label="Your top five"))
    assert names_on(card)[0] in text_of(mine)


async def test_group_top5_leads_to_the_own_one(stage: Stage) -> None:
    await stage.give_stars(stage.ben, "Jorien")
    await stage.give_stars(stage.ada, "Vesna")
    card = await stage.public("top5")
    assert names_on(card) == ["Jorien", "Vesna"]
    assert "Most stars first; of equals, the one starred first." in text_of(card)
    assert names_on(await stage.told(card, "Your top five")) == ["Vesna"]


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
