"""`/top5` as members use it, with a real database."""

import pytest

from model.inference.blocklist import Blocklist
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    public_message,
    star_of,
    stars_on,
    take_back,
    text_of,
)


@pytest.fixture
async def six_names(stage: Stage) -> None:
    """Names starred by Ada; the fourth and the last also by Ben."""
    await stage.give_stars(stage.ada, *(f"Ana{letter}" for letter in "abcdef"))
    await stage.give_stars(stage.ben, "Anad", "Anaf")


async def test_empty_group_top5_shows_hint(stage: Stage) -> None:
    card = await stage.public("top5")
    assert "`/name country: Netherlands`" in text_of(card)
    assert [*buttons_on(card)] == ["Surprise me", "Your top five"]


async def test_names_show_provenance(stage: Stage) -> None:
    options = {"first": "NL", "second": "PL", "third": "CL"}
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
async def test_a_name_blocked_since_then_is_in_no_top_five(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Anaf")
    assert names_on(await stage.public("top5")) == ["Anad", "Anaa", "Anab", "Anac", "Anae"]


@pytest.mark.usefixtures("six_names")
async def test_a_press_shows_stars_given_elsewhere(stage: Stage) -> None:
    card = await stage.public("top5")
    await stage.give_stars(stage.ben, "Anae")
    assert "Anae" not in stars_on(card)
    await stage.star(stage.ada, card, "Anad")
    assert stars_on(card)["Anae"] == "★ 2"


async def test_empty_own_top5_has_no_share_button(stage: Stage) -> None:
    mine = await stage.private("top5", whose="mine")
    assert "`/name country: Netherlands`" in text_of(mine)
    assert [*buttons_on(mine)] == ["Surprise me"]


async def test_in_direct_messages_one_has_ones_own(stage: Stage) -> None:
    card = public_message(await stage.ada.user.slash("name", country="NL", count=1))
    await stage.ada.user.click(card, custom_id=star_of(card, names_on(card)[0]))
    refusal = ephemeral_text(await stage.ada.user.slash("top5"))
    assert "ask me in that server" in refusal
    assert stage.env.errors
    mine = ephemeral_message(await stage.ada.user.slash("top5", whose="mine"))
    assert names_on(card)[0] in text_of(mine)


async def test_group_top5_leads_to_the_own_one(stage: Stage) -> None:
    await stage.give_stars(stage.ben, "Jorien")
    await stage.give_stars(stage.ada, "Vesna")
    card = await stage.public("top5")
    assert names_on(card) == ["Jorien", "Vesna"]
    assert "Most stars first; of equals, the one starred first." in text_of(card)
    assert names_on(await stage.told(card, "Your top five")) == ["Vesna"]
