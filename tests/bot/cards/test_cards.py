import pytest

from bot.cards.labels import flag
from bot.cards.names import NameCard
from bot.commands.name import buttons_for
from bot.commands.star_button import StarButton
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_in
from bot.interactions.custom_ids import LONGEST_START, MOST_COUNTRIES, MOST_NAMES, SEEDS, Starrable
from model.domain.condition import Condition
from model.domain.countries import countries
from model.domain.generation import (
    MAX_NAME_LENGTH,
    GenerationResult,
    NameRequest,
    Rejection,
    Suggestion,
)
from tests.bot.stage import parts_of

LONG = Suggestion(
    "Ǿ" * MAX_NAME_LENGTH, 99.0, novel=True, nearest="Ǿ" * MAX_NAME_LENGTH, distance=MAX_NAME_LENGTH
)


ENGLISH = translator_in("en")


def card_of(wish: NameRequest, *suggestions: Suggestion, _: Translator = ENGLISH) -> NameCard:
    answer = GenerationResult(suggestions, {Rejection.LENGTH: 1, Rejection.UNWRITABLE: 2})
    origin = wish.provenance(SEEDS - 1)
    stars = [StarButton.of(Starrable(one.name, origin), 10**6) for one in answer]
    return NameCard(_, wish, answer, SEEDS - 1, stars, buttons_for(wish, _))


def text_of(card: NameCard) -> str:
    return "\n".join(part["content"] for part in parts_of(card) if "content" in part)


@pytest.mark.parametrize("language", languages())
async def test_the_fullest_card_is_within_what_discord_allows(language: str) -> None:
    _ = translator_in(language)
    longest = sorted(countries(), key=lambda code: -len(_.country(code)))[:MOST_COUNTRIES]
    wish = NameRequest(
        Condition.blend(dict.fromkeys(longest, 1.0), "F"),
        count=MOST_NAMES,
        inverse_temperature=9.87,
        starts_with="*" * LONGEST_START,
        min_length=MAX_NAME_LENGTH - 1,
        max_length=MAX_NAME_LENGTH,
    )
    card = card_of(wish, *[LONG] * MOST_NAMES, _=_)
    assert len(parts_of(card)) <= 39  # a third button has room
    assert len(text_of(card)) <= 4000
    assert max(len(part["custom_id"]) for part in parts_of(card) if "custom_id" in part) <= 100


async def test_a_blend_shows_all_its_countries() -> None:
    wish = NameRequest(Condition.blend({"NL": 0.5, "PL": 0.5}), count=1)
    assert "🇳🇱 Netherlands × 🇵🇱 Poland" in text_of(card_of(wish, LONG))


async def test_a_known_name_is_said_to_be_one() -> None:
    known = Suggestion("Marieke", 9.0, novel=False, nearest="Marieke", distance=0)
    assert "**Marieke**\n-# a known name" in text_of(
        card_of(NameRequest(Condition.for_country("NL")), known)
    )


async def test_a_card_of_fewer_names_than_asked_for_says_why() -> None:
    text = text_of(card_of(NameRequest(Condition.for_country("NL"), count=3), LONG))
    assert f"Only 1 of 3: {Rejection.UNWRITABLE}." in text


async def test_a_card_of_as_many_names_as_asked_for_needs_no_reason() -> None:
    assert Rejection.UNWRITABLE not in text_of(
        card_of(NameRequest(Condition.for_country("NL"), count=1), LONG)
    )


async def test_a_sharpness_without_a_name_is_shown_as_a_number() -> None:
    wish = NameRequest(Condition.for_country("NL"), count=1, inverse_temperature=1.5)
    assert "sharpness 1.5" in text_of(card_of(wish, LONG))


def test_a_flag_is_the_two_letters_of_its_country() -> None:
    assert (flag("NL"), flag("XK")) == ("🇳🇱", "🇽🇰")
