"""`/match` as two members use it, with a real database."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from discord import ui
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.app import NomenBot
from bot.features.match.search import COUNTRY
from bot.features.match.wish import MAX_CARDS, MatchWish
from bot.i18n.translator import translator_for_language
from bot.services.name_service import NameService
from bot.store.deletion import Scope
from bot.store.export import export_member, rows_of
from model.domain.condition import Condition
from model.domain.generation import DEFAULT_COUNT, Provenance
from model.inference.blocklist import Blocklist
from model.inference.name_generator import NameGenerator
from tests.bot.stage import (
    OBSCENE,
    SLUR,
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    options_on,
    select_on,
    text_of,
)

NL = Condition.for_country("NL")
DUTCH, POLISH = Provenance(NL), Provenance(Condition.for_country("PL"), 2)
NOT_CHOSEN = {"second": "", "gender": ["either"], "starts_with": "", "ends_with": ""}


@dataclass(frozen=True, slots=True)
class Pair(Stage):
    """Ada and Ben, who may search together."""

    def other_than(self, who: MemberActor) -> MemberActor:
        return self.ben if who is self.ada else self.ada

    async def agree(self) -> None:
        """Let Ada ask and Ben agree without a word, to go through Dutch names."""
        guild, matches, wish = self.ada.guild.id, self.store.matches, MatchWish(("NL",))
        await matches.invite(guild, self.ada.id, self.ben.id)
        await matches.accept(guild, self.ben.id, self.ada.id)
        await matches.choose(guild, self.ben.id, self.ada.id, wish.encode())

    async def ask(self, other: MemberActor | None = None, **options: str) -> ResponseMessage:
        """Let Ada ask another, Ben unless said otherwise."""
        return await self.public("match", **{"with": other or self.ben, "country": "NL", **options})

    async def open_deck(self, who: MemberActor, **options: str) -> InteractionResult:
        return await who.slash(self.channel, "match", **{"with": self.other_than(who)}, **options)

    async def deck(self, who: MemberActor, **options: str) -> ResponseMessage:
        return ephemeral_message(await self.open_deck(who, **options))

    async def like(self, who: MemberActor, *names: str) -> None:
        for name in names:
            other = self.other_than(who)
            await self.store.matches.like(who.guild.id, who.id, other.id, name, NL)

    async def star_dutch(self, who: MemberActor, *names: str) -> None:
        await self.give_stars(who, *names, provenance=DUTCH)

    async def turn_off_invitations(self, who: MemberActor) -> None:
        await self.store.matches.take_invitations(who.id, take=False)

    async def partners_of(self, who: MemberActor) -> Sequence[tuple[int, int]]:
        return await self.store.matches.partners(who.id)


@pytest.fixture
def pair(stage: Stage) -> Pair:
    return Pair(stage.env, stage.channel, stage.ada, stage.ben)


@pytest.fixture
async def search(pair: Pair) -> Pair:
    """Two who have agreed."""
    await pair.agree()
    return pair


async def choose(
    who: MemberActor, deck: ResponseMessage, country: str = "Netherlands", **answers: object
) -> InteractionResult:
    """Choose names in the form."""
    shown = await who.click(deck, label="Refine")
    return await who.submit_modal(shown, {"country": country, **NOT_CHOSEN, **answers})


def values_in(shown: InteractionResult) -> list[str]:
    """Return what stands in the lines of a form."""
    assert shown.modal is not None
    return [part["component"].get("value") or "" for part in shown.modal["components"]]


def shown_on(deck: ResponseMessage) -> str:
    """Return the name to like or skip."""
    (name,) = re.findall(r"^## (.+)$", text_of(deck), re.MULTILINE)
    return str(name).replace("\\", "")


async def names_in(who: MemberActor, deck: ResponseMessage, number: int) -> list[str]:
    """Skip names, and return them."""
    names = []
    for _ in range(number):
        names.append(shown_on(deck))
        await who.click(deck, label="Skip")
    return names


async def end(who: MemberActor, deck: ResponseMessage) -> None:
    for label in ("End search", "End for both"):
        await who.click(deck, label=label)


async def test_from_the_question_to_a_name_that_both_like(pair: Pair) -> None:
    question = await pair.ask()
    assert f"Hi <@{pair.ben.id}>! <@{pair.ada.id}> would like" in text_of(question)
    (theirs,) = (await pair.ben.click(question, label="Yes, let’s!")).followups
    assert [*buttons_on(question)] == ["Go through names"]
    assert theirs.ephemeral
    assert "you both like:" not in text_of(theirs)
    mine = await pair.told(question, "Go through names")
    name = shown_on(mine)
    assert shown_on(theirs) == name
    await pair.ada.click(mine, label="Like")
    assert shown_on(mine) != name
    assert f"You like {name}." in text_of(mine)
    await pair.ben.click(theirs, label="Like")
    assert f"# 🎉 {name}" in text_of(theirs)
    assert f"<@{pair.ada.id}> both like it" in text_of(theirs)
    assert [*buttons_on(theirs)] == ["☆ Star it", "Origin", "Next"]
    origin = ephemeral_message(await pair.ben.click(theirs, label="Origin"))
    assert f"## {name}\n" in text_of(origin)
    await pair.ben.click(theirs, label="Next")
    assert shown_on(theirs) == shown_on(mine)
    await pair.ada.click(mine, label="Skip")
    assert f"1 name you both like: **{name}**" in text_of(mine)
    for who in (pair.ada, pair.ben):
        assert f"1 name you both like: **{name}**" in text_of(await pair.deck(who))
        assert await pair.starred_by(who) == []


async def test_what_both_like_is_starred_if_they_say_so(search: Pair) -> None:
    _, name = await names_in(search.ada, await search.deck(search.ada), 2)
    await search.star_dutch(search.ada, name)
    await search.like(search.ada, name)
    deck = await search.deck(search.ben)
    await search.ben.click(deck, label="Skip")
    await search.ben.click(deck, label="Like")
    assert f"# 🎉 {name}" in text_of(deck)
    assert [*buttons_on(deck)] == ["☆ Star it", "Origin", "Next"]  # as if nobody had starred it
    await search.ben.click(deck, label="☆ Star it")
    assert [*buttons_on(deck)] == ["⭐ 2", "Origin", "Next"]
    assert await search.stars_of(search.ben) == [(name, Provenance(NL))]


async def test_names_that_both_like_are_starred_from_their_list(search: Pair) -> None:
    await search.star_dutch(search.ada, "Jorien")
    for who in (search.ada, search.ben):
        await search.like(who, "Jorien", "Mirthe", "Sietske")
    deck = await search.deck(search.ada)
    select = select_on(deck)
    assert options_on(deck) == ["Sietske", "Mirthe"]
    value = select["options"][1]["value"]
    done = await search.ada.select(deck, [value], custom_id=select["custom_id"])
    assert "**Mirthe** is now one of your favourites" in ephemeral_text(done)
    assert await search.starred_by(search.ada) == ["Jorien", "Mirthe"]
    await search.ada.click(deck, label="End search")
    assert options_on(deck) == ["Sietske"]


async def test_what_both_like_is_not_starred_if_it_is_blocked_since_then(
    search: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in (search.ada, search.ben):
        await search.like(who, "Mirthe")
    deck = await search.deck(search.ada)
    select = select_on(deck)
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Mirthe")
    value = select["options"][0]["value"]
    refused = await search.ada.select(deck, [value], custom_id=select["custom_id"])
    assert "Mirthe" not in ephemeral_text(refused)
    assert await search.starred_by(search.ada) == []


async def test_skipping_leaves_no_trace(search: Pair) -> None:
    await names_in(search.ada, await search.deck(search.ada), 7)
    for who in (search.ada, search.ben):
        held = await rows_of(search.store.database, who.id)
        assert not held["liking"]
        assert not held["star"]


@pytest.mark.parametrize("countries", [{"country": "NL"}, {"country": "NL", "second": "IR"}])
async def test_both_go_through_the_same_names_and_take_none_of_the_groups(
    search: Pair, countries: dict[str, str]
) -> None:
    names = await names_in(search.ada, await search.deck(search.ada, **countries), 15)
    assert len({*names}) == 15
    assert await names_in(search.ben, await search.deck(search.ben), 15) == names
    first = await search.name_card(country="NL")
    assert len(names_on(first)) == 5


async def test_hidden_names_and_those_that_a_member_likes_are_left_out(search: Pair) -> None:
    names = await names_in(search.ada, await search.deck(search.ada), 8)
    await search.store.board.hide(search.ada.guild.id, names[0])
    await search.like(search.ben, names[1])
    theirs = await search.deck(search.ben)
    assert await names_in(search.ben, theirs, 6) == names[2:]


async def test_names_that_a_member_has_starred_are_theirs_to_like(search: Pair) -> None:
    deck = await search.deck(search.ada)
    name = shown_on(deck)
    await search.star_dutch(search.ben, name)
    theirs = await search.deck(search.ben)
    assert shown_on(theirs) == name
    await search.ada.click(deck, label="Like")
    await search.ben.click(theirs, label="Like")
    assert f"# 🎉 {name}" in text_of(theirs)


async def test_a_partner_who_stars_every_name_sees_none_of_the_others_stars(search: Pair) -> None:
    card = await search.name_card(country="NL")
    await search.star(search.ada, card, names_on(card)[0])
    for name in names_on(card):
        await search.star(search.ben, card, name)
    for who in (search.ben, search.ada):
        assert "you both like:" not in text_of(await search.deck(who))


async def test_who_likes_all_that_comes_next_goes_on(search: Pair) -> None:
    number = MAX_CARDS * DEFAULT_COUNT
    names = await names_in(search.ada, await search.deck(search.ada), number + 1)
    await search.like(search.ben, *names[:number])
    theirs = await search.deck(search.ben)
    assert "You already like the names that come next." in text_of(theirs)
    assert [*buttons_on(theirs)] == ["Next", "Refine", "End search"]
    await search.ben.click(theirs, label="Next")
    assert shown_on(theirs) == names[number]


@pytest.mark.parametrize("is_taken", [False, True])
async def test_a_name_of_which_both_typed_most_is_typed_and_no_way_around_the_board(
    search: Pair, *, is_taken: bool
) -> None:
    guild = search.ada.guild.id
    await search.store.board.take_typed_names(guild, take=is_taken)
    for who in (search.ada, search.ben):
        deck = await search.deck(who)
        await choose(who, deck, starts_with="Kevin", ends_with="stinkt")
        name = shown_on(deck)
        await who.click(deck, label="Like")
    assert f"# 🎉 {name}" in text_of(deck)
    starred = await search.ben.click(deck, label="☆ Star it")
    select = select_on(await search.deck(search.ada))
    value = select["options"][0]["value"]
    ended = await search.deck(search.ada)
    chosen = await search.ada.select(ended, [value], custom_id=select["custom_id"])
    if is_taken:
        assert await search.stars_of(search.ben) == [(name, None)]
        assert await search.stars_of(search.ada) == [(name, None)]
    else:
        for refusal in (starred, chosen):
            assert "most of this one’s letters were typed" in ephemeral_text(refusal)
        assert await search.store.stars.top_of_group(guild) == []


async def test_blocked_names_are_not_shown(search: Pair) -> None:
    for who in (search.ada, search.ben):
        await search.like(who, SLUR, "Jorien")
    assert "1 name you both like: **Jorien**" in text_of(await search.deck(search.ada))


async def test_what_one_has_chosen_both_go_through(search: Pair) -> None:
    deck, theirs = await search.deck(search.ada), await search.deck(search.ben)
    await names_in(search.ben, theirs, 3)
    chosen = {"second": "Iran", "gender": ["F"], "starts_with": "M", "ends_with": "a"}
    await choose(search.ada, deck, "polen", **chosen)
    said = "🇵🇱 Poland × 🇮🇷 Iran · female · starts with M · ends with a"
    assert said in text_of(deck)
    first = shown_on(deck)
    assert all(re.fullmatch("M.*a", name) for name in await names_in(search.ada, deck, 7))
    await search.ben.click(theirs, label="Skip")
    assert said in text_of(theirs)
    assert shown_on(theirs) == first
    form = await search.ben.click(theirs, label="Refine")
    assert values_in(form) == ["Poland", "Iran", "", "M", "a"]


async def test_who_chooses_the_same_goes_on(search: Pair) -> None:
    deck = await search.deck(search.ada)
    await choose(search.ada, deck, "NL", starts_with="s")
    await names_in(search.ada, deck, 3)
    name = shown_on(deck)
    await choose(search.ada, deck, "NL", starts_with="s")
    assert shown_on(deck) == name


def test_the_form_has_the_country_in_the_members_language() -> None:
    shown = COUNTRY.to_item(translator_for_language("nl"), "NL").component
    assert isinstance(shown, ui.TextInput)
    assert shown.default == "Nederland"


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"country": "Polnad"}, "Poland"),
        ({"country": ""}, "country"),
        ({"second": "NL"}, "same country twice"),
        ({"starts_with": "a.b"}, "I can’t read . in “a.b”"),
        ({"starts_with": OBSCENE}, "a slur or an obscenity"),
    ],
)
async def test_choices_that_will_not_do_are_refused_and_nothing_changes(
    search: Pair, answers: dict[str, str], message: str
) -> None:
    deck = await search.deck(search.ada)
    refused = await choose(search.ada, deck, **{"country": "NL", **answers})
    assert message in ephemeral_text(refused)
    assert "🇳🇱 Netherlands" in text_of(await search.deck(search.ben))


async def test_a_search_that_has_ended_leaves_no_country_to_the_next(search: Pair) -> None:
    await search.deck(search.ada, country="PL")
    await search.store.matches.end(search.ada.guild.id, search.ada.id, search.ben.id)
    question = await search.ask()
    (theirs,) = (await search.ben.click(question, label="Yes, let’s!")).followups
    assert "🇳🇱 Netherlands" in text_of(theirs)


async def test_the_question_names_the_countries_and_both_begin_there(pair: Pair) -> None:
    question = await pair.ask(country="Poland", second="Italy")
    assert "🇵🇱 Poland × 🇮🇹 Italy" in text_of(question)
    (theirs,) = (await pair.ben.click(question, label="Yes, let’s!")).followups
    mine = await pair.told(question, "Go through names")
    assert shown_on(mine) == shown_on(theirs)
    assert "🇵🇱 Poland × 🇮🇹 Italy" in text_of(mine)


async def test_a_deck_is_opened_where_it_was_left_or_where_one_asks(search: Pair) -> None:
    deck = await search.deck(search.ada)
    await names_in(search.ada, deck, 3)
    for again in (await search.deck(search.ada), await search.deck(search.ada, country="NL")):
        assert shown_on(again) == shown_on(deck)
    assert "🇮🇹 Italy" in text_of(await search.deck(search.ada, country="Italy"))


async def test_cards_go_on_after_a_restart(search: Pair, name_generator: NameGenerator) -> None:
    deck = await search.deck(search.ada)
    names = await names_in(search.ada, deck, 6)
    theirs = await search.deck(search.ben)
    await names_in(search.ben, theirs, 3)
    shown = await search.ada.click(deck, label="Refine")
    name_service = NameService(name_generator, np.random.default_rng(7))
    await search.env.restart_bot(NomenBot(name_service, search.store, shard_count=1))
    assert await names_in(search.ben, theirs, 3) == names[3:]
    await search.ada.submit_modal(shown, {"country": "NL", **NOT_CHOSEN, "starts_with": "t"})
    assert shown_on(deck).startswith("T")
    name_service.close()


@pytest.mark.slow
async def test_what_a_member_sees_depends_on_nothing_that_the_other_alone_likes(pair: Pair) -> None:
    """So whoever guesses at it does no better than chance, whatever they look at.

    Ben goes through decks, likes, opens them again and exports what is kept, while Ada likes, and
    has starred, other names each time: of his deck and not, of other countries and styles, typed.
    """
    guild, rng = pair.ada.guild.id, Random(5)  # noqa: S311 - a seeded one
    store, seen = pair.store, set()
    names: list[str] = []
    for world in range(6):
        asker, asked = rng.sample([pair.ada.id, pair.ben.id], 2)
        await store.matches.invite(guild, asker, asked)
        await store.matches.accept(guild, asked, asker)
        await store.matches.choose(guild, asked, asker, MatchWish(("NL",)).encode())
        secrets = [*rng.sample(names[5:], 10), "Vesna"] if world else []
        for secret in secrets:
            if rng.random() < 0.5:
                await pair.like(pair.ada, secret)
            else:
                provenance = rng.choice([None, DUTCH, POLISH])
                await pair.give_stars(pair.ada, secret, provenance=provenance)
        deck = await pair.deck(pair.ben)
        transcript = []
        for press in range(30):
            transcript.append(json.dumps(deck.components))
            if press == 15:
                deck = await pair.deck(pair.ben)
            if not world:
                names.append(shown_on(deck))
            await pair.ben.click(deck, label="Skip" if press >= 5 or press % 2 else "Like")
        transcript += await names_in(pair.ben, await pair.deck(pair.ben), 5)
        export = json.loads(await export_member(store.database, pair.ben.id))
        seen.add("\n".join([*transcript, str(export["liking"]), str(export["star"])]))
        await store.matches.end(guild, pair.ada.id, pair.ben.id)
        for secret in secrets:
            await store.stars.unstar(guild, pair.ada.id, secret)
    assert len(set(names)) > 20
    assert len(seen) == 1


async def test_end_asks_first_and_the_deck_goes_on(search: Pair) -> None:
    for who in (search.ada, search.ben):
        await search.like(who, "Jorien")
    deck = await search.deck(search.ada)
    await names_in(search.ada, deck, 3)
    name = shown_on(deck)
    await search.ada.click(deck, label="End search")
    assert "End this shared search?" in text_of(deck)
    assert "1 name you both like: **Jorien**" in text_of(deck)
    assert [*buttons_on(deck)] == ["End for both", "Keep going"]
    await search.ada.click(deck, label="Keep going")
    assert shown_on(deck) == name


async def test_who_ends_a_match_sees_the_last_list_and_the_other_that_it_has_ended(
    search: Pair,
) -> None:
    for who in (search.ada, search.ben):
        await search.like(who, "Jorien")
    mine = await search.deck(search.ada)
    theirs = [await search.deck(search.ben) for _ in range(4)]
    await search.ben.click(theirs[3], label="End search")
    await end(search.ada, mine)
    assert "1 name you both like: **Jorien**" in text_of(mine)
    labels = ("Skip", "Like", "End search", "End for both")
    for label, deck in zip(labels, theirs, strict=True):
        await search.ben.click(deck, label=label)
    for deck in (mine, *theirs):
        assert "This shared search has ended." in text_of(deck)
        assert not buttons_on(deck)
    held = await rows_of(search.store.database, search.ben.id)
    assert not held["liking"]
    assert not held["search"]
    select = select_on(mine)
    await search.ada.select(mine, [select["options"][0]["value"]], custom_id=select["custom_id"])
    assert await search.starred_by(search.ada) == ["Jorien"]


async def test_an_ended_match_is_opened_no_more(pair: Pair) -> None:
    question = await pair.ask()
    await pair.ben.click(question, label="Yes, let’s!")
    await end(pair.ada, await pair.deck(pair.ada))
    opened = await pair.told(question, "Go through names", pair.ben)
    assert "This shared search has ended." in text_of(opened)


async def test_who_likes_as_many_as_are_kept_learns_what_to_do(
    search: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.matches.MAX_LIKES", 0)
    deck = await search.deck(search.ada)
    name = shown_on(deck)
    refusal = await search.told(deck, "Like")
    assert "as many as I can keep in a shared search" in refusal.content
    assert shown_on(deck) == name


async def test_member_who_deletes_everything_in_between_is_matched_no_more(pair: Pair) -> None:
    question = await pair.ask()
    await pair.store.deletions.delete(Scope(pair.ada.id))
    await pair.ben.click(question, label="Yes, let’s!")
    assert "This invitation is closed." in text_of(question)
    assert await pair.partners_of(pair.ben) == []


async def test_closed_question_does_not_say_by_whom(pair: Pair) -> None:
    for who in (pair.ben, pair.ada):
        question = await pair.ask()
        closed = await who.click(question, label="Not now")
        assert text_of(question) == "This invitation is closed."
        assert bool(closed.followups) == (who is pair.ben)  # who was asked may refuse the next
    assert await pair.partners_of(pair.ada) == []


async def test_only_who_is_asked_agrees_and_only_the_two_open_their_match(pair: Pair) -> None:
    question, clo = await pair.ask(), pair.add_member("clo")
    for who, label in ((clo, "Yes, let’s!"), (clo, "Not now"), (pair.ada, "Yes, let’s!")):
        refusal = ephemeral_text(await who.click(question, label=label))
        assert f"only for <@{pair.ben.id}>" in refusal
    assert not await pair.store.matches.search(pair.ada.guild.id, pair.ada.id, pair.ben.id)
    await pair.ben.click(question, label="Yes, let’s!")
    refusal = ephemeral_text(await clo.click(question, label="Go through names"))
    assert f"This shared search is only for <@{pair.ada.id}> and <@{pair.ben.id}>." in refusal


async def test_question_is_asked_once(pair: Pair) -> None:
    await pair.ask()
    again = await pair.deck(pair.ada)
    assert "You’ve already invited" in text_of(again)
    await pair.ada.click(again, label="Withdraw invitation")
    assert "This invitation is closed." in text_of(again)
    await pair.ask()


async def test_who_asks_back_has_agreed_and_closing_the_question_ends_nothing(pair: Pair) -> None:
    question = await pair.ask()
    assert "You and" in text_of(await pair.deck(pair.ben))
    await pair.ada.click(question, label="Not now")
    assert [*buttons_on(question)] == ["Go through names"]
    assert "ended" not in text_of(await pair.deck(pair.ada))


async def test_who_has_asked_five_people_learns_when_to_ask_the_next(pair: Pair) -> None:
    *others, last = [pair.add_member(f"member{number}") for number in range(6)]
    for other in others:
        await pair.ask(other)
    refusal = await pair.refusal("match", **{"with": last, "country": "NL"})
    assert "send the next invitation in 12 min" in refusal


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("no country", "Choose the country whose names you’d both go through"),
        ("oneself", "so choose someone else"),
        ("turned off", "isn’t taking invitations to a shared search"),
        ("not sent", "something went wrong"),
    ],
)
async def test_an_invitation_that_is_refused_is_none_and_is_not_counted(
    pair: Pair, what: str, said: str
) -> None:
    clo = pair.add_member("clo")
    other = pair.ada if what == "oneself" else clo
    options = {"with": other} | ({} if what == "no country" else {"country": "NL"})
    await pair.store.matches.take_invitations(clo.id, take=what != "turned off")
    for _ in range(6):
        if what == "not sent":
            pair.env.inject_error("POST", "/interactions/*/*/callback", status=400, code=50035)
        assert said in await pair.refusal("match", **options)
        assert await pair.partners_of(pair.ada) == []
    await pair.ask()


async def test_who_closes_a_question_may_turn_off_further_ones(pair: Pair) -> None:
    (offer,) = (await pair.ben.click(await pair.ask(), label="Not now")).followups
    assert offer.ephemeral
    assert [*buttons_on(offer)] == ["Turn off invitations"]
    await pair.ben.click(offer, label="Turn off invitations")
    assert "nobody can invite you to a shared search, and I tell anyone who tries" in text_of(offer)
    assert not await pair.store.matches.takes_invitations(pair.ben.id)


async def test_an_invitation_that_was_there_before_may_be_accepted(pair: Pair) -> None:
    question = await pair.ask()
    await pair.turn_off_invitations(pair.ben)
    await pair.ben.click(question, label="Yes, let’s!")
    assert [*buttons_on(question)] == ["Go through names"]


async def test_who_takes_no_invitations_may_invite(pair: Pair) -> None:
    await pair.turn_off_invitations(pair.ada)
    await pair.ben.click(await pair.ask(), label="Yes, let’s!")
    assert "🇳🇱 Netherlands" in text_of(await pair.deck(pair.ada))


async def test_privacy_says_that_invitations_are_off_and_allows_them_again(pair: Pair) -> None:
    assert "Allow invitations" not in str((await pair.private("privacy", pair.ben)).components)
    await pair.turn_off_invitations(pair.ben)
    card = await pair.private("privacy", pair.ben)
    assert "**You’ve turned off invitations** to shared searches." in text_of(card)
    done = await pair.ben.click(card, label="Allow invitations")
    assert "Anyone can invite you" in ephemeral_text(done)
    assert "**You’ve turned off" not in text_of(await pair.private("privacy", pair.ben))
    await pair.ask()


async def test_direct_messages_with_the_bot_have_nobody_to_ask(pair: Pair) -> None:
    refusal = ephemeral_text(await pair.ada.user.slash("match", **{"with": pair.ben.user}))
    assert "It’s just you and me here" in refusal
    assert pair.env.errors


async def test_privacy_shows_and_ends_matches(search: Pair) -> None:
    card = await search.private("privacy")
    assert "**Your shared searches and invitations**" in text_of(card)
    assert f"<@{search.ben.id}>" in text_of(card)
    done = await search.ada.click(card, label="End all shared searches")
    assert ephemeral_text(done) == "Done: 1 shared search ended."
    assert await search.partners_of(search.ben) == []


async def test_deletion_counts_matches_and_likes_and_lets_others_invite_again(search: Pair) -> None:
    await search.like(search.ada, "Jorien", "Mirthe")
    await search.turn_off_invitations(search.ada)
    card = await search.private("privacy")
    question = await search.told(card, "Delete my data")
    assert "1 shared search will end, for the other person too." in text_of(question)
    assert "I’ll forget 2 names you like in shared searches." in text_of(question)
    assert "Anyone can invite you to a shared search again." in text_of(question)
    await search.ada.click(question, label="Delete everything")
    assert "✓ 1 shared search, 2 likes\n" in text_of(question)
