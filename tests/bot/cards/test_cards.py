from typing import Any

import pytest

from bot.cards.labels import flag
from bot.cards.names import NameCard
from bot.commands.copy_button import CopyButton
from bot.commands.generation import origins, request_buttons
from bot.commands.star_button import StarButton
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language
from bot.interactions.custom_ids import (
    MAX_COUNTRIES,
    MAX_NAMES_PER_CARD,
    MAX_PREFIX_LENGTH,
    Starrable,
)
from model.domain.condition import Condition, RequestedGender
from model.domain.countries import countries
from model.domain.generation import (
    MAX_NAME_LENGTH,
    MAX_SEED,
    Bearing,
    GenerationResult,
    NameKind,
    NameRequest,
    Rejection,
    RequestedKind,
    Suggestion,
)
from tests.bot.stage import components_of, texts_of
from tests.wire.discord_server.checks import MAX_COMPONENTS

LONGEST_SUGGESTION = Suggestion(
    *("Ǿ" * MAX_NAME_LENGTH, NameKind.NEW), nearest="-" * MAX_NAME_LENGTH, distance=1, abroad="NL"
)
ENGLISH = translator_for_language("en")


def dutch(gender: RequestedGender | None = None, *, count: int = 1, **options: Any) -> NameRequest:  # noqa: ANN401 - of several types
    return NameRequest(Condition.for_country("NL", gender), count=count, **options)


def name_card(request: NameRequest, *suggestions: Suggestion, _: Translator = ENGLISH) -> NameCard:
    result = GenerationResult(suggestions, {Rejection.LENGTH: 1, Rejection.UNWRITABLE: 2})
    provenance = request.provenance(MAX_SEED)
    starrables = [Starrable(suggestion.name, provenance) for suggestion in result]
    star_buttons = [StarButton.for_name(starrable, 10**6) for starrable in starrables]
    countries_of = dict(request.condition.countries)
    shares = [dict.fromkeys(countries_of, 0.999)] * len(result) if len(countries_of) > 1 else ()
    return NameCard(
        *(_, request, result, star_buttons, request_buttons(_, request)),
        copy=CopyButton.for_seed(_, MAX_SEED),
        origins=origins(_, [starrable.name for starrable in starrables]),
        shares=shares,
    )


@pytest.mark.parametrize("language", languages())
async def test_fullest_card_is_within_discord_limits(language: str) -> None:
    _ = translator_for_language(language)
    longest = sorted(countries(), key=lambda code: -len(_.country_name(code)))[:MAX_COUNTRIES]
    request = NameRequest(
        Condition.blend(dict.fromkeys(longest, 1.0), "F"),
        count=MAX_NAMES_PER_CARD,
        inverse_temperature=1.23,
        starts_with="*" * MAX_PREFIX_LENGTH,
        min_length=MAX_NAME_LENGTH - 1,
        max_length=MAX_NAME_LENGTH,
    )
    card = name_card(request, *[LONGEST_SUGGESTION] * MAX_NAMES_PER_CARD, _=_)
    assert len(components_of(card)) == MAX_COMPONENTS
    assert len("\n".join(texts_of(card))) <= 4000
    assert max(len(part["custom_id"]) for part in components_of(card) if "custom_id" in part) <= 100


async def test_blend_shows_all_countries() -> None:
    request = NameRequest(Condition.blend({"NL": 0.5, "PL": 0.5}), count=1)
    title, *_ = texts_of(name_card(request, LONGEST_SUGGESTION))
    assert title.startswith("### 🇳🇱\u00a0Netherlands ×\u00a0🇵🇱\u00a0Poland\n")


@pytest.mark.parametrize(
    ("abroad", "distance", "row"),
    [
        (None, 1, "## Dintja\n-# close to Dinja"),
        ("HR", 3, "## Dintja\n-# close to 🇭🇷\u00a0Dinja"),
        (None, 4, "## Dintja"),
    ],
    ids=["at home", "from abroad", "most letters differ"],
)
async def test_small_print_under_a_new_name_says_what_it_resembles(
    abroad: str | None, distance: int, row: str
) -> None:
    new = Suggestion("Dintja", NameKind.NEW, nearest="Dinja", distance=distance, abroad=abroad)
    assert row in texts_of(name_card(dutch(), new))


@pytest.mark.parametrize(
    ("kind", "bearing", "details"),
    [
        (NameKind.RARE, Bearing("DK", 12), "rare · 🇩🇰\u00a0Denmark: 12 people"),
        (NameKind.RARE, Bearing("DK", 1), "rare · 🇩🇰\u00a0Denmark: 1 person"),
        (NameKind.RARE, None, "rare"),
        (NameKind.KNOWN, Bearing("IT", 80_117), "known · 🇮🇹\u00a0Italy: 80,117 people"),
    ],
)
async def test_where_kinds_differ_each_name_says_its_own_and_how_many_have_it_where(
    kind: NameKind, bearing: Bearing | None, details: str
) -> None:
    suggestion = Suggestion("Dintja", kind, nearest="Dintja", distance=0, bearing=bearing)
    title, row, *_ = texts_of(name_card(dutch(kind=RequestedKind.ANY), suggestion))
    assert row == f"## Dintja\n-# {details}"
    assert title.endswith(
        "\n-# new: as far as I know, nobody has it · rare: a real name, but few people have it"
    )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (RequestedKind.NEW, "2 new names. As far as I know, nobody has them yet."),
        (RequestedKind.RARE, "2 rare names: real ones that few people have."),
    ],
)
async def test_what_all_names_are_is_said_under_the_title(kind: RequestedKind, said: str) -> None:
    suggestion = Suggestion("Dintja", NameKind(kind), nearest="Dintja", distance=4)
    title, *rows = texts_of(name_card(dutch(count=2, kind=kind), suggestion, suggestion))
    assert title == f"### 🇳🇱\u00a0Netherlands\n-# {said}"
    assert rows == ["## Dintja"] * 2


async def test_title_says_what_was_asked_for_and_keeps_defaults_and_the_seed_to_itself() -> None:
    title, *rows = texts_of(name_card(dutch("F"), LONGEST_SUGGESTION))
    said = ["-# female", "-# 1 new name. As far as I know, nobody has it yet."]
    assert title.splitlines()[1:] == said
    assert f"{MAX_SEED}" not in "".join([title, *rows])


async def test_too_few_names_are_explained_and_enough_are_not() -> None:
    few, enough = (name_card(dutch(count=count), LONGEST_SUGGESTION) for count in (3, 1))
    explanation = f"I only found 1 of 3: {Rejection.UNWRITABLE}."
    assert explanation in "\n".join(texts_of(few))
    assert Rejection.UNWRITABLE not in "\n".join(texts_of(enough))


async def test_inverse_temperature_between_styles_is_shown_as_number() -> None:
    title, *_ = texts_of(name_card(dutch(inverse_temperature=1.5), LONGEST_SUGGESTION))
    assert "style 1.5" in title


def test_flag_consists_of_regional_indicators() -> None:
    assert (flag("NL"), flag("XK")) == ("🇳🇱", "🇽🇰")
