"""`/name` as a member uses it, with the shipped weights."""

import re
from typing import Any

import pytest

from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.spelling import fold
from model.inference.name_generator import NameGenerator
from tests.bot.stage import (
    OBSCENE,
    SLUR,
    Stage,
    buttons_on,
    ephemeral_message,
    names_on,
    options_on,
    seed_on,
    text_of,
)


async def test_a_country_gives_five_new_names(stage: Stage, name_generator: NameGenerator) -> None:
    card = await stage.name_card(country="NL")
    assert len(names_on(card)) == 5
    assert "5 new names. As far as I know, nobody has them yet." in text_of(card)
    assert not [name for name in names_on(card) if fold(name) in name_generator.known]


async def test_names_show_the_known_name_that_they_resemble(stage: Stage) -> None:
    text = text_of(await stage.name_card(country="IT", count=10, seed=1))
    assert len(re.findall(r"^## .+\n-# close to .+$", text, re.MULTILINE)) >= 8


async def test_rare_names_say_so_and_the_buttons_ask_for_rare_ones(
    stage: Stage, name_generator: NameGenerator
) -> None:
    card = await stage.name_card(country="DK", kind="rare", seed=1)
    assert len(names_on(card)) == 5
    assert name_generator.existence.are_rare(names_on(card)).all()
    assert "5 rare names: real ones that few people have." in text_of(card)
    assert re.search(r"^## .+\n-# \S+ [\w ]+: [\d,]+ people$", text_of(card), re.MULTILINE)
    again = await stage.pressed(card, "Again")
    assert name_generator.existence.are_rare(names_on(again)).all()


async def test_names_of_any_kind_are_marked_each(stage: Stage) -> None:
    card = await stage.name_card(country="NL", kind="any", count=10, seed=1)
    marks = re.findall(r"^## .+\n-# (new|rare|known)\b", text_of(card), re.MULTILINE)
    assert len(marks) == len(names_on(card)) == 10
    assert "known" in marks


async def test_card_leads_to_the_origin_of_each_of_its_names(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=10)
    assert options_on(card) == names_on(card)
    last = names_on(card)[9]
    assert f"## {last}" in text_of(await stage.origin_of(card, last))


async def test_a_card_is_given_as_text_with_the_command_that_gives_it_again(stage: Stage) -> None:
    card = await stage.name_card(country="PL", gender="F", count=10, seed=312312)
    assert "312312" not in text_of(card)
    text = (await stage.told(card, "As text", stage.ben)).content
    assert text.splitlines() == [
        *("Poland · female", "```", *names_on(card), "```"),
        "-# To get these names again, use this command:",
        *("```", "/name country: Poland count: 10 gender: female seed: 312312", "```"),
    ]


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("name", {"country": "NL"}),
        ("name", {"country": "IT", "count": 3, "style": "bold", "gender": "N", "kind": "any"}),
        ("name", {"country": "PL", "starts_with": "ma", "min_length": 5, "max_length": 7}),
        ("name", {"country": "FR", "ends_with": "e", "contains": "l", "without": "x"}),
        ("name", {"country": "NL", "initials": "same", "like": "Jorien"}),
        ("blend", {"first": "NL", "second": "PL"}),
        ("blend", {"first": "NL", "second": "PL", "share": 70}),
        ("blend", {"first": "NL", "second": "PL", "third": "FR", "share": 33}),
    ],
)
async def test_the_command_of_a_text_gives_the_same_names(
    stage: Stage, command: str, options: dict[str, Any]
) -> None:
    card = await stage.public(command, **options)
    text = (await stage.told(card, "As text", stage.ben)).content
    (typed,) = re.findall(f"^/{command} (.+)$", text, re.MULTILINE)
    given = dict(re.findall(r"(\w+): ([^:]+)(?= \w+:|$)", typed))
    assert given.keys() == {*options, "seed"}
    numbers = {key: int(value) for key, value in given.items() if value.isdigit()}
    places = {key: given[key] for key in ("country", "first", "second", "third") if key in given}
    again = await stage.public(command, **{**options, **places, **numbers})
    assert names_on(again) == names_on(card)


@pytest.mark.parametrize(
    ("options", "said", "pattern"),
    [
        ({"count": 1}, "1 new name. As far as I know, nobody has it yet.", ".+"),
        ({"count": 10, "starts_with": "mar"}, "starts with mar", "Mar.*"),
        ({"count": 10, "min_length": 5, "max_length": 6}, "5 to 6 letters", ".{5,6}"),
        ({"min_length": 7, "max_length": 7}, "\n-# 7 letters\n", ".{7}"),
        ({"count": 1, "min_length": 18}, "18 letters", ".{18}"),
        ({"style": "classic"}, "\n-# classic style\n", ".+"),
        ({"style": "bold"}, "\n-# bold style\n", ".+"),
        ({"gender": "F"}, "\n-# female\n", ".+"),
        ({"gender": "M"}, "\n-# male\n", ".+"),
        (
            {"ends_with": "lle", "without": "x", "initials": "different"},
            "ends with lle · without x · different first letters",
            "[^x]+lle",
        ),
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


@pytest.mark.parametrize("typed", ["SURPRISE", "surprise me "])
async def test_any_country_is_the_same_for_a_seed(stage: Stage, typed: str) -> None:
    first, again = [await stage.name_card(country=typed, seed=7) for _ in range(2)]
    assert text_of(first) == text_of(again)


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
        {"contains": OBSCENE},
        {"without": ", ".join(OBSCENE)},
        {"starts_with": OBSCENE[:2], "ends_with": OBSCENE[2:]},
        {"ends_with": OBSCENE[0], "without": ", ".join(OBSCENE[1:])},
        {"without": ", ".join(SLUR[:4])},
    ],
)
async def test_a_card_that_repeats_an_obscenity_is_for_the_member_alone(
    stage: Stage, options: dict[str, object]
) -> None:
    card = await stage.private("name", country="NL", count=1, **options)
    assert names_on(card)
    again = await stage.ada.click(card, label="Again")
    assert names_on(ephemeral_message(again))


async def test_again_sends_a_new_card_of_the_whole_request_below_the_old_one(stage: Stage) -> None:
    card = await stage.name_card(
        country="NL", count=4, style="bold", gender="F", starts_with="m", max_length=9
    )
    before = names_on(card)
    again = await stage.pressed(card, "Again")
    assert again.id != card.id
    assert seed_on(again) != seed_on(card)
    assert (len(names_on(again)), names_on(card)) == (4, before)
    assert names_on(again) != before
    assert buttons_on(again)["Again"] == buttons_on(card)["Again"]
    assert "bold style · female · starts with m · 2 to 9 letters" in text_of(again)


async def test_a_button_leads_to_the_next_wilder_style(stage: Stage) -> None:
    card = await stage.name_card(country="NL", style="classic")
    for is_bold in (False, True):
        assert [*buttons_on(card)] == ["As text", "Again", "Bolder", "Refine"]
        card = await stage.pressed(card, "Bolder", stage.ben)
        assert ("-# bold style\n" in text_of(card)) is is_bold
    assert [*buttons_on(card)] == ["As text", "Again", "Refine"]
