"""`/countries` as a member uses it."""

import pytest

from bot.commands.countries import countries_card
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from model.domain.spelling import fold
from tests.bot.stage import Stage, components_of, names_on, public_message, text_of


@pytest.mark.parametrize("language", languages())
async def test_every_country_is_named_and_can_be_chosen_in_order(language: str) -> None:
    _ = translator_for_language(language)
    parts = components_of(countries_card(_))
    options = [option for part in parts for option in part.get("options", ())]
    assert {option["value"] for option in options} == countries().keys()
    names = [option["label"] for option in options]
    assert names == sorted(names, key=fold)


async def test_chosen_country_and_surprise_give_names_for_everyone(stage: Stage) -> None:
    card = await stage.private("countries")
    assert "## 🌍 70 countries" in text_of(card)
    dutch = public_message(await stage.ada.select(card, ["NL"], custom_id="country:1"))
    assert "## 🇳🇱 Netherlands" in text_of(dutch)
    surprise = await stage.pressed(card, "Surprise me")
    assert len(names_on(dutch)) == len(names_on(surprise)) == 5
