import pytest

from bot.commands.options import GENDER_CHOICES, STYLE_CHOICES
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from tests.bot.stage import Stage


async def country_choices(stage: Stage, typed: str) -> dict[str, str]:
    choices = await stage.ada.autocomplete(stage.channel, "name", "country", typed)
    return {choice["name"]: choice["value"] for choice in choices}


@pytest.mark.parametrize(
    ("typed", "number"), [("", 25), ("neth", 1), ("zzzz", 0), ("*", 0), ("n" * 200, 0)]
)
async def test_choices_begin_so_and_are_25_at_most(stage: Stage, typed: str, number: int) -> None:
    assert len(await country_choices(stage, typed)) == number


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ne", "Netherlands"),
        ("hol", "Netherlands"),
        ("NL", "Netherlands"),
        ("ital", "Italy"),
        ("pers", "Iran"),
        ("Polnad", "Poland"),
    ],
)
async def test_intended_country_is_first_choice(stage: Stage, typed: str, first: str) -> None:
    assert next(iter(await country_choices(stage, typed))) == first


async def test_choices_are_country_names_and_a_surprise(stage: Stage) -> None:
    names = {country.name for country in countries().values()}
    choices = await country_choices(stage, "")
    assert next(iter(choices.items())) == ("🎲 Surprise me", "surprise")
    del choices["🎲 Surprise me"]
    assert all(name == value for name, value in choices.items())
    assert choices.keys() <= names


@pytest.mark.parametrize("language", languages())
def test_the_first_letter_of_a_gender_or_of_classic_offers_it_first(language: str) -> None:
    """Discord and the playground offer the choices that contain what was typed."""
    _ = translator_for_language(language)
    for choices, likely in (
        (GENDER_CHOICES.choices, ("male", "female")),
        (STYLE_CHOICES.choices, ("classic: sounds most like the country",)),
    ):
        offered = [_(str(choice.name)) for choice in choices]
        for label in map(_, likely):
            assert next(offer for offer in offered if label[0] in offer) == label


@pytest.mark.parametrize(("typed", "offered"), [("x" * 93, True), ("x" * 94, False)])
async def test_lists_are_offered_as_far_as_a_choice_has_room(
    stage: Stage, typed: str, *, offered: bool
) -> None:
    choices = await stage.ada.autocomplete(stage.channel, "origin", "among", f"{typed}, chile")
    assert (f"{typed}, Chile" in [choice["name"] for choice in choices]) is offered
