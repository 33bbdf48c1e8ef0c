import pytest

from bot.commands.options import MOST_CHOICES
from model.domain.countries import countries
from tests.bot.stage import Stage


async def offered(stage: Stage, typed: str) -> dict[str, str]:
    choices = await stage.ada.autocomplete(stage.channel, "name", "country", typed)
    return {choice["name"]: choice["value"] for choice in choices}


@pytest.mark.parametrize("typed", ["", "a", "ne", "zzzz", "*", "n" * 200])
async def test_there_are_one_to_25_choices_whatever_is_typed(stage: Stage, typed: str) -> None:
    assert 1 <= len(await offered(stage, typed)) <= MOST_CHOICES


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
async def test_the_country_meant_is_the_first_choice(stage: Stage, typed: str, first: str) -> None:
    assert next(iter(await offered(stage, typed))) == first


async def test_a_choice_shows_and_carries_the_countrys_name(stage: Stage) -> None:
    names = {country.name for country in countries().values()}
    choices = await offered(stage, "")
    assert all(name == value for name, value in choices.items())
    assert choices.keys() <= names


async def test_what_is_chosen_can_be_sent(stage: Stage) -> None:
    value = (await offered(stage, "chi"))["Chile"]
    await stage.card(country=value)
