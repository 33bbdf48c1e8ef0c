"""Refine: a card's names, with other options, asked in a form."""

import re
from dataclasses import replace
from typing import Any

import pytest
from simcord import InteractionResult, ResponseMessage
from simcord.components import walk_components
from simcord.enums import InteractionType

from bot.commands import BUTTONS
from bot.commands.generation import RefineButton
from bot.commands.refine import answers_of, refined
from bot.i18n.languages import languages
from bot.i18n.translator import translator_for_language
from bot.interactions.custom_ids import MAX_CUSTOM_ID_LENGTH, MAX_REQUEST
from bot.interactions.form import FormButton
from model.domain.condition import Condition
from model.domain.filters import Filters, Initials
from model.domain.generation import NameRequest, RequestedKind
from tests.bot.stage import Stage, buttons_on, ephemeral_message, names_on, public_message, text_of

QUESTIONS = ["style", "gender", "starts_with", "ends_with", "without"]
AS_IT_WAS = {"style": "plain", "gender": "either"}
NOTHING = dict.fromkeys(QUESTIONS, "") | AS_IT_WAS
MAX_LABEL, MAX_HINT, MAX_CHOICE = 45, 100, 100
"""Characters that Discord allows."""
MAX_QUESTIONS = 5
FORMS = [button for button in BUTTONS if issubclass(button, FormButton)]


def in_lists(**answers: str) -> dict[str, Any]:
    """Return the answers to a form, those of its lists as the lists have them."""
    chosen = {**AS_IT_WAS, **answers}
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
        {"style": "bold", "gender": "F", "starts_with": "Ma", "ends_with": "e", "without": "rk"},
    ],
)
async def test_the_form_begins_with_what_the_card_was_asked_for(
    stage: Stage, options: dict[str, str]
) -> None:
    form = await open_form(stage, await stage.name_card(country="NL", count=1, **options))
    assert form["title"] == "Refine"
    assert standing_in(form) == NOTHING | options


async def test_answers_make_a_new_card_and_the_old_one_stays(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=3, max_length=9)
    before = names_on(card)
    answers = {"style": "classic", "gender": "M", "starts_with": " j ", "ends_with": "n"}
    new = public_message(await refine(stage, card, **answers, without="k"))
    assert new.id != card.id
    assert names_on(card) == before
    assert len(names_on(new)) == 3
    assert all(re.fullmatch("J[^k]*n", name) for name in names_on(new))
    assert "classic style · male · starts with j · ends with n · without k · 2 to 9" in text_of(new)


async def test_emptied_answers_are_asked_for_no_more(stage: Stage) -> None:
    card = await stage.name_card(country="NL", style="bold", gender="F", starts_with="x")
    new = public_message(await refine(stage, card))
    assert buttons_on(new)["Again"] == "wish:NL1000..5.100.2.16."


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"ends_with": "lle", "without": "l"}, "You asked for “lle”, but also to avoid “l”"),
        ({"starts_with": "m2"}, "I can’t read 2 in “m2”"),
        ({"ends_with": "a.b"}, "I can’t read . in “a.b”"),
    ],
)
async def test_answers_that_will_not_do_can_be_changed(
    stage: Stage, answers: dict[str, str], message: str
) -> None:
    refused = ephemeral_message(await refine(stage, await stage.name_card(country="NL"), **answers))
    assert message in refused.content
    assert [*buttons_on(refused)] == ["Change it"]
    again = await open_form(stage, refused, "Change it")
    assert standing_in(again) == NOTHING | answers
    new = public_message(await refine(stage, refused, "Change it", ends_with="lle"))
    assert all(name.endswith("lle") for name in names_on(new))


async def test_too_many_letters_for_a_button_leave_the_form_as_it_was(stage: Stage) -> None:
    thirds = {"first": "NL", "second": "PL", "third": "CL"}
    options = {"count": 10, "max_length": 24, "like": "Maria-Magdalena-Marijke"}
    card = await stage.public("blend", **thirds, **options)
    answers = {"starts_with": "margarethana", "ends_with": "ettatina", "without": "bcdfjkloqvwx"}
    refused = ephemeral_message(await refine(stage, card, **answers))
    assert "more letters than my buttons can remember." in refused.content
    again = await open_form(stage, refused, "Change it")
    assert standing_in(again) == NOTHING


@pytest.mark.parametrize(
    ("custom_id", "components"),
    [
        ("tune:NL", None),
        ("tune:NL1000..5.100.2.16.", []),
        ("tune:NL1000..5.100.2.16.", [{"type": 18, "component": {"type": 4}}]),
        ("other:NL1000..5.100.2.16.", None),
        ("wish:NL1000..5.100.2.16.", None),
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
def test_questions_fit_into_a_form_in_every_language(language: str, form: type[FormButton]) -> None:
    _ = translator_for_language(language)
    assert 1 <= len(form.fields) <= MAX_QUESTIONS
    assert len(form.title(_)) <= MAX_LABEL
    for field in form.fields:
        assert len(_(field.label)) <= MAX_LABEL
        assert len(_(field.hint)) <= MAX_HINT
        assert all(len(_(label)) <= MAX_CHOICE for label in field.choices.values())


@pytest.mark.parametrize(
    "request_before",
    [
        NameRequest(
            *(Condition.for_country("NL", "N"), 3, 2.0, "Ma", 4, 9),
            filters=Filters("an", "lle", "x", Initials.SAME, "Jorien"),
            kind=RequestedKind.RARE,
        ),
        NameRequest(
            Condition.blend({"NL": 70, "PL": 30}, "M"),
            inverse_temperature=1.5,  # between two styles
            filters=Filters(contains="an", initials=Initials.DIFFERENT),
            kind=RequestedKind.ANY,
        ),
    ],
)
def test_what_is_not_answered_otherwise_stays(request_before: NameRequest) -> None:
    answers = answers_of(request_before)
    assert refined(request_before, answers) == request_before
    female = replace(request_before, condition=replace(request_before.condition, gender="F"))
    assert refined(request_before, {**answers, "gender": "F"}) == female


def test_the_longest_request_has_its_form() -> None:
    assert len(f"{RefineButton.kind}:") + MAX_REQUEST <= MAX_CUSTOM_ID_LENGTH
