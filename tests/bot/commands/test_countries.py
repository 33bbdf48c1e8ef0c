"""`/countries` as a member uses it."""

from itertools import pairwise

import pytest

from bot.commands.countries import countries_card
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from model.domain.spelling import fold
from tests.bot.stage import Stage, components_of, ephemeral_text, names_on, public_message, text_of
from tests.wire.discord_server.components import ComponentType


@pytest.mark.parametrize("language", languages())
async def test_every_country_is_named_and_can_be_chosen_in_order(language: str) -> None:
    _ = translator_for_language(language)
    parts = components_of(countries_card(_))
    lists = [part for part in parts if part["type"] == ComponentType.STRING_SELECT]
    options = [option for part in lists for option in part["options"]]
    assert {option["value"] for option in options} == countries().keys()
    names = [option["label"] for option in options]
    assert names == sorted(names, key=fold)


@pytest.mark.parametrize("language", languages())
async def test_a_list_has_all_countries_of_each_letter_that_it_names(language: str) -> None:
    parts = components_of(countries_card(translator_for_language(language)))
    lists = [part for part in parts if part["type"] == ComponentType.STRING_SELECT]
    letters = [[fold(option["label"])[0].upper() for option in part["options"]] for part in lists]
    assert [f"{each[0]}–{each[-1]}" for each in letters] == [
        part["placeholder"].split()[-1] for part in lists
    ]
    assert all(one[-1] < other[0] for one, other in pairwise(letters))


async def test_chosen_country_and_surprise_give_names_for_everyone(stage: Stage) -> None:
    card = await stage.private("countries")
    assert "## 🌍 70 countries" in text_of(card)
    dutch = public_message(await stage.ada.select(card, ["NL"], custom_id="country:2"))
    assert "## 🇳🇱 Netherlands" in text_of(dutch)
    surprise = public_message(await stage.ada.click(card, label="Surprise me"))
    assert len(names_on(dutch)) == len(names_on(surprise)) == 5


async def test_country_that_is_none_is_reported_as_outdated(stage: Stage) -> None:
    card = await stage.private("countries")
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    stored.components[0]["components"][1]["components"][0]["options"][0]["value"] = "ZZ"
    refusal = await stage.ada.select(card, ["ZZ"], custom_id="country:0")
    assert "older" in ephemeral_text(refusal)
