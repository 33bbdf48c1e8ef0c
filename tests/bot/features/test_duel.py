"""`/favourites duel` as a member uses it, with a real database."""

import re

import pytest
from simcord import ResponseMessage
from simcord.components import walk_components

from bot.features.tournament import Start, max_questions
from model.inference.blocklist import Blocklist
from tests.bot.stage import Stage, buttons_on, names_on, star_of, stars_on, text_of

NAMES = ["Anouk", "Bram", "Cato", "Daan", "Elin", "Fenne", "Guus"]
LIKED = ["Guus", "Cato", "Anouk", "Fenne", "Elin", "Daan", "Bram"]
"""The same, the best first."""


async def duel_of(stage: Stage) -> ResponseMessage:
    return await stage.private("favourites duel")


def names_in(card: ResponseMessage) -> list[str]:
    return re.findall(r"^##? \S+ (\w+)$", text_of(card), re.MULTILINE)


async def group_top5(stage: Stage) -> list[str]:
    return [*stars_on(await stage.public("top5", stage.ben))]


async def choose(stage: Stage, card: ResponseMessage) -> None:
    """Press the button of the better name."""
    name = min(names_on(card), key=LIKED.index)
    await stage.ada.click(card, custom_id=star_of(card, name))


async def settle(stage: Stage, card: ResponseMessage) -> None:
    for _ in range(max_questions(Start.anew(NAMES))):
        if "This or that?" not in text_of(card):
            break
        await choose(stage, card)


@pytest.fixture
async def card(stage: Stage) -> ResponseMessage:
    """A duel of all names, as it begins."""
    await stage.give_stars(stage.ada, *NAMES)
    return await duel_of(stage)


async def test_a_list_begins_with_the_settled_five(stage: Stage, card: ResponseMessage) -> None:
    assert "Question 1 of up to 13." in text_of(card)
    await settle(stage, card)
    assert names_in(card) == LIKED[:5]
    assert re.search(r"^# 🏆 Guus\n.+\nYour number one after \d+ questions\.", text_of(card))
    assert await stage.starred_by(stage.ada) == [*LIKED[:5], "Bram", "Daan"]
    assert [*buttons_on(card)] == ["Undo", "Start over", "Share my top five"]


async def test_list_of_favourites_leads_to_a_duel(stage: Stage) -> None:
    await stage.give_stars(stage.ada, "Anouk")
    own = await stage.private("favourites list")
    assert "Duel" not in buttons_on(own)
    await stage.give_stars(stage.ada, "Bram")
    own = await stage.private("favourites list")
    await stage.ada.click(own, label="Duel")
    assert sorted(names_on(own)) == ["Anouk", "Bram"]


async def test_new_names_are_asked_about_alone(stage: Stage) -> None:
    await stage.give_stars(stage.ada, *NAMES[1:])
    await settle(stage, await duel_of(stage))
    card = await duel_of(stage)
    assert "Your top five is settled already." in text_of(card)
    assert names_in(card) == [name for name in LIKED if name != "Anouk"][:5]
    await stage.give_stars(stage.ada, "Anouk")
    card = await duel_of(stage)
    assert "Question 1 of up to 3." in text_of(card)
    while "This or that?" in text_of(card):
        assert "Anouk" in names_on(card)
        await choose(stage, card)
    assert names_in(card) == LIKED[:5]
    assert (await stage.starred_by(stage.ada))[:5] == LIKED[:5]


async def test_who_cannot_choose_moves_no_name(stage: Stage, card: ResponseMessage) -> None:
    while "This or that?" in text_of(card):
        await stage.ada.click(card, label="Can’t choose")
    assert names_in(card) == NAMES[:5]
    assert await stage.starred_by(stage.ada) == NAMES


async def test_last_answer_can_be_taken_back_at_the_end(stage: Stage) -> None:
    await stage.give_stars(stage.ada, *NAMES[1:])
    await settle(stage, await duel_of(stage))
    await stage.give_stars(stage.ada, NAMES[0])
    card = await duel_of(stage)
    asked: list[list[str]] = []
    while "This or that?" in text_of(card):
        asked.append(names_on(card))
        await choose(stage, card)
    await stage.ada.click(card, label="Undo")
    assert names_on(card) == asked[-1]
    await choose(stage, card)
    assert names_in(card) == LIKED[:5]


async def test_it_can_start_over(stage: Stage, card: ResponseMessage) -> None:
    await settle(stage, card)
    await stage.ada.click(card, label="Start over")
    assert "Question 1 of up to 13." in text_of(card)


async def test_one_answer_leaves_one_way_back_in_the_place_that_was_kept(stage: Stage) -> None:
    await stage.give_stars(stage.ada, *NAMES[:2])
    card = await duel_of(stage)
    parts = walk_components(card.components)
    assert [part["label"] for part in parts if part.get("disabled")] == ["Undo"]
    await choose(stage, card)
    assert "Start over" not in buttons_on(card)
    await stage.ada.click(card, label="Undo")
    assert "Question 1 of up to 1." in text_of(card)


async def test_a_star_in_the_middle_starts_over(stage: Stage) -> None:
    await stage.give_stars(stage.ada, *NAMES[1:])
    card = await duel_of(stage)
    await choose(stage, card)
    await stage.give_stars(stage.ada, NAMES[0])
    await choose(stage, card)
    assert "Your favourites have changed, so let’s start over." in text_of(card)
    assert "Question 1 of" in text_of(card)


async def test_a_favourite_that_is_blocked_since_then_is_in_no_duel(
    stage: Stage, card: ResponseMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await settle(stage, card)
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Guus")
    assert "Guus" not in text_of(await duel_of(stage))
