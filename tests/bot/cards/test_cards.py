import pytest

from bot.cards.labels import flag
from bot.cards.names import NameCard
from bot.commands.generation import request_buttons
from bot.commands.star_button import StarButton
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language
from bot.interactions.custom_ids import (
    MAX_COUNTRIES,
    MAX_NAMES_PER_CARD,
    MAX_PREFIX_LENGTH,
    Starrable,
)
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import (
    MAX_NAME_LENGTH,
    MAX_SEED,
    GenerationResult,
    NameRequest,
    Rejection,
    Suggestion,
)
from tests.bot.stage import components_of

LONGEST_SUGGESTION = Suggestion(
    "Ǿ" * MAX_NAME_LENGTH, 99.0, novel=True, nearest="Ǿ" * MAX_NAME_LENGTH, distance=MAX_NAME_LENGTH
)


ENGLISH = translator_for_language("en")


def name_card(request: NameRequest, *suggestions: Suggestion, _: Translator = ENGLISH) -> NameCard:
    result = GenerationResult(suggestions, {Rejection.LENGTH: 1, Rejection.UNWRITABLE: 2})
    provenance = request.provenance(MAX_SEED)
    star_buttons = [
        StarButton.for_name(Starrable(suggestion.name, provenance), 10**6) for suggestion in result
    ]
    return NameCard(_, request, result, MAX_SEED, star_buttons, request_buttons(_, request))


def card_text(card: NameCard) -> str:
    return "\n".join(part["content"] for part in components_of(card) if "content" in part)


@pytest.mark.parametrize("language", languages())
async def test_fullest_card_is_within_discord_limits(language: str) -> None:
    _ = translator_for_language(language)
    longest = sorted(countries(), key=lambda code: -len(_.country_name(code)))[:MAX_COUNTRIES]
    request = NameRequest(
        Condition.blend(dict.fromkeys(longest, 1.0), "F"),
        count=MAX_NAMES_PER_CARD,
        inverse_temperature=9.87,
        starts_with="*" * MAX_PREFIX_LENGTH,
        min_length=MAX_NAME_LENGTH - 1,
        max_length=MAX_NAME_LENGTH,
    )
    card = name_card(request, *[LONGEST_SUGGESTION] * MAX_NAMES_PER_CARD, _=_)
    assert len(components_of(card)) <= 39  # a third button has room
    assert len(card_text(card)) <= 4000
    assert max(len(part["custom_id"]) for part in components_of(card) if "custom_id" in part) <= 100


async def test_blend_shows_all_countries() -> None:
    request = NameRequest(Condition.blend({"NL": 0.5, "PL": 0.5}), count=1)
    assert "🇳🇱 Netherlands × 🇵🇱 Poland" in card_text(name_card(request, LONGEST_SUGGESTION))


async def test_known_name_is_marked() -> None:
    known = Suggestion("Marieke", 9.0, novel=False, nearest="Marieke", distance=0)
    assert "**Marieke**\n-# a known name" in card_text(
        name_card(NameRequest(Condition.for_country("NL")), known)
    )


async def test_too_few_names_are_explained() -> None:
    text = card_text(
        name_card(NameRequest(Condition.for_country("NL"), count=3), LONGEST_SUGGESTION)
    )
    assert f"Only 1 of 3: {Rejection.UNWRITABLE}." in text


async def test_full_count_needs_no_explanation() -> None:
    assert Rejection.UNWRITABLE not in card_text(
        name_card(NameRequest(Condition.for_country("NL"), count=1), LONGEST_SUGGESTION)
    )


async def test_inverse_temperature_between_styles_is_shown_as_number() -> None:
    request = NameRequest(Condition.for_country("NL"), count=1, inverse_temperature=1.5)
    assert "typicality 1.5" in card_text(name_card(request, LONGEST_SUGGESTION))


def test_flag_consists_of_regional_indicators() -> None:
    assert (flag("NL"), flag("XK")) == ("🇳🇱", "🇽🇰")
