"""Each group, and each member in direct messages, goes through a deck of a request's cards."""

import asyncio
from collections.abc import Awaitable, Callable
from unittest.mock import AsyncMock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.next_card import FIRST_SPARE_DECK, first_deck
from bot.store.errors import StoreBusyError
from model.domain.condition import Condition
from model.domain.generation import NUM_DECKS, NameRequest
from tests.bot.stage import Stage, public_message, seed_on

REQUEST = NameRequest(Condition.for_country("NL"))


def seed_of(place: int, owner: int, request: NameRequest = REQUEST) -> int:
    return request.seed_at(place, first_deck(owner))


@given(st.integers(0, 2**64 - 1))
def test_first_decks_are_told_by_when_the_group_was_made(group: int) -> None:
    assert first_deck(group) in range(NUM_DECKS)
    assert first_deck(group + (1 << 22)) == (first_deck(group) + 1) % NUM_DECKS
    assert first_deck(group ^ 0x3FFFFF) == first_deck(group)


async def test_groups_have_places_of_their_own(stage: Stage) -> None:
    here = [seed_on(await stage.name_card(country="NL")) for _ in range(3)]
    family = stage.env.create_guild("Family", id=stage.ada.guild.id + (1 << 22))
    ada, channel = family.add_member(stage.ada.user), family.create_text_channel("names")
    there = public_message(await ada.slash(channel, "name", country="NL"))
    assert here == [seed_of(place, stage.ada.guild.id) for place in range(3)]
    assert seed_on(there) == seed_of(0, ada.guild.id)
    assert not {*here} & {seed_on(there)}


async def test_again_on_an_old_card_is_the_groups_next_one(stage: Stage) -> None:
    first = await stage.name_card(country="NL")
    for _ in range(3):
        await stage.name_card(country="NL")
    again = await stage.pressed(first, "Again")
    assert seed_on(again) == seed_of(4, stage.ada.guild.id)


async def test_members_have_places_of_their_own_in_direct_messages(stage: Stage) -> None:
    await stage.name_card(country="NL")
    for user in (stage.ada.user, stage.ben.user):
        card = public_message(await user.slash("name", country="NL"))
        again = public_message(await user.click(card, label="Again"))
        seeds = [seed_of(place, user.id) for place in (0, 1)]
        assert [seed_on(card), seed_on(again)] == seeds


async def test_styles_have_places_of_their_own(stage: Stage) -> None:
    card = await stage.name_card(country="NL")
    await stage.ada.click(card, label="Again")
    wilder = await stage.pressed(card, "Bolder")
    classic = await stage.name_card(country="NL", style="classic")
    assert [seed_on(wilder), seed_on(classic)] == [seed_of(0, stage.ada.guild.id)] * 2
    assert seed_on(await stage.name_card(country="NL")) == seed_on(card) + 2


async def test_a_seed_that_was_asked_for_the_lowest_and_highest_too_takes_no_place(
    stage: Stage,
) -> None:
    for seed in (0, 2**32 - 1):
        assert seed_on(await stage.name_card(country="NL", seed=seed)) == seed
    assert seed_on(await stage.name_card(country="NL")) == seed_of(0, stage.ada.guild.id)


async def be_silent(*_: object, **__: object) -> None:
    await asyncio.sleep(3600)


@pytest.mark.parametrize("answer", [AsyncMock(side_effect=StoreBusyError("away")), be_silent])
async def test_names_come_while_the_database_does_not_answer(
    stage: Stage,
    answer: Callable[..., Awaitable[None]],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("bot.interactions.soon.CARD_TIMEOUT", 0.05)
        for method in ("transact", "fetch"):
            patched.setattr(stage.store.database, method, answer)
        card = await stage.name_card(country="NL")
        again = await stage.pressed(card, "Again")
    assert caplog.text.count("place is not recorded") == 2
    assert caplog.text.count("sent without star counts") == 2
    later = await stage.name_card(country="NL")
    first = FIRST_SPARE_DECK * REQUEST.cards_per_deck
    assert [seed_on(each) for each in (card, again, later)] == [
        seed_of(place, stage.ada.guild.id) for place in (first, first + REQUEST.cards_per_deck, 0)
    ]
