"""`/more` as members use it, with a real database and network."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import pytest

from bot.app import NomenBot
from bot.features.more import Stars
from bot.interactions.rate_limit import RateLimiter
from bot.services.name_service import NameService
from bot.store.store import open_store
from model.domain.condition import Condition
from model.domain.generation import NameKind, NameRequest, Provenance, Suggestion
from model.domain.spelling import fold
from model.inference.blocklist import Blocklist
from tests.bot.stage import (
    OBSCENE,
    Stage,
    buttons_on,
    ephemeral_message,
    ephemeral_text,
    names_on,
    options_on,
    text_of,
)

DUTCH = Provenance(Condition.for_country("NL"))
STARRED = ["Jorianne", "Marlien", "Annelore"]


@pytest.fixture(autouse=True)
async def starred(stage: Stage) -> None:
    await stage.give_stars(stage.ada, *STARRED, provenance=DUTCH)
    await stage.give_stars(stage.ada, "Vesna")


async def test_own_taste_is_for_the_member_alone(stage: Stage) -> None:
    card = await stage.private("more")
    assert len(names_on(card)) == 5
    assert not set(names_on(card)) & {*STARRED, "Vesna"}
    assert "Based on 4 starred names" in text_of(card)
    assert re.search(
        r"^## .+\n-# 🇳🇱 Netherlands · [♀♂⚥] · close to .+$", text_of(card), re.MULTILINE
    )
    copied = (await stage.told(card, "As text")).content
    assert copied.split() == ["```", *names_on(card), "```"]


async def test_a_name_on_ones_own_card_is_looked_up_for_oneself_alone(stage: Stage) -> None:
    card = await stage.private("more")
    assert options_on(card) == names_on(card)
    name = names_on(card)[0]
    origin = ephemeral_message(await stage.ada.select(card, [name], custom_id="origins:"))
    assert f"## {name}\n" in text_of(origin)


async def test_board_has_more_for_everyone(stage: Stage) -> None:
    board = await stage.public("top5", stage.ben)
    card = await stage.pressed(board, "More like these", stage.ben)
    name = names_on(card)[0]
    await stage.star(stage.ben, card, name)
    assert await stage.stars_of(stage.ben) == [(name, Provenance(Condition.for_country("NL")))]


async def test_own_list_has_more(stage: Stage) -> None:
    own = await stage.private("favourites list")
    card = await stage.told(own, "More like these")
    assert len(names_on(card)) == 5


@pytest.mark.parametrize("whose", ["mine", "group"])
async def test_nothing_is_learnt_from_a_name_that_is_blocked_today(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name in STARRED)
    assert "First star a few names" in await stage.refusal("more", whose=whose)


async def test_no_name_comes_twice_in_many_cards(stage: Stage) -> None:
    """Nor one that the server was shown by `/name`, though the taste changes meanwhile."""
    names: list[str] = []
    for _ in range(4):
        names += names_on(await stage.name_card(country="NL"))
    card = await stage.private("more")
    for number in range(12):
        names += names_on(card)
        if number % 5 == 2:
            await stage.star(stage.ada, card, names_on(card)[-1])
        if number % 3:
            card = await stage.told(card, "Again")
        else:
            card = await stage.private("more")
    assert len({*map(fold, names)}) == len(names) == 80


async def test_no_name_comes_again_after_a_restart(
    stage: Stage, name_service: NameService, database: Path
) -> None:
    cards = [await stage.private("more")]
    async with open_store(database) as reopened:
        bot = NomenBot(name_service, reopened, shard_count=1, rate_limiter=RateLimiter({}))
        await stage.env.restart_bot(bot)
        cards += [await stage.told(cards[0], "Again") for _ in range(5)]
    assert len({name for card in cards for name in names_on(card)}) == 30


@dataclass(frozen=True, slots=True)
class Draws:
    """What cards were drawn from, and whatever their tastes were learnt from."""

    shares: list[Sequence[NameRequest]] = field(default_factory=list)
    learnt: set[Condition] = field(default_factory=set)


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> Draws:
    """Have each card show one name, instead of drawing any."""
    draws = Draws()

    async def draw(
        _: object, stars: Stars, shares: Sequence[NameRequest], *_others: object
    ) -> Sequence[tuple[Suggestion, NameRequest]]:
        draws.shares.append(shares)
        draws.learnt.update(condition for _, condition in stars)
        return [(Suggestion("Jorine", NameKind.NEW, "Jorien", 1), shares[0])]

    monkeypatch.setattr(NameService, "suggest_to_taste", draw)
    return draws


async def test_each_starred_country_has_its_turn(stage: Stage, draws: Draws) -> None:
    countries = [
        Condition.for_country(code) for code in ("NL", "FR", "PL", "IT", "CL", "IR", "DE", "GR")
    ]
    for at, condition in enumerate([*countries, *countries[:1] * 20]):
        await stage.give_stars(stage.ben, f"Bo{chr(97 + at)}", provenance=Provenance(condition))
    for _ in range(10):
        await stage.private("more", stage.ben)
    turns = Counter(request.condition for shares in draws.shares for request in shares)
    assert {*turns} == {*countries}
    assert turns.most_common(1)[0][0] == countries[0]


BLENDS = [
    Condition.blend({first: 1, second: 1})
    for first, second in combinations(("NL", "FR", "PL", "IT", "CL", "IR", "DE", "GR", "JP"), 2)
]


async def test_whoever_stars_names_of_many_blends_has_cards_of_two_of_them(
    stage: Stage, draws: Draws
) -> None:
    """It has two seconds for all that it draws from and all that it learns from."""
    for at, blend in enumerate(BLENDS):
        name = f"Jor{'aeiou'[at % 5]}l{'aeiou'[at // 5 % 5]}n{'ae'[at // 25]}"
        await stage.give_stars(stage.ben, name, provenance=Provenance(blend))
    for _ in range(2):
        await stage.private("more", stage.ben)
    assert [len(shares) for shares in draws.shares] == [2, 2]
    assert len(draws.learnt) == 25 < len(BLENDS)


async def test_wishes_hold_on_the_next_card_too(stage: Stage) -> None:
    options = {"gender": "M", "starts_with": "Ma", "ends_with": "n"}
    card = await stage.private("more", **options)
    again = await stage.told(card, "Again")
    assert not {*names_on(card)} & {*names_on(again)}
    for shown in (card, again):
        assert "male · starts with Ma · ends with n" in text_of(shown)
        assert names_on(shown)
        assert all(re.fullmatch("Ma.*n", name) for name in names_on(shown))
    await stage.star(stage.ada, again, names_on(again)[0])


async def test_wishes_are_changed_in_a_form_and_the_kind_stays(stage: Stage) -> None:
    card = await stage.private("more", gender="F", kind="rare")
    assert [*buttons_on(card)] == ["As text", "Again", "Refine"]
    shown = await stage.ada.click(card, label="Refine")
    answers = {"style": ["classic"], "gender": ["F"], "starts_with": "j", "ends_with": "a"}
    answers = {**answers, "max_length": "16"}
    refined = ephemeral_message(await stage.ada.submit_modal(shown, answers))
    assert "classic style · female · starts with j · ends with a" in text_of(refined)
    assert names_on(refined)
    assert all(re.fullmatch("J.*a", name) for name in names_on(refined))
    again = await stage.told(refined, "Again")
    for message in (card, refined, again):
        assert ".rare." in buttons_on(message)["Again"]


async def test_a_wish_that_repeats_an_obscenity_is_for_the_member_alone(stage: Stage) -> None:
    await stage.private("more", whose="group", starts_with=OBSCENE)


async def test_names_that_are_mostly_wished_are_starred_as_typed(stage: Stage) -> None:
    card = await stage.public("more", whose="group", starts_with="Jorianneli")
    name = min(names_on(card), key=len)
    await stage.star(stage.ben, card, name)
    assert await stage.stars_of(stage.ben) == [(name, None)]


async def test_without_invented_stars_there_is_nothing_to_learn_from(stage: Stage) -> None:
    await stage.give_stars(stage.ben, "Vesna")
    assert "First star a few names" in await stage.refusal("more", stage.ben)


async def test_direct_messages_have_no_group_to_learn_from(stage: Stage) -> None:
    refusal = ephemeral_text(await stage.ada.user.slash("more", whose="group"))
    assert "ask me in that server" in refusal
    assert stage.env.errors
