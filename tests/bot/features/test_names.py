"""`/name` and `/blend` as members use them, with the shipped weights."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.app import NomenBot
from bot.interactions.rate_limit import RateLimiter
from bot.services.name_service import NameService
from bot.store.store import open_store
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import GenerationResult
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector
from tests.bot.stage import (
    OBSCENE,
    SLUR,
    Stage,
    buttons_on,
    ephemeral_message,
    names_on,
    options_on,
    stars_on,
    text_of,
)

NEW = "As far as I know, nobody has them yet."


async def test_a_country_gives_five_new_names(stage: Stage, name_generator: NameGenerator) -> None:
    card = await stage.name_card(country="NL")
    assert len(names_on(card)) == 5
    assert f"5 new names. {NEW}" in text_of(card)
    assert not [name for name in names_on(card) if fold(name) in name_generator.known]


async def test_what_is_always_so_is_said_once_a_channel_a_day(stage: Stage) -> None:
    first = await stage.name_card(country="NL")
    assert NEW in text_of(first)
    assert NEW not in text_of(await stage.pressed(first, "Again"))
    elsewhere = stage.ada.guild.create_text_channel("elsewhere")
    result = await stage.ada.slash(elsewhere, "name", country="NL")
    assert result.response is not None
    assert NEW in text_of(result.response)


@pytest.mark.parametrize(
    ("cards", "options", "advice"),
    [
        (1, {}, "all that I can think of were shown here"),
        (1, {"max_length": 5}, "Try fewer letters, or allow longer names"),
        (0, {}, "Try fewer letters, or allow longer names"),
    ],
)
async def test_a_group_that_has_seen_all_names_is_told_what_else_to_ask_for(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, cards: int, options: dict[str, int], advice: str
) -> None:
    async def nothing(*_: object) -> GenerationResult:
        return GenerationResult((), Counter())

    for _ in range(cards):
        await stage.name_card(country="VN")
    monkeypatch.setattr(stage.bot.name_service, "suggest_unseen", nothing)
    assert advice in await stage.refusal("name", country="VN", **options)


async def test_names_say_whose_they_are_and_which_known_name_they_resemble(stage: Stage) -> None:
    text = text_of(await stage.name_card(country="IT", count=10))
    assert len(re.findall(r"^## .+\n-# [♀♂⚥](?: · close to .+)?$", text, re.MULTILINE)) == 10
    assert text.count("close to") >= 7


async def test_at_most_two_small_lines_stand_before_the_first_name(stage: Stage) -> None:
    options = {"gender": "F", "starts_with": "m", "style": "classic", "max_length": 9}
    card = await stage.public("blend", first="NL", second="IR", third="FR", **options)
    head = text_of(card).partition("\n## ")[0]
    assert head.count("\n") <= 2


async def test_rare_stands_beside_again_and_new_beside_rare_ones(
    stage: Stage, name_generator: NameGenerator
) -> None:
    card = await stage.name_card(country="DK")
    assert [*buttons_on(card)] == ["As text", "Again", "Rare", "Refine"]
    rare = await stage.pressed(card, "Rare", stage.ben)
    assert name_generator.existence.are_rare(names_on(rare)).all()
    assert "5 rare names: real ones that few people have." in text_of(rare)
    assert re.search(r"^## .+\n-# \S · \S+ [\w ]+: [\d,]+ people$", text_of(rare), re.MULTILINE)
    new = await stage.pressed(rare, "New")
    assert not [name for name in names_on(new) if fold(name) in name_generator.known]


async def test_a_blend_has_rare_names_too(stage: Stage, name_generator: NameGenerator) -> None:
    card = await stage.public("blend", first="NL", second="IR")
    rare = await stage.pressed(card, "Rare")
    assert names_on(rare)
    assert name_generator.existence.are_rare(names_on(rare)).all()


async def test_names_of_any_kind_are_marked_each(stage: Stage) -> None:
    card = await stage.name_card(country="NL", kind="any", count=10, seed=1)
    marks = re.findall(r"^## .+\n-# \S · (new|rare|known)\b", text_of(card), re.MULTILINE)
    assert len(marks) == len(names_on(card)) == 10
    assert "known" in marks


async def test_card_leads_to_the_origin_of_each_of_its_names(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=10)
    assert options_on(card) == names_on(card)
    last = names_on(card)[9]
    assert f"## {last}" in text_of(await stage.origin_of(card, last))


async def test_a_card_is_given_as_text(stage: Stage) -> None:
    card = await stage.name_card(country="PL", gender="F", count=10)
    text = (await stage.told(card, "As text", stage.ben)).content
    assert text.splitlines() == ["```", *names_on(card), "```"]


WISHES: list[dict[str, Any]] = [
    *({}, {"gender": "F"}, {"gender": "M"}, {"count": 10}, {"style": "classic"}),
    *({"starts_with": "m"}, {"ends_with": "e"}, {"max_length": 8}, {"kind": "any"}),
]


async def test_no_option_brings_back_a_name_that_the_channel_has_seen(stage: Stage) -> None:
    seen: list[str] = []
    for _ in range(3):
        for options in WISHES:
            seen += map(fold, names_on(await stage.name_card(country="NL", **options)))
    assert len({*seen}) == len(seen) == 3 * 50


async def test_nor_does_a_restart(stage: Stage, name_service: NameService, database: Path) -> None:
    cards = [await stage.name_card(country="NL")]
    async with open_store(database) as reopened:
        bot = NomenBot(name_service, reopened, shard_count=1, rate_limiter=RateLimiter({}))
        await stage.env.restart_bot(bot)
        cards += [await stage.pressed(cards[0], "Again") for _ in range(3)]
    assert len({name for card in cards for name in names_on(card)}) == 20


async def test_groups_have_orders_of_their_own_and_a_seed_is_the_same_for_all(stage: Stage) -> None:
    seeded = await stage.name_card(country="NL", seed=7)
    again = await stage.name_card(country="NL", seed=7)
    assert names_on(seeded) == names_on(again)
    assert names_on(await stage.name_card(country="NL")) != names_on(seeded)


@pytest.mark.parametrize(
    ("options", "said", "pattern"),
    [
        ({"count": 1}, "1 new name. As far as I know, nobody has it yet.", ".+"),
        ({"count": 10, "starts_with": "mar"}, "starts with mar", "Mar.*"),
        ({"count": 10, "max_length": 6}, "up to 6 letters", ".{2,6}"),
        ({"style": "classic"}, "\n-# classic style\n", ".+"),
        ({"gender": "F"}, "\n-# female\n", ".+"),
        ({"gender": "M"}, "\n-# male\n", ".+"),
        ({"ends_with": "lle", "starts_with": "m"}, "starts with m · ends with lle", "M.*lle"),
    ],
    ids=str,
)
async def test_options_are_respected_and_said(
    stage: Stage, options: dict[str, Any], said: str, pattern: str
) -> None:
    card = await stage.name_card(country="NL", **options)
    assert said in text_of(card)
    assert len(names_on(card)) == options.get("count", 5)
    assert all(re.fullmatch(pattern, name) for name in names_on(card))


async def test_fewer_names_come_with_the_reason_than_stumps(stage: Stage) -> None:
    card = await stage.name_card(country="IE", starts_with="K", max_length=5, count=10)
    assert 0 < len(names_on(card)) < 10
    assert re.search(r"I only found \d of 10: .+\. Loosen an option to get more\.", text_of(card))
    assert not {"Kols", "Kasm", "Kaitl"} & {*names_on(card)}


@pytest.mark.parametrize("typed", ["SURPRISE", "surprise me "])
async def test_any_country_is_the_same_for_a_seed(stage: Stage, typed: str) -> None:
    first, again = [await stage.name_card(country=typed, seed=7) for _ in range(2)]
    assert names_on(first) == names_on(again)


@pytest.mark.slow
async def test_every_country_has_names(stage: Stage) -> None:
    titles = [text_of(await stage.name_card(country=code, count=1)) for code in countries()]
    assert len(titles) >= 65


async def test_neutral_names_say_so_and_are_starred_as_of_either_gender(stage: Stage) -> None:
    card = await stage.name_card(country="NL", gender="N", count=2)
    assert "unisex" in text_of(card)
    await stage.star(stage.ben, card, names_on(card)[0])
    ((_, provenance),) = await stage.stars_of(stage.ben)
    assert provenance is not None
    assert provenance.condition == Condition.for_country("NL")


@pytest.mark.parametrize(
    "options",
    [
        {"starts_with": OBSCENE},
        {"ends_with": OBSCENE},
        {"starts_with": OBSCENE[:2], "ends_with": OBSCENE[2:]},
    ],
)
async def test_a_card_that_repeats_an_obscenity_is_for_the_member_alone(
    stage: Stage, options: dict[str, object]
) -> None:
    card = await stage.private("name", country="NL", count=1, **options)
    assert names_on(card)
    again = await stage.ada.click(card, label="Again")
    assert names_on(ephemeral_message(again))
    assert SLUR not in text_of(card)


async def test_again_sends_a_new_card_of_the_whole_wish_below_the_old_one(stage: Stage) -> None:
    card = await stage.name_card(
        country="NL", count=4, style="classic", gender="F", starts_with="m", max_length=9
    )
    before = names_on(card)
    again = await stage.pressed(card, "Again")
    assert again.id != card.id
    assert (len(names_on(again)), names_on(card)) == (4, before)
    assert not {*names_on(again)} & {*before}
    assert buttons_on(again)["Again"] == buttons_on(card)["Again"]
    assert "classic style · female · starts with m · up to 9 letters" in text_of(again)


async def test_two_countries_give_five_names(stage: Stage, name_generator: NameGenerator) -> None:
    card = await stage.public("blend", first="Holland", second="poland")
    names = names_on(card)
    assert len(names) == 5
    assert not [name for name in names if name in name_generator.known]
    assert "### 🇳🇱 Netherlands × 🇵🇱 Poland" in text_of(card)
    assert len(stars_on(card)) == 5


async def test_blended_names_show_country_shares(
    stage: Stage, name_generator: NameGenerator
) -> None:
    card = await stage.public("blend", first="NL", second="CN", third="CL", count=3)
    blend = Condition.blend({"NL": 1, "CN": 1, "CL": 1})
    expected = NameSelector.load(name_generator).rater.shares(names_on(card), blend)
    row = r"^-# \S · 🇳🇱 (\S+)% 🇨🇳 (\S+)% 🇨🇱 ([\d<>]+)%(?: · close to .+)?$"
    shown = re.findall(row, text_of(card), re.MULTILINE)
    for by_country, texts in zip(expected, shown, strict=True):
        for share, text in zip(by_country.values(), texts, strict=True):
            assert abs(100 * share - int(text.strip("<>"))) <= 1


async def test_a_surprise_is_a_card_of_some_country(stage: Stage) -> None:
    empty = await stage.public("top5")
    assert len(names_on(await stage.pressed(empty, "Surprise me"))) == 5


async def test_country_options_autocomplete(stage: Stage) -> None:
    for option in ("first", "second", "third"):
        choices = await stage.ada.autocomplete(stage.channel, "blend", option, "pol")
        assert choices[0]["value"] == "Poland"
