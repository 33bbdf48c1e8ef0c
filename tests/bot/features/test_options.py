import pytest

from bot.features.options import GENDER_CHOICES, STYLE_CHOICES
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from model.domain.countries import countries
from tests.bot.stage import Stage


async def test_choices_are_countries_and_first_a_surprise(stage: Stage) -> None:
    async def offered(typed: str) -> list[tuple[str, str]]:
        choices = await stage.ada.autocomplete(stage.channel, "name", "country", typed)
        return [(choice["name"], choice["value"]) for choice in choices]

    names = {country.name for country in countries().values()}
    first, *others = await offered("")
    assert first == ("🎲 Surprise me", "surprise")
    assert len(others) == 24
    assert all(name == value and name in names for name, value in others)
    assert await offered("neth") == [("Netherlands", "Netherlands")]
    for typed in ("zzzz", "*", "n" * 200):
        assert await offered(typed) == []


@pytest.mark.parametrize("language", languages())
def test_the_first_letter_of_a_gender_or_of_classic_offers_it_first(language: str) -> None:
    """Discord and the playground offer the choices that contain what was typed."""
    _ = translator_for_language(language)
    for choices, likely in (
        (GENDER_CHOICES.choices, ("male", "female")),
        (STYLE_CHOICES.choices, ("classic: more traditional names",)),
    ):
        offered = [_(str(choice.name)) for choice in choices]
        for label in map(_, likely):
            assert next(offer for offer in offered if label[0] in offer) == label
