"""What forms ask about names, and requests with the answers.

A form that asks some of it is a `FormButton` whose `fields` are from here, as `RefineButton` in
`generation.py`. Its `first_answers` are `answers_of` a request; its `submit` makes the request with
the answers by `refined`. What is not asked stays as it is in the request.
"""

from dataclasses import replace
from typing import cast

from bot.commands.options import GENDER_LABELS, STYLE_LABELS
from bot.interactions import custom_ids
from bot.interactions.custom_ids import MAX_EXCLUDED, MAX_LETTERS, MAX_PREFIX_LENGTH
from bot.interactions.form import Answers, Field
from model.domain.condition import RequestedGender
from model.domain.errors import gettext_noop
from model.domain.generation import NameRequest, Style
from model.domain.spelling import normalise

_EITHER = "either"
STYLE = Field(
    "style",
    gettext_noop("Style"),
    choices={style.value: label for style, label in STYLE_LABELS.items()},
)
GENDER = Field(
    "gender",
    gettext_noop("Gender"),
    choices={
        _EITHER: gettext_noop("either"),
        **{str(gender): label for gender, label in GENDER_LABELS.items()},
    },
)
FIRST_LETTERS = Field("starts_with", gettext_noop("First letters"), max_length=MAX_PREFIX_LENGTH)
LAST_LETTERS = Field("ends_with", gettext_noop("Last letters"), max_length=MAX_LETTERS)
WITHOUT = Field("without", gettext_noop("Without these letters"), max_length=MAX_EXCLUDED)
ALL_FIELDS = (STYLE, GENDER, FIRST_LETTERS, LAST_LETTERS, WITHOUT)


def answers_of(request: NameRequest) -> Answers:
    """Return the answers to all fields that make a request what it is."""
    filters, style = request.filters, Style.with_inverse_temperature(request.inverse_temperature)
    return {
        STYLE.key: style or "",
        GENDER.key: request.condition.gender or _EITHER,
        FIRST_LETTERS.key: request.starts_with,
        LAST_LETTERS.key: filters.ends_with,
        WITHOUT.key: filters.without,
    }


def refined(request: NameRequest, answers: Answers) -> NameRequest:
    """Return a request with answers to some of the fields.

    Raises:
        InputError: it is impossible, or does not fit into a card's buttons.
    """
    answers = {**answers_of(request), **answers}
    style, gender = answers[STYLE.key], answers[GENDER.key]
    chosen = None if gender == _EITHER else cast("RequestedGender", gender)
    changed = replace(
        request,
        condition=replace(request.condition, gender=chosen),
        inverse_temperature=(
            Style(style).inverse_temperature if style else request.inverse_temperature
        ),
        starts_with=normalise(answers[FIRST_LETTERS.key]),
        filters=replace(
            request.filters,
            ends_with=normalise(answers[LAST_LETTERS.key]),
            without=normalise(answers[WITHOUT.key]),
        ),
    )
    custom_ids.check_request(changed)
    return changed
