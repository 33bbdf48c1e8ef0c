"""`/match` as two members use it, with a real database."""

import codecs
from collections.abc import Awaitable, Callable
from random import Random

import pytest
from simcord import Env, MemberActor, ResponseMessage

from bot.app import NomenBot
from bot.favourites.repository import FavouritesRepository
from bot.interactions.open_decks import OpenDecks
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    public_message,
    seed_on,
    text_of,
)

DUTCH = Provenance(Condition.for_country("NL"), seed=1)
SLUR = codecs.decode("Avttre", "rot13")
Agree = Callable[[], Awaitable[None]]


@pytest.fixture
async def agree(stage: Stage, favourites: FavouritesRepository) -> Agree:
    """Lets Ada and Ben agree without a word."""

    async def agree() -> None:
        await favourites.matches.ask(stage.ada.guild.id, stage.ada.id, stage.ben.id)
        await favourites.matches.accept(stage.ada.guild.id, stage.ben.id, stage.ada.id)

    return agree


async def ask(stage: Stage) -> ResponseMessage:
    return public_message(await stage.ada.slash(stage.channel, "match", **{"with": stage.ben}))


async def deck_of(stage: Stage, member: MemberActor) -> ResponseMessage:
    other = stage.ben if member is stage.ada else stage.ada
    return ephemeral_message(await member.slash(stage.channel, "match", **{"with": other}))


async def star(
    stage: Stage, favourites: FavouritesRepository, who: MemberActor, *names: str
) -> None:
    for name in names:
        await favourites.star(stage.ada.guild.id, who.id, name, DUTCH)


async def press_until(who: MemberActor, deck: ResponseMessage, name: str) -> None:
    """Pass names until one is drawn."""
    for _ in range(60):
        if names_on(deck) == [name]:
            return
        await who.click(deck, label="Next")
    pytest.fail(f"{name} was not drawn")


