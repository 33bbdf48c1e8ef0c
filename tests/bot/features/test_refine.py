"""Refine: a card's names, with other options, asked in a form."""

import re
from dataclasses import fields, replace
from typing import Any

import pytest
from simcord import InteractionResult, ResponseMessage
from simcord.components import walk_components
from simcord.enums import InteractionType

from bot.features import ITEMS
from bot.features.names.wish import Limits, Wish, answers_of, refined
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from bot.interactions.codec import encode
from bot.interactions.forms import FormButton
from model.domain.generation import RequestedKind, Style
from tests.bot.stage import Stage, buttons_on, ephemeral_message, names_on, public_message, text_of

AS_IT_WAS = {"gender": "either", "style": "plain"}
NOTHING = {**AS_IT_WAS, "starts_with": "", "ends_with": "", "max_length": "16"}
MAX_LABEL, MAX_HINT, MAX_CHOICE = 45, 100, 100
"""Characters that Discord allows."""
MAX_QUESTIONS = 5
DUTCH = encode(Wish(countries=("NL",)))
FORMS = [item for item in ITEMS if issubclass(item, FormButton)]


def in_lists(**answers: str) -> dict[str, Any]:
    """Return the answers to a form, those of its lists as the lists have them."""
    chosen = {**NOTHING, **answers}
    return {key: [each] if key in AS_IT_WAS else each for key, each in chosen.items()}


async def open_form(stage: Stage, card: ResponseMessage, label: str = "Refine") -> dict[str, Any]:
    shown = await stage.ben.click(card, label=label)
    assert shown.modal is not None
    return dict(shown.modal)


async def refine(
    stage: Stage, card: ResponseMessage, label: str = "Refine", **answers: str
) -> InteractionResult:
    """Let Ben, who has not asked for the card, fill in the form, with all choices made."""
    shown = await stage.ben.click(card, label=label)
    return await stage.ben.submit_modal(shown, in_lists(**answers))


def standing_in(form: dict[str, Any]) -> dict[str, str]:
    """Return what stands in a form's questions."""
    found = {}
    for part in walk_components(form["components"]):
        if "options" in part:
            (found[part["custom_id"]],) = [
                option["value"] for option in part["options"] if option.get("default")
            ]
        elif "custom_id" in part:
            found[part["custom_id"]] = part.get("value") or ""
    return found


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"style": "classic", "gender": "F", "starts_with": "Ma", "ends_with": "e"},
        {"max_length": 9},
    ],
)
async def test_the_form_begins_with_what_the_card_was_asked_for(
    stage: Stage, options: dict[str, Any]
) -> None:
    form = await open_form(stage, await stage.name_card(country="NL", count=1, **options))
    assert form["title"] == "Refine"
    assert standing_in(form) == NOTHING | {key: str(value) for key, value in options.items()}


async def test_answers_make_a_new_card_and_the_old_one_stays(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=3)
    before = names_on(card)
    answers = {"style": "classic", "gender": "M", "starts_with": " j ", "ends_with": "n"}
    new = public_message(await refine(stage, card, **answers, max_length="9"))
    assert new.id != card.id
    assert names_on(card) == before
    assert len(names_on(new)) == 3
    assert all(re.fullmatch("J.{0,7}n", name) for name in names_on(new))
    said = "classic style · male · starts with j · ends with n · up to 9 letters"
    assert said in text_of(new)


async def test_emptied_answers_are_asked_for_no_more(stage: Stage) -> None:
    card = await stage.name_card(country="NL", style="classic", gender="F", starts_with="m")
    new = public_message(await refine(stage, card, max_length=""))
    plain = await stage.name_card(country="NL")
    assert buttons_on(new)["Again"] == buttons_on(plain)["Again"]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"starts_with": "m2"}, "I can’t read 2 in “m2”"),
        ({"ends_with": "a.b"}, "I can’t read . in “a.b”"),
        ({"max_length": "x"}, "“Most letters” is a number from 2 to 24, not “x”."),
        ({"max_length": "99"}, "Choose a length from 2 to 24 letters, not 99."),
        ({"starts_with": "marian", "max_length": "5"}, "Use fewer letters, or allow longer names"),
    ],
)
async def test_answers_that_will_not_do_are_refused_with_what_will(
    stage: Stage, answers: dict[str, str], message: str
) -> None:
    refused = ephemeral_message(await refine(stage, await stage.name_card(country="NL"), **answers))
    assert message in refused.content


@pytest.mark.parametrize(
    ("custom_id", "components"),
    [
        ("refine:NL", None),
        (f"refine:{DUTCH}", []),
        (f"refine:{DUTCH}", [{"type": 18, "component": {"type": 4}}]),
        (f"other:{DUTCH}", None),
        (f"wish:{DUTCH}", None),
    ],
)
async def test_a_form_that_was_never_sent_is_outdated(
    stage: Stage, custom_id: str, components: list[object] | None
) -> None:
    await stage.name_card(country="NL")
    filled = [
        {"type": 18, "component": {"custom_id": key, "type": 4, "value": answer}}
        for key, answer in NOTHING.items()
    ]
    result = await stage.ada._dispatch_interaction(  # noqa: SLF001 - no honest member can do this
        InteractionType.MODAL_SUBMIT,
        stage.channel,
        {"custom_id": custom_id, "components": filled if components is None else components},
    )
    assert "older version of me" in ephemeral_message(result).content


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", languages())
def test_questions_fit_into_a_form_in_every_language(
    language: str, form: type[FormButton[Any]]
) -> None:
    _ = translator_for_language(language)
    assert 1 <= len(form.fields) <= MAX_QUESTIONS
    assert len(form.title(_)) <= MAX_LABEL
    for field in form.fields:
        assert len(_(field.label)) <= MAX_LABEL
        assert len(_(field.hint)) <= MAX_HINT
        assert all(len(_(label)) <= MAX_CHOICE for label in field.choices.values())


@pytest.mark.parametrize(
    "wish",
    [
        Wish(countries=("NL",)),
        Wish(
            countries=("NL", "IR", "FR"),
            gender="N",
            count=10,
            style=Style.CLASSIC,
            max_length=24,
            kind=RequestedKind.RARE,
            starts_with="Mar",
            ends_with="lle",
        ),
    ],
)
def test_what_is_not_answered_otherwise_stays(wish: Wish) -> None:
    answers = answers_of(wish)
    assert refined(wish, answers) == wish
    assert refined(wish, {**answers, "gender": "F"}) == replace(wish, gender="F")


def test_every_option_but_the_kind_and_the_count_is_asked() -> None:
    asked = {field.name for field in fields(Limits)} - {"kind", "count"}
    assert {*answers_of(Wish(countries=("NL",)))} == asked
