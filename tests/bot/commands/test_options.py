import pytest

from bot.commands.options import GENDER_CHOICES, MAX_CHOICES, STYLE_CHOICES
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from tests.bot.stage import Stage


async def country_choices(stage: Stage, typed: str) -> dict[str, str]:
    choices = await stage.ada.autocomplete(stage.channel, "name", "country", typed)
    return {choice["name"]: choice["value"] for choice in choices}


@pytest.mark.parametrize("typed", ["", "a", "ne"])
async def test_the_beginning_of_a_name_gives_one_to_25_choices(stage: Stage, typed: str) -> None:
    assert 1 <= len(await country_choices(stage, typed)) <= MAX_CHOICES


@pytest.mark.parametrize("typed", ["zzzz", "*", "n" * 200])
async def test_what_is_like_no_country_gives_no_choices(stage: Stage, typed: str) -> None:
    assert await country_choices(stage, typed) == {}


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
    assert choices.pop("🎲 Surprise me") == "surprise"
    assert all(name == value for name, value in choices.items())
    assert choices.keys() <= names


@pytest.mark.parametrize("language", languages())
def test_the_first_letter_of_a_gender_offers_it_first(language: str) -> None:
    _ = translator_for_language(language)
    labels = [_(label) for label in ("male", "female")]
    offered = [_(str(choice.name)) for choice in GENDER_CHOICES.choices]
    # Discord and the playground offer the choices that contain what was typed.
    first = [next(offer for offer in offered if label[0] in offer) for label in labels]
    assert first == labels


@pytest.mark.parametrize("language", languages())
def test_the_first_letter_of_classic_offers_it_first(language: str) -> None:
    _ = translator_for_language(language)
    offered = [_(str(choice.name)) for choice in STYLE_CHOICES.choices]
    classic = _("classic: sounds most like the country")
    assert next(offer for offer in offered if classic[0] in offer) == classic


async def test_choice_value_is_accepted(stage: Stage) -> None:
    value = (await country_choices(stage, "chi"))["Chile"]
    await stage.name_card(country=value)
