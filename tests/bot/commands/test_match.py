"""`/match` as two members use it, with a real database."""

import codecs
import json
import re
from collections.abc import Awaitable, Callable
from random import Random

import numpy as np
import pytest
from discord import ui
from simcord import Env, InteractionResult, MemberActor, ResponseMessage

from bot.app import NomenBot
from bot.commands.match_deck import MAX_CARDS
from bot.commands.match_side import COUNTRY, ChooseNamesButton
from bot.favourites import matches as match_rules
from bot.favourites.export import export_member
from bot.favourites.models import DIRECT_MESSAGES
from bot.favourites.refusals import ANYBODY, Refusal
from bot.favourites.repository import FavouritesRepository
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from bot.interactions.open_decks import OpenDecks
from bot.runtime.background import Later
from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import DEFAULT_COUNT, Provenance
from model.inference.name_generator import NameGenerator
from tests.bot.favourites.exports import always_new
from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    options_of,
    public_message,
    select_on,
    selects_on,
    text_of,
)

NL = Condition.for_country("NL")
DUTCH = Provenance(NL, seed=1)
SLUR = codecs.decode("Avttre", "rot13")
NOT_CHOSEN = {"gender": ["either"], "starts_with": "", "ends_with": ""}
Agree = Callable[[], Awaitable[None]]


@pytest.fixture
async def agree(stage: Stage, favourites: FavouritesRepository) -> Agree:
    """Lets Ada and Ben agree without a word."""

    async def agree() -> None:
        await favourites.matches.ask(stage.ada.guild.id, stage.ada.id, stage.ben.id)
        await favourites.matches.accept(stage.ada.guild.id, stage.ben.id, stage.ada.id)

    return agree


