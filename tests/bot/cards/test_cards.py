from dataclasses import replace
from typing import Any

import pytest

from bot.cards.names import NameCard
from bot.commands.copy_button import CopyButton
from bot.commands.generation import origins
from bot.commands.star_button import StarButton
from bot.i18n.translator import translator_for_language
from bot.interactions.custom_ids import Starrable
from model.domain.condition import Condition, RequestedGender
from model.domain.generation import (
    MAX_SEED,
    Bearing,
    GenerationResult,
    NameKind,
    NameRequest,
    Rejection,
    RequestedKind,
    Suggestion,
)
from tests.bot.stage import texts_of

DINTJA = Suggestion("Dintja", NameKind.NEW, nearest="Dintja", distance=4)
ENGLISH = translator_for_language("en")


def dutch(gender: RequestedGender | None = None, *, count: int = 1, **options: Any) -> NameRequest:  # noqa: ANN401 - of several types
    return NameRequest(Condition.for_country("NL", gender), count=count, **options)


def texts_of_card(request: NameRequest, *suggestions: Suggestion) -> list[str]:
    """Return the texts of a card of names, from its title on."""
    result = GenerationResult(suggestions, {Rejection.LENGTH: 1, Rejection.UNWRITABLE: 2})
    starrables = [Starrable(suggestion.name, request.provenance(MAX_SEED)) for suggestion in result]
    return texts_of(
        NameCard(
            *(ENGLISH, request, result, [StarButton.for_name(each, 0) for each in starrables], []),
            copy=CopyButton.for_seed(ENGLISH, MAX_SEED),
            origins=origins(ENGLISH, [starrable.name for starrable in starrables]),
            shares=(),
        )
    )


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
    assert row in texts_of_card(dutch(), new)


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
    suggestion = replace(DINTJA, kind=kind, bearing=bearing)
    title, row, *_ = texts_of_card(dutch(kind=RequestedKind.ANY), suggestion)
    assert row == f"## Dintja\n-# {details}"
    assert title.endswith(
        "\n-# new: as far as I know, nobody has it · rare: a real name, but few people have it"
    )


async def test_too_few_names_are_explained_and_enough_are_not() -> None:
    few, enough = ("\n".join(texts_of_card(dutch(count=count), DINTJA)) for count in (3, 1))
    explanation = f"I only found 1 of 3: {Rejection.UNWRITABLE}."
    assert explanation in few
    assert Rejection.UNWRITABLE not in enough


async def test_inverse_temperature_between_styles_is_shown_as_number() -> None:
    title, *_ = texts_of_card(dutch(inverse_temperature=1.5), DINTJA)
    assert "style 1.5" in title
