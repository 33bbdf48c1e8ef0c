"""`/blend` as a member uses it, with the shipped weights."""

import re

import pytest

from model.domain.condition import Condition
from model.inference.name_generator import NameGenerator
from model.selection.selector import NameSelector
from tests.bot.stage import Stage, names_on, seed_on, stars_on, text_of


async def test_two_countries_give_five_names(stage: Stage, name_generator: NameGenerator) -> None:
    card = await stage.public("blend", first="NL", second="PL")
    names = names_on(card)
    assert len(names) == 5
    assert not [name for name in names if name in name_generator.known]
    assert "### 🇳🇱 Netherlands × 🇵🇱 Poland" in text_of(card)
    assert len(stars_on(card)) == 5


async def test_names_show_country_shares(stage: Stage, name_generator: NameGenerator) -> None:
    card = await stage.public("blend", first="NL", second="CN", third="CL", count=3)
    blend = Condition.blend({"NL": 1, "CN": 1, "CL": 1})
    expected = NameSelector.load(name_generator).rater.shares(names_on(card), blend)
    row = r"^-# 🇳🇱 (\S+)% 🇨🇳 (\S+)% 🇨🇱 ([\d<>]+)%(?: · close to .+)?$"
    shown = re.findall(row, text_of(card), re.MULTILINE)
    for by_country, texts in zip(expected, shown, strict=True):
        for share, text in zip(by_country.values(), texts, strict=True):
            assert abs(100 * share - int(text.strip("<>"))) <= 1


@pytest.mark.parametrize(
    ("options", "weights"),
    [
        ({}, None),
        ({"share": 50}, None),
        ({"share": 60, "third": "CL"}, "60 : 20 : 20"),
        ({"share": 25, "third": "CL"}, "25 : 37.5 : 37.5"),
        ({"share": 1}, "1 : 99"),
        ({"share": 99, "third": "CL"}, "99 : 0.5 : 0.5"),
    ],
    ids=str,
)
async def test_share_weights_the_first_country(
    stage: Stage, options: dict[str, object], weights: str | None
) -> None:
    text = text_of(await stage.public("blend", first="NL", second="PL", **options))
    assert re.findall(r"^-# ([\d.]+(?: : [\d.]+)+)$", text, re.MULTILINE) == [
        *filter(None, [weights])
    ]


async def test_blend_supports_all_generation_options(stage: Stage) -> None:
    countries = {"first": "Holland", "second": "poland"}
    wishes = {"style": "classic", "gender": "F", "starts_with": "m", "min_length": 4}
    card = await stage.public("blend", **countries, **wishes, max_length=9, count=4, seed=7)
    assert all(name.startswith("M") and 4 <= len(name) <= 9 for name in names_on(card))
    assert "classic style · female · starts with m · 4 to 9 letters" in text_of(card)
    assert (len(names_on(card)), seed_on(card)) == (4, 7)


async def test_country_options_autocomplete(stage: Stage) -> None:
    for option in ("first", "second", "third"):
        choices = await stage.ada.autocomplete(stage.channel, "blend", option, "pol")
        assert choices[0]["value"] == "Poland"