async def test_from_the_question_to_a_name_that_both_like(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await star(stage, favourites, stage.ada, "Jorien")
    question = await ask(stage)
    assert f"<@{stage.ben.id}>: <@{stage.ada.id}> would like" in text_of(question)
    result = await stage.ben.click(question, label="Yes, together")
    assert not buttons_on(question)
    (deck,) = result.followups
    assert deck.ephemeral
    assert "There’s no name yet that you both like." in text_of(deck)
    await press_until(stage.ben, deck, "Jorien")
    await stage.ben.click(deck, label="Like")
    assert "🎉 You both like **Jorien**!" in text_of(deck)
    assert "1 name you both like: **Jorien**" in text_of(deck)
    assert "1 name you both like: **Jorien**" in text_of(await deck_of(stage, stage.ada))


async def test_blocked_names_that_both_starred_are_not_shown(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    for who in (stage.ada, stage.ben):
        await star(stage, favourites, who, SLUR, "Jorien")
    assert "1 name you both like: **Jorien**" in text_of(await deck_of(stage, stage.ada))


async def test_new_names_are_like_those_that_either_starred(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ben, "Jorien")
    deck = await deck_of(stage, stage.ada)
    drawn = []
    for _ in range(20):
        drawn += names_on(deck)
        assert "🇳🇱 Netherlands" in text_of(deck)
        await stage.ada.click(deck, label="Next")
    assert len(drawn) == len(set(drawn)) == 20


async def test_new_names_are_of_the_groups_next_card(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ben, "Jorien")
    card = await stage.name_card(country="NL")
    await deck_of(stage, stage.ada)
    assert seed_on(await stage.name_card(country="NL")) == seed_on(card) + 2


async def test_liking_stars_and_passing_leaves_no_trace(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ada, "Jorien")
    deck = await deck_of(stage, stage.ada)
    (passed,) = names_on(deck)
    await stage.ada.click(deck, label="Next")
    (liked,) = names_on(deck)
    await stage.ada.click(deck, label="Like")
    stars = await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)
    assert [star.name for star in stars] == ["Jorien", liked]
    assert passed not in text_of(await deck_of(stage, stage.ben))


async def test_the_other_is_told_at_once_if_their_deck_is_open(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ada, "Jorien")
    ada_opened = await stage.ada.slash(stage.channel, "match", **{"with": stage.ben})
    deck = await deck_of(stage, stage.ben)
    await press_until(stage.ben, deck, "Jorien")
    assert not ada_opened.followups
    await stage.ben.click(deck, label="Like")
    (news,) = ada_opened.followups
    assert news.ephemeral
    assert news.content == "🎉 You both like **Jorien**!"


async def test_typed_and_hidden_names_are_not_drawn(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ada, "Jorien", "Hiddenie")
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Vesna", None)
    await favourites.board.hide(stage.ada.guild.id, "Hiddenie")
    deck = await deck_of(stage, stage.ben)
    drawn = []
    for _ in range(30):
        drawn += names_on(deck)
        await stage.ben.click(deck, label="Next")
    assert "Jorien" in drawn
    assert not {"Vesna", "Hiddenie"} & set(drawn)


async def test_buttons_work_after_a_restart(
    stage: Stage, favourites: FavouritesRepository, agree: Agree, simcord_bot: NomenBot
) -> None:
    await agree()
    await star(stage, favourites, stage.ada, "Jorien")
    deck = await deck_of(stage, stage.ben)
    await press_until(stage.ben, deck, "Jorien")
    simcord_bot.open_decks = OpenDecks(Random(1))  # noqa: S311 - a seeded one
    await stage.ben.click(deck, label="Like")
    assert "🎉 You both like **Jorien**!" in text_of(deck)


async def test_ended_match_shows_nothing_to_either(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ada, "Jorien")
    await star(stage, favourites, stage.ben, "Jorien")
    mine, theirs = await deck_of(stage, stage.ada), await deck_of(stage, stage.ben)
    await stage.ada.click(mine, label="End")
    assert "Ended: you and" in text_of(mine)
    for label in ("Next", "Like"):
        assert "This match has ended" in ephemeral_text(await stage.ben.click(theirs, label=label))
    await stage.ben.click(theirs, label="End")
    assert "Ended: you and" in text_of(theirs)
    stars = await favourites.list_favourites(stage.ada.guild.id, stage.ben.id)
    assert [star.name for star in stars] == ["Jorien"]


async def test_member_who_deletes_everything_in_between_is_matched_no_more(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    question = await ask(stage)
    await favourites.delete_member(stage.ada.id)
    await stage.ben.click(question, label="Yes, together")
    assert "This question is closed." in text_of(question)
    assert await favourites.consents(stage.ben.id) == ()


async def test_closed_question_does_not_say_by_whom(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    texts = []
    for who in (stage.ben, stage.ada):
        question = await ask(stage)
        await who.click(question, label="Close")
        texts.append(text_of(question))
    assert texts == ["This question is closed."] * 2
    assert await favourites.consents(stage.ada.id) == ()


async def test_others_can_neither_agree_nor_close(
    stage: Stage, favourites: FavouritesRepository, simcord_env: Env
) -> None:
    question = await ask(stage)
    clo = stage.ada.guild.add_member(simcord_env.create_user("clo"))
    for label in ("Yes, together", "Close"):
        assert f"only for <@{stage.ben.id}>" in ephemeral_text(
            await clo.click(question, label=label)
        )
    assert "only for <@" in ephemeral_text(await stage.ada.click(question, label="Yes, together"))
    (consent,) = await favourites.consents(stage.ben.id)
    assert consent.given_at is None or not consent.received


async def test_question_is_asked_once(stage: Stage) -> None:
    await ask(stage)
    again = ephemeral_message(await stage.ada.slash(stage.channel, "match", **{"with": stage.ben}))
    assert "You’ve already asked" in text_of(again)
    await stage.ada.click(again, label="End")
    await ask(stage)


async def test_who_asks_back_has_agreed(stage: Stage) -> None:
    await ask(stage)
    assert "You and" in text_of(await deck_of(stage, stage.ben))


async def test_closing_an_answered_question_does_not_end_the_match(stage: Stage) -> None:
    question = await ask(stage)
    await deck_of(stage, stage.ben)
    await stage.ada.click(question, label="Close")
    assert not buttons_on(question)
    assert "ended" not in text_of(await deck_of(stage, stage.ada))


async def test_five_people_are_asked_an_hour(stage: Stage, simcord_env: Env) -> None:
    others = [
        stage.ada.guild.add_member(simcord_env.create_user(f"member{number}"))
        for number in range(6)
    ]
    for other in others[:5]:
        public_message(await stage.ada.slash(stage.channel, "match", **{"with": other}))
        # Asking again is no other question.
        await stage.ada.slash(stage.channel, "match", **{"with": other})
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "match", **{"with": others[5]}))
    assert "ask again in 12 min" in refusal
    assert stage.env.errors


async def test_deck_goes_on_in_another_process(
    stage: Stage, simcord_bot: NomenBot, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    for name in ("Jorien", "Mirthe", "Sietske"):
        await star(stage, favourites, stage.ben, name)
    deck = await deck_of(stage, stage.ada)
    drawn = []
    for _ in range(30):
        drawn += names_on(deck)
        simcord_bot.open_decks = OpenDecks(Random(len(drawn)))  # noqa: S311 - of another process
        await stage.ada.click(deck, label="Next")
    assert len(drawn) == len(set(drawn)) == 30


async def test_nobody_matches_with_themselves(stage: Stage) -> None:
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "match", **{"with": stage.ada}))
    assert "Choose someone else" in refusal
    assert stage.env.errors


async def test_direct_messages_with_the_bot_have_nobody_to_ask(stage: Stage) -> None:
    refusal = ephemeral_text(await stage.ada.user.slash("match", **{"with": stage.ben.user}))
    assert "It’s just you and me here" in refusal
    assert stage.env.errors


async def test_two_without_stars_learn_how_to_begin(stage: Stage, agree: Agree) -> None:
    await agree()
    deck = await deck_of(stage, stage.ada)
    assert "Star one first" in text_of(deck)
    assert [*buttons_on(deck)] == ["End"]


async def test_privacy_shows_and_ends_matches(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    card = ephemeral_message(await stage.ada.slash(stage.channel, "privacy"))
    assert "**Your matches** and open questions" in text_of(card)
    assert f"<@{stage.ben.id}>" in text_of(card)
    done = await stage.ada.click(card, label="End all my matches")
    assert ephemeral_text(done) == "Ended: 1 match."
    assert await favourites.consents(stage.ben.id) == ()


async def test_deletion_counts_matches(stage: Stage, agree: Agree) -> None:
    await agree()
    card = ephemeral_message(await stage.ada.slash(stage.channel, "privacy"))
    question = ephemeral_message(await stage.ada.click(card, label="Delete my data"))
    assert text_of(question).endswith("1 match ends for both of you.")
    await stage.ada.click(question, label="Delete everything")
    assert "favourites: 0 stars, 1 match" in text_of(question)