class LaterByHand(Later):
    """Does what is planned when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.planned: list[tuple[float, Callable[[], Awaitable[object]]]] = []

    def begin(self, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        self.planned.append((seconds, work))


@pytest.fixture
def later(simcord_bot: NomenBot) -> LaterByHand:
    simcord_bot.later = by_hand = LaterByHand()
    return by_hand


async def ask(stage: Stage) -> ResponseMessage:
    return public_message(await stage.ada.slash(stage.channel, "match", **{"with": stage.ben}))


async def open_deck(stage: Stage, member: MemberActor, **options: str) -> InteractionResult:
    other = stage.ben if member is stage.ada else stage.ada
    return await member.slash(stage.channel, "match", **{"with": other}, **options)


async def deck_of(stage: Stage, member: MemberActor) -> ResponseMessage:
    return ephemeral_message(await open_deck(stage, member))


async def choose_first(who: MemberActor, deck: ResponseMessage, code: str = "NL") -> None:
    """Choose a country in one of the lists that stand there at first."""
    (custom_id,) = [
        select["custom_id"]
        for select in selects_on(deck)
        if code in [option["value"] for option in select["options"]]
    ]
    await who.select(deck, [code], custom_id=custom_id)


async def choose(
    who: MemberActor, deck: ResponseMessage, country: str = "Netherlands", **answers: object
) -> InteractionResult:
    """Choose names in the form, to which leads the choice of any country at first."""
    if "Pick a country" not in buttons_on(deck):
        await choose_first(who, deck)
    shown = await who.click(deck, label="Pick a country")
    return await who.submit_modal(shown, {"country": country, **NOT_CHOSEN, **answers})


def values_in(shown: InteractionResult) -> list[str]:
    """Return what stands in the lines of a form."""
    assert shown.modal is not None
    return [part["component"].get("value") or "" for part in shown.modal["components"]]


async def dutch_deck_of(stage: Stage, member: MemberActor) -> ResponseMessage:
    return ephemeral_message(await open_deck(stage, member, country="Netherlands"))


def shown_on(deck: ResponseMessage) -> str:
    """Return the name to like or skip."""
    (name,) = re.findall(r"^## (?!💞)(.+)$", text_of(deck), re.MULTILINE)
    return str(name).replace("\\", "")


async def names_in(who: MemberActor, deck: ResponseMessage, number: int) -> list[str]:
    """Skip names, and return them."""
    names = []
    for _ in range(number):
        names.append(shown_on(deck))
        await who.click(deck, label="Skip")
    return names


async def like(stage: Stage, favourites: FavouritesRepository, who: MemberActor, name: str) -> bool:
    other = stage.ben if who is stage.ada else stage.ada
    return await favourites.matches.like(who.guild.id, who.id, other.id, name, NL)


async def star(
    stage: Stage, favourites: FavouritesRepository, who: MemberActor, *names: str
) -> None:
    for name in names:
        await favourites.star(stage.ada.guild.id, who.id, name, DUTCH)


async def starred_by(favourites: FavouritesRepository, who: MemberActor) -> list[str]:
    return [star.name for star in await favourites.list_favourites(who.guild.id, who.id)]


async def test_from_the_question_to_a_name_that_both_like(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    question = await ask(stage)
    assert f"Hi <@{stage.ben.id}>! <@{stage.ada.id}> would like" in text_of(question)
    result = await stage.ben.click(question, label="Yes, let’s!")
    assert [*buttons_on(question)] == ["Go through names"]
    (theirs,) = result.followups
    assert theirs.ephemeral
    assert "There’s no name you both like yet." in text_of(theirs)
    mine = ephemeral_message(await stage.ada.click(question, label="Go through names"))
    for who, deck in ((stage.ada, mine), (stage.ben, theirs)):
        await choose(who, deck)
    name = shown_on(mine)
    assert shown_on(theirs) == name
    await stage.ada.click(mine, label="Like")
    assert shown_on(mine) != name
    await stage.ben.click(theirs, label="Like")
    assert f"# 🎉 {name}" in text_of(theirs)
    assert f"<@{stage.ada.id}> both like it" in text_of(theirs)
    assert [*buttons_on(theirs)] == ["☆ Star it", "Next"]
    await stage.ben.click(theirs, label="Next")
    assert shown_on(theirs) == shown_on(mine)
    for who in (stage.ada, stage.ben):
        assert f"1 name you both like: **{name}**" in text_of(await deck_of(stage, who))
        assert await starred_by(favourites, who) == []


async def test_only_the_two_open_their_match(stage: Stage, simcord_env: Env) -> None:
    question = await ask(stage)
    await stage.ben.click(question, label="Yes, let’s!")
    clo = stage.ada.guild.add_member(simcord_env.create_user("clo"))
    refusal = ephemeral_text(await clo.click(question, label="Go through names"))
    assert f"This shared search is only for <@{stage.ada.id}> and <@{stage.ben.id}>." in refusal
    assert "There’s no name you both like yet" in text_of(
        ephemeral_message(await stage.ben.click(question, label="Go through names"))
    )


async def test_a_match_is_starred_where_one_says_so(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ben)
    name = shown_on(deck)
    await like(stage, favourites, stage.ada, name)
    await stage.ben.click(deck, label="Like")
    await stage.ben.click(deck, label="☆ Star it")
    assert [*buttons_on(deck)] == ["⭐ 1", "Next"]
    assert await starred_by(favourites, stage.ben) == [name]
    assert await starred_by(favourites, stage.ada) == []
    (star,) = await favourites.list_favourites(stage.ada.guild.id, stage.ben.id)
    assert star.provenance == Provenance(NL)


async def test_no_star_of_another_looks_like_ones_own_on_a_match(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ben)
    name = shown_on(deck)
    await star(stage, favourites, stage.ada, name)
    await like(stage, favourites, stage.ada, name)
    await stage.ben.click(deck, label="Like")
    assert [*buttons_on(deck)] == ["☆ Star it", "Next"]


async def test_names_that_both_like_are_starred_from_their_list(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ada, "Jorien")
    for name in ("Mirthe", "Sietske"):
        await like(stage, favourites, stage.ada, name)
    for name in ("Jorien", "Mirthe", "Sietske"):
        await like(stage, favourites, stage.ben, name)
    deck = await deck_of(stage, stage.ada)
    select = select_on(deck)
    assert options_of(select) == ["Sietske", "Mirthe"]
    value = select["options"][1]["value"]
    done = await stage.ada.select(deck, [value], custom_id=select["custom_id"])
    assert "**Mirthe** is now one of your favourites" in ephemeral_text(done)
    assert await starred_by(favourites, stage.ada) == ["Jorien", "Mirthe"]
    assert options_of(select_on(await deck_of(stage, stage.ada))) == ["Sietske"]


async def test_what_one_has_starred_and_the_other_likes_is_a_match(
    stage: Stage, agree: Agree
) -> None:
    await agree()
    card = await stage.name_card(country="NL")
    await stage.star(stage.ada, card, names_on(card)[1])
    deck = await dutch_deck_of(stage, stage.ben)
    await stage.ben.click(deck, label="Skip")
    await stage.ben.click(deck, label="Like")
    assert f"# 🎉 {names_on(card)[1]}" in text_of(deck)


async def test_the_other_is_told_at_once_if_their_deck_is_open(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    opened = await open_deck(stage, stage.ada)
    deck = await dutch_deck_of(stage, stage.ben)
    name = shown_on(deck)
    await like(stage, favourites, stage.ada, name)
    assert not opened.followups
    await stage.ben.click(deck, label="Like")
    (news,) = opened.followups
    assert news.ephemeral
    assert f"# 🎉 {name}" in text_of(news)
    assert f"<@{stage.ben.id}> both like it" in text_of(news)
    assert [*buttons_on(news)] == ["☆ Star it"]
    assert "New since" not in text_of(await deck_of(stage, stage.ada))


async def test_the_other_is_told_when_they_look_and_once(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    await star(stage, favourites, stage.ada, "Jorien")
    await like(stage, favourites, stage.ada, "Mirthe")
    for name in ("Jorien", "Mirthe"):
        await like(stage, favourites, stage.ben, name)
    deck = await deck_of(stage, stage.ada)
    assert "🎉 New since you last looked: **Jorien**, **Mirthe**" in text_of(deck)
    await stage.ada.click(deck, label="Skip")
    assert "New since" not in text_of(deck)
    assert "2 names you both like: **Jorien**, **Mirthe**" in text_of(deck)
    assert "New since" not in text_of(await deck_of(stage, stage.ben))


async def test_skipping_leaves_no_trace(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ada)
    await names_in(stage.ada, deck, 7)
    for who in (stage.ada, stage.ben):
        assert (await favourites.holdings(who.id)).likes == 0
        assert (await favourites.holdings(who.id)).stars == 0


async def test_both_go_through_the_names_of_the_groups_cards_from_the_first(
    stage: Stage, agree: Agree
) -> None:
    await agree()
    cards = [names_on(await stage.name_card(country="NL")) for _ in range(3)]
    for who in (stage.ada, stage.ben):
        deck = await dutch_deck_of(stage, who)
        assert await names_in(who, deck, 15) == [name for card in cards for name in card]


async def test_a_deck_takes_no_card_from_the_group(stage: Stage, agree: Agree) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ada)
    await names_in(stage.ada, deck, 12)
    assert (
        shown_on(await dutch_deck_of(stage, stage.ben))
        == names_on(await stage.name_card(country="NL"))[0]
    )


async def test_hidden_names_and_those_that_a_member_likes_are_left_out(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ada)
    names = await names_in(stage.ada, deck, 8)
    await favourites.board.hide(stage.ada.guild.id, names[0])
    await like(stage, favourites, stage.ben, names[1])
    await star(stage, favourites, stage.ben, names[3])
    theirs = await dutch_deck_of(stage, stage.ben)
    assert await names_in(stage.ben, theirs, 5) == [names[2], *names[4:]]


async def test_who_likes_all_that_comes_next_goes_on(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ada)
    number = MAX_CARDS * DEFAULT_COUNT
    names = await names_in(stage.ada, deck, number + 1)
    for name in names[:number]:
        await like(stage, favourites, stage.ben, name)
    theirs = await deck_of(stage, stage.ben)
    assert "You already like the names that come next." in text_of(theirs)
    assert [*buttons_on(theirs)] == ["Next", "Pick a country", "End search"]
    await stage.ben.click(theirs, label="Next")
    assert shown_on(theirs) == names[number]


async def test_blocked_names_are_not_shown(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    for who in (stage.ada, stage.ben):
        await star(stage, favourites, who, SLUR, "Jorien")
    assert "1 name you both like: **Jorien**" in text_of(await deck_of(stage, stage.ada))


async def test_gender_and_letters_are_chosen(stage: Stage, agree: Agree) -> None:
    await agree()
    deck = await deck_of(stage, stage.ada)
    await choose(stage.ada, deck, "polen", gender=["F"], starts_with="M", ends_with="a")
    assert "🇵🇱 Poland · female · starts with M · ends with a" in text_of(deck)
    for name in await names_in(stage.ada, deck, 7):
        assert name.startswith("M")
        assert name.endswith("a")
    theirs = await deck_of(stage, stage.ben)
    assert "Choose a country to start." in text_of(theirs)


async def test_the_form_has_what_was_chosen_and_the_same_goes_on(
    stage: Stage, agree: Agree
) -> None:
    await agree()
    deck = await deck_of(stage, stage.ada)
    await choose(stage.ada, deck, "NL", starts_with="s")
    await names_in(stage.ada, deck, 3)
    name = shown_on(deck)
    shown = await stage.ada.click(deck, label="Pick a country")
    assert values_in(shown) == ["Netherlands", "", "s", ""]
    await choose(stage.ada, deck, starts_with="s")
    assert shown_on(deck) == name


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"country": "Polnad"}, "Poland"),
        ({"starts_with": "a.b"}, "I can’t read . in “a.b”"),
        ({"ends_with": "b-"}, "Names start and end with a letter"),
    ],
)
async def test_choices_that_will_not_do_can_be_changed(
    stage: Stage, agree: Agree, answers: dict[str, str], message: str
) -> None:
    await agree()
    deck = await deck_of(stage, stage.ada)
    refused = ephemeral_message(await choose(stage.ada, deck, **{"country": "NL", **answers}))
    assert message in refused.content
    shown = await stage.ada.click(refused, label="Change it")
    again = await stage.ada.submit_modal(shown, {"country": "NL", **NOT_CHOSEN})
    assert "🇳🇱 Netherlands" in text_of(ephemeral_message(again))


async def test_a_country_that_may_have_been_meant_is_filled_in_by_a_press(
    stage: Stage, agree: Agree
) -> None:
    await agree()
    deck = await deck_of(stage, stage.ada)
    refused = ephemeral_message(await choose(stage.ada, deck, country="Slov", starts_with="m"))
    assert {*buttons_on(refused)} == {"Slovakia", "Slovenia", "Change it"}
    shown = await stage.ada.click(refused, label="Slovakia")
    assert values_in(shown) == ["Slovakia", "", "m", ""]


@pytest.mark.parametrize("language", languages())
def test_the_form_asks_in_every_language_what_discord_has_room_for(language: str) -> None:
    _ = translator_for_language(language)
    labels = [_(field.label) for field in ChooseNamesButton.fields]
    assert all(len(label) <= 45 for label in [*labels, ChooseNamesButton.title(_)])
    assert len(labels) <= 5
    shown = COUNTRY.to_item(_, "NL").component
    assert isinstance(shown, ui.TextInput)
    assert shown.default == _.country_name("NL")


async def test_a_deck_begins_in_the_country_of_which_the_member_has_starred_most(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    polish = Provenance(Condition.for_country("PL"))
    await favourites.star(stage.ada.guild.id, stage.ada.id, "Łucja", polish)
    await star(stage, favourites, stage.ada, "Jorien", "Mirthe")
    assert "🇳🇱 Netherlands" in text_of(await deck_of(stage, stage.ada))


async def test_a_deck_does_not_begin_in_a_country_that_only_others_have_starred(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    """Neither the group's stars, nor the other's, which are not for the member to guess."""
    await agree()
    await star(stage, favourites, stage.ben, "Jorien", "Mirthe")
    assert "Choose a country to start." in text_of(await deck_of(stage, stage.ada))


async def test_a_deck_begins_in_the_country_of_what_was_liked_last(
    stage: Stage, favourites: FavouritesRepository, agree: Agree, simcord_bot: NomenBot
) -> None:
    await agree()
    await star(stage, favourites, stage.ben, "Jorien")
    deck = await deck_of(stage, stage.ada)
    await choose(stage.ada, deck, "Poland")
    await stage.ada.click(deck, label="Like")
    simcord_bot.open_decks = OpenDecks()
    assert "🇵🇱 Poland" in text_of(await deck_of(stage, stage.ada))


async def test_two_without_stars_choose_a_country(stage: Stage, agree: Agree) -> None:
    await agree()
    deck = await deck_of(stage, stage.ada)
    assert "Choose a country to start." in text_of(deck)
    assert [*buttons_on(deck)] == ["End search"]
    await choose_first(stage.ada, deck, "PL")
    assert "🇵🇱 Poland" in text_of(deck)
    assert [*buttons_on(deck)] == ["Like", "Skip", "Pick a country", "End search"]


async def test_two_begin_in_the_country_that_the_question_names(stage: Stage) -> None:
    asked = await stage.ada.slash(stage.channel, "match", **{"with": stage.ben}, country="Poland")
    question = public_message(asked)
    assert "To start with: 🇵🇱 Poland." in text_of(question)
    (theirs,) = (await stage.ben.click(question, label="Yes, let’s!")).followups
    assert "To start with: 🇵🇱 Poland." in text_of(question)
    mine = ephemeral_message(await stage.ada.click(question, label="Go through names"))
    assert shown_on(mine) == shown_on(theirs)
    assert "🇵🇱 Poland" in text_of(mine)


async def test_who_has_gone_elsewhere_goes_on_there(stage: Stage) -> None:
    asked = await stage.ada.slash(stage.channel, "match", **{"with": stage.ben}, country="Poland")
    question = public_message(asked)
    (theirs,) = (await stage.ben.click(question, label="Yes, let’s!")).followups
    await choose(stage.ben, theirs, "Italy")
    again = ephemeral_message(await stage.ben.click(question, label="Go through names"))
    assert "🇮🇹 Italy" in text_of(again)


async def test_a_match_goes_on_in_the_country_asked_for(stage: Stage, agree: Agree) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ada)
    await names_in(stage.ada, deck, 3)
    assert shown_on(await dutch_deck_of(stage, stage.ada)) == shown_on(deck)
    italian = ephemeral_message(await open_deck(stage, stage.ada, country="Italy"))
    assert "🇮🇹 Italy" in text_of(italian)


async def test_a_deck_is_opened_where_it_was_left(stage: Stage, agree: Agree) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ada)
    await names_in(stage.ada, deck, 3)
    assert shown_on(await deck_of(stage, stage.ada)) == shown_on(deck)


async def test_cards_go_on_after_a_restart(
    stage: Stage,
    favourites: FavouritesRepository,
    agree: Agree,
    name_generator: NameGenerator,
) -> None:
    await agree()
    deck = await dutch_deck_of(stage, stage.ada)
    names = await names_in(stage.ada, deck, 6)
    theirs = await dutch_deck_of(stage, stage.ben)
    await names_in(stage.ben, theirs, 3)
    shown = await stage.ada.click(deck, label="Pick a country")
    name_service = NameService(name_generator, np.random.default_rng(7))
    await stage.env.restart_bot(NomenBot(name_service, favourites, shard_count=1))
    assert await names_in(stage.ben, theirs, 3) == names[3:]
    await stage.ada.submit_modal(shown, {"country": "NL", **NOT_CHOSEN, "starts_with": "t"})
    assert shown_on(deck).startswith("T")
    name_service.close()


async def test_what_a_member_sees_depends_on_nothing_that_the_other_alone_likes(
    stage: Stage, favourites: FavouritesRepository, simcord_bot: NomenBot
) -> None:
    """So whoever guesses at it does no better than chance, whatever they look at.

    Ben goes through decks, likes, opens them again and exports what is kept, while Ada likes, and
    has starred, other names each time: of his deck and not, of other countries and styles, typed.
    """
    guild, rng = stage.ada.guild.id, Random(5)  # noqa: S311 - a seeded one
    matches, seen = favourites.matches, set()
    names: list[str] = []
    for world in range(6):
        asker, asked = rng.sample([stage.ada.id, stage.ben.id], 2)
        await matches.ask(guild, asker, asked)
        await matches.accept(guild, asked, asker)
        secrets = [*rng.sample(names[5:], 10), "Vesna"] if world else []
        for secret in secrets:
            if rng.random() < 0.5:
                await like(stage, favourites, stage.ada, secret)
            else:
                provenance = rng.choice([None, DUTCH, Provenance(Condition.for_country("PL"), 2)])
                await favourites.star(guild, stage.ada.id, secret, provenance)
        simcord_bot.open_decks = OpenDecks()
        deck = await dutch_deck_of(stage, stage.ben)
        transcript = []
        for press in range(30):
            transcript.append(json.dumps(deck.components))
            if press == 15:
                deck = await deck_of(stage, stage.ben)
            if not world:
                names.append(shown_on(deck))
            await stage.ben.click(deck, label="Skip" if press >= 5 or press % 2 else "Like")
        simcord_bot.open_decks = OpenDecks()
        deck = await dutch_deck_of(stage, stage.ben)
        transcript += await names_in(stage.ben, deck, 5)
        export = json.loads((await export_member(favourites, stage.ben.id, always_new)).content)
        seen.add("\n".join([*transcript, json.dumps(export["likes"]), str(export["stars"])]))
        await matches.end(guild, stage.ada.id, stage.ben.id)
        for secret in secrets:
            await favourites.unstar(guild, stage.ada.id, secret)
    assert len(set(names)) > 20
    assert len(seen) == 1


async def test_end_asks_first_and_the_deck_goes_on(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    for who in (stage.ada, stage.ben):
        await like(stage, favourites, who, "Jorien")
    deck = await dutch_deck_of(stage, stage.ada)
    await names_in(stage.ada, deck, 3)
    name = shown_on(deck)
    await stage.ada.click(deck, label="End search")
    assert "End this shared search?" in text_of(deck)
    assert "1 name you both like: **Jorien**" in text_of(deck)
    assert [*buttons_on(deck)] == ["End for both", "Keep going"]
    await stage.ada.click(deck, label="Keep going")
    assert shown_on(deck) == name


async def test_both_see_the_last_list_when_a_match_ends(
    stage: Stage, favourites: FavouritesRepository, agree: Agree, simcord_bot: NomenBot
) -> None:
    await agree()
    await star(stage, favourites, stage.ben, "Jorien")
    for who in (stage.ada, stage.ben):
        await like(stage, favourites, who, "Jorien")
    mine = await deck_of(stage, stage.ada)
    theirs = [await deck_of(stage, stage.ben) for _ in range(4)]
    await stage.ada.click(mine, label="End search")
    await stage.ada.click(mine, label="End for both")
    simcord_bot.open_decks = OpenDecks()
    for label, deck in zip(("Skip", "Like", "End search"), theirs, strict=False):
        await stage.ben.click(deck, label=label)
    await choose(stage.ben, theirs[3])
    for deck in (mine, *theirs):
        assert "This shared search has ended." in text_of(deck)
        assert "1 name you both like: **Jorien**" in text_of(deck)
        assert not buttons_on(deck)
    assert await starred_by(favourites, stage.ben) == ["Jorien"]
    assert (await favourites.holdings(stage.ben.id)).likes == 0
    select = select_on(mine)
    await stage.ada.select(mine, [select["options"][0]["value"]], custom_id=select["custom_id"])
    assert await starred_by(favourites, stage.ada) == ["Jorien"]


async def test_two_who_end_it_at_once_both_see_that_it_has_ended(
    stage: Stage, agree: Agree
) -> None:
    await agree()
    decks = [(who, await deck_of(stage, who)) for who in (stage.ada, stage.ben)]
    for who, deck in decks:
        await who.click(deck, label="End search")
    for who, deck in decks:
        await who.click(deck, label="End for both")
        assert "This shared search has ended." in text_of(deck)


async def test_an_ended_match_is_opened_no_more(stage: Stage) -> None:
    question = await ask(stage)
    await stage.ben.click(question, label="Yes, let’s!")
    deck = await deck_of(stage, stage.ada)
    await stage.ada.click(deck, label="End search")
    await stage.ada.click(deck, label="End for both")
    opened = ephemeral_message(await stage.ben.click(question, label="Go through names"))
    assert "This shared search has ended." in text_of(opened)


async def test_who_likes_as_many_as_are_kept_learns_what_to_do(
    stage: Stage,
    favourites: FavouritesRepository,
    agree: Agree,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await agree()
    monkeypatch.setattr(match_rules, "MAX_LIKES", 1)
    await like(stage, favourites, stage.ada, "Jorien")
    deck = await dutch_deck_of(stage, stage.ada)
    name = shown_on(deck)
    refusal = ephemeral_text(await stage.ada.click(deck, label="Like"))
    assert "as many as I can keep in a shared search" in refusal
    assert shown_on(deck) == name


async def test_member_who_deletes_everything_in_between_is_matched_no_more(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    question = await ask(stage)
    await favourites.delete_member(stage.ada.id)
    await stage.ben.click(question, label="Yes, let’s!")
    assert "This invitation is closed." in text_of(question)
    assert await favourites.consents(stage.ben.id) == ()


async def test_closed_question_does_not_say_by_whom(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    texts = []
    for who in (stage.ben, stage.ada):
        question = await ask(stage)
        await who.click(question, label="Not now")
        texts.append(text_of(question))
    assert texts == ["This invitation is closed."] * 2
    assert await favourites.consents(stage.ada.id) == ()


async def test_others_can_neither_agree_nor_close(
    stage: Stage, favourites: FavouritesRepository, simcord_env: Env
) -> None:
    question = await ask(stage)
    clo = stage.ada.guild.add_member(simcord_env.create_user("clo"))
    for label in ("Yes, let’s!", "Not now"):
        assert f"only for <@{stage.ben.id}>" in ephemeral_text(
            await clo.click(question, label=label)
        )
    assert "only for <@" in ephemeral_text(await stage.ada.click(question, label="Yes, let’s!"))
    (consent,) = await favourites.consents(stage.ben.id)
    assert consent.given_at is None or not consent.received


async def test_question_is_asked_once(stage: Stage) -> None:
    await ask(stage)
    again = ephemeral_message(await open_deck(stage, stage.ada))
    assert "You’ve already invited" in text_of(again)
    await stage.ada.click(again, label="Take it back")
    assert "This invitation is closed." in text_of(again)
    await ask(stage)


async def test_who_asks_back_has_agreed(stage: Stage) -> None:
    await ask(stage)
    assert "You and" in text_of(await deck_of(stage, stage.ben))


async def test_closing_an_answered_question_does_not_end_the_match(stage: Stage) -> None:
    question = await ask(stage)
    await deck_of(stage, stage.ben)
    await stage.ada.click(question, label="Not now")
    assert [*buttons_on(question)] == ["Go through names"]
    assert "ended" not in text_of(await deck_of(stage, stage.ada))


async def test_five_people_are_asked_an_hour(stage: Stage, simcord_env: Env) -> None:
    others = [
        stage.ada.guild.add_member(simcord_env.create_user(f"member{number}"))
        for number in range(6)
    ]
    for other in others[:5]:
        public_message(await stage.ada.slash(stage.channel, "match", **{"with": other}))
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "match", **{"with": others[5]}))
    assert "send the next invitation in 12 min" in refusal
    assert stage.env.errors


async def test_asking_the_same_person_again_is_the_same_question(
    stage: Stage, simcord_env: Env
) -> None:
    await ask(stage)
    for _ in range(5):
        assert "You’ve already invited" in text_of(await deck_of(stage, stage.ada))
    for number in range(4):
        other = stage.ada.guild.add_member(simcord_env.create_user(f"member{number}"))
        public_message(await stage.ada.slash(stage.channel, "match", **{"with": other}))


@pytest.mark.parametrize(
    ("label", "refusal"),
    [
        ("Not from this person", "any invitation from <@"),
        ("Not from anyone here", "any invitation you get here"),
    ],
)
async def test_who_closes_a_question_may_choose_not_to_be_asked(
    stage: Stage, favourites: FavouritesRepository, label: str, refusal: str
) -> None:
    question = await ask(stage)
    answer = await stage.ben.click(question, label="Not now")
    (offer,) = answer.followups
    assert offer.ephemeral
    await stage.ben.click(offer, label=label)
    assert refusal in text_of(offer)
    assert await favourites.refusals_of(stage.ben.id) == [
        Refusal(DIRECT_MESSAGES, stage.ada.id)
        if label == "Not from this person"
        else Refusal(stage.ada.guild.id, ANYBODY)
    ]


async def test_who_takes_a_question_back_is_offered_nothing(stage: Stage) -> None:
    question = await ask(stage)
    assert not (await stage.ada.click(question, label="Not now")).followups


async def test_who_asks_in_vain_sees_the_same_and_the_question_closed_later(
    stage: Stage, favourites: FavouritesRepository, later: LaterByHand
) -> None:
    question = await ask(stage)
    asked, buttons = text_of(question), buttons_on(question)
    await stage.ben.click(question, label="Not now")
    closed = text_of(question)
    await favourites.refusals.refuse(stage.ben.id, Refusal(DIRECT_MESSAGES, stage.ada.id))
    question = await ask(stage)
    assert (text_of(question), buttons_on(question)) == (asked, buttons)
    assert "You’ve already invited" in text_of(await deck_of(stage, stage.ada))
    ((seconds, close),) = later.planned
    assert 30 <= seconds <= 480
    await close()
    assert text_of(question) == closed
    assert await favourites.consents(stage.ada.id) == ()


async def test_who_agrees_after_all_is_matched(
    stage: Stage, favourites: FavouritesRepository, later: LaterByHand
) -> None:
    await favourites.refusals.refuse(stage.ben.id, Refusal(DIRECT_MESSAGES, stage.ada.id))
    question = await ask(stage)
    await stage.ben.click(question, label="Yes, let’s!")
    ((_, close),) = later.planned
    await close()
    assert [*buttons_on(question)] == ["Go through names"]
    assert len(await favourites.consents(stage.ada.id)) == 1
    assert await favourites.refusals_of(stage.ben.id) == []


async def test_privacy_shows_who_does_not_ask_and_lets_them_again(
    stage: Stage, favourites: FavouritesRepository
) -> None:
    await favourites.refusals.refuse(stage.ben.id, Refusal(DIRECT_MESSAGES, stage.ada.id))
    await favourites.refusals.refuse(stage.ben.id, Refusal(stage.ada.guild.id, ANYBODY))
    card = ephemeral_message(await stage.ben.slash(stage.channel, "privacy"))
    assert f"from: <@{stage.ada.id}>, everyone in 1 server." in text_of(card)
    done = await stage.ben.click(card, custom_id="match-allow:")
    assert "Anyone can invite you" in ephemeral_text(done)
    assert await favourites.refusals_of(stage.ben.id) == []
    theirs = ephemeral_message(await stage.ada.slash(stage.channel, "privacy"))
    assert "turned off invitations" not in text_of(theirs)


async def test_nobody_matches_with_themselves(stage: Stage) -> None:
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "match", **{"with": stage.ada}))
    assert "so choose someone else" in refusal
    assert stage.env.errors


async def test_direct_messages_with_the_bot_have_nobody_to_ask(stage: Stage) -> None:
    refusal = ephemeral_text(await stage.ada.user.slash("match", **{"with": stage.ben.user}))
    assert "It’s just you and me here" in refusal
    assert stage.env.errors


async def test_privacy_shows_and_ends_matches(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    card = ephemeral_message(await stage.ada.slash(stage.channel, "privacy"))
    assert "**Your shared searches** and open invitations" in text_of(card)
    assert f"<@{stage.ben.id}>" in text_of(card)
    done = await stage.ada.click(card, label="End all shared searches")
    assert ephemeral_text(done) == "Done: 1 shared search ended."
    assert await favourites.consents(stage.ben.id) == ()


async def test_deletion_counts_matches_likes_and_refusals(
    stage: Stage, favourites: FavouritesRepository, agree: Agree
) -> None:
    await agree()
    for name in ("Jorien", "Mirthe"):
        await like(stage, favourites, stage.ada, name)
    await favourites.refusals.refuse(stage.ada.id, Refusal(DIRECT_MESSAGES, 5))
    card = ephemeral_message(await stage.ada.slash(stage.channel, "privacy"))
    question = ephemeral_message(await stage.ada.click(card, label="Delete my data"))
    assert "1 shared search will end, for the other person too." in text_of(question)
    assert "I’ll forget 2 names you like in shared searches." in text_of(question)
    assert "Anyone can invite you to a shared search again." in text_of(question)
    await stage.ada.click(question, label="Delete everything")
    assert "favourites: 0 stars, 1 shared search, 2 likes, 1 invitation setting" in text_of(
        question
    )
