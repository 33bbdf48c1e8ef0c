"""`/countries` as a member uses it."""

from itertools import chain, pairwise

import pytest

from bot.commands.countries import countries_card
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from model.domain.spelling import fold
from tests.bot.stage import Stage, components_of, names_on, public_message, text_of


@pytest.mark.parametrize("language", languages())
async def test_every_country_can_be_chosen_in_the_list_of_its_letter(language: str) -> None:
    parts = components_of(countries_card(translator_for_language(language)))
    lists = [part for part in parts if "options" in part]
    assert {each["value"] for part in lists for each in part["options"]} == countries().keys()
    names = [[fold(each["label"]) for each in part["options"]] for part in lists]
    all_names = [*chain(*names)]
    assert all_names == sorted(all_names)
    letters = [f"{each[0][0]}–{each[-1][0]}".upper() for each in names]
    assert [part["placeholder"].split()[-1] for part in lists] == letters
    assert all(one[-1][0] < other[0][0] for one, other in pairwise(names))


async def test_chosen_country_and_surprise_give_names_for_everyone(stage: Stage) -> None:
    card = await stage.private("countries")
    assert "## 🌍 70 countries" in text_of(card)
    dutch = public_message(await stage.ada.select(card, ["NL"], custom_id="country:2"))
    assert "## 🇳🇱 Netherlands" in text_of(dutch)
    surprise = await stage.pressed(card, "Surprise me")
    assert len(names_on(dutch)) == len(names_on(surprise)) == 5
