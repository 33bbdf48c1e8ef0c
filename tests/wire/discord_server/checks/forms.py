"""Discord's validation rules for forms, which it calls modals.

https://discord.com/developers/docs/components/reference#label
"""

from typing import Any

from tests.wire.discord_server.checks.messages import CUSTOM_ID, SELECT, component
from tests.wire.discord_server.checks.schema import (
    BOOLEAN,
    Array,
    Number,
    Object,
    OneOf,
    Path,
    String,
    TaggedUnion,
    ValidationErrors,
)
from tests.wire.discord_server.components import ComponentType, questions

_MAX_QUESTIONS = 5
_MAX_TYPED = 4000
_TEXT_INPUT = component(
    ComponentType.TEXT_INPUT,
    {"custom_id": CUSTOM_ID, "style": Number(1, 2)},
    label=OneOf((None,)),  # discord.py sends that it has none of its own
    required=BOOLEAN,
    min_length=Number(0, _MAX_TYPED),
    max_length=Number(1, _MAX_TYPED),
    value=String(0, _MAX_TYPED),
    placeholder=String(0, 100),
)
_LABEL = component(
    ComponentType.LABEL,
    {"label": String(1, 45), "component": TaggedUnion(_TEXT_INPUT | SELECT)},
    description=String(1, 100),
)
_FORM = Object(
    {
        "custom_id": CUSTOM_ID,
        "title": String(1, 45),
        "components": Array(TaggedUnion(_LABEL), minimum=1, maximum=_MAX_QUESTIONS),
    }
)


def check_form(form: Any, path: Path, errors: ValidationErrors) -> None:  # noqa: ANN401 - JSON
    """Validate a form that a bot opens."""
    known = len(errors.entries)
    _FORM.check(form, path, errors)
    if len(errors.entries) > known:
        return
    keys = [question["custom_id"] for question in questions(form)]
    if len({*keys}) < len(keys):
        errors.add((*path, "components"), f"duplicate custom_id among {keys}")
    for question in questions(form):
        if len(question.get("value", "")) > question.get("max_length", _MAX_TYPED):
            text = f"{question['custom_id']} begins with more than may be typed"
            errors.add((*path, "components"), text)
