"""The loopback Discord rejects what Discord rejects, without which the wire tests prove nothing."""

from typing import Any

import pytest

from tests.wire.discord_server.checks.callbacks import InteractionType, check_callback
from tests.wire.discord_server.checks.messages import COMPONENTS_V2, EPHEMERAL
from tests.wire.discord_server.checks.schema import InvalidFormBodyError

Json = dict[str, Any]
COMMAND, COMPONENT = InteractionType.COMMAND, InteractionType.COMPONENT
AUTOCOMPLETE, FORM = InteractionType.AUTOCOMPLETE, InteractionType.FORM


def button(**fields: object) -> Json:
    return {"type": 2, "style": 1, "label": "Again", "custom_id": "again", **fields}


def text(content: str = "Vesna") -> Json:
    return {"type": 10, "content": content}


def section(custom_id: str = "star") -> Json:
    return {"type": 9, "components": [text()], "accessory": button(custom_id=custom_id)}


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def line(**fields: object) -> Json:
    return {"type": 4, "style": 1, "custom_id": "letters", "max_length": 12, **fields}


def form(*questions: Json, title: str = "Refine") -> Json:
    labels = [{"type": 18, "label": "First letters", "component": each} for each in questions]
    return {"type": 9, "data": {"custom_id": "x", "title": title, "components": labels}}


def gallery(url: str) -> Json:
    return {"type": 12, "items": [{"media": {"url": url}, "description": "A curve that falls"}]}


def card(*children: Json, **fields: object) -> Json:
    data = {
        "flags": COMPONENTS_V2,
        "components": [{"type": 17, "components": list(children)}],
        "allowed_mentions": {"parse": []},
    }
    return {"type": 4, "data": {**data, **fields}}


def choices(*values: object) -> Json:
    return {"type": 8, "data": {"choices": [{"name": "x", "value": value} for value in values]}}


PLOT = {"id": 0, "filename": "plot.png"}
SIX_ROWS = [row(*(button(custom_id=f"{r}:{b}") for b in range(5))) for r in range(6)]
STYLES = {"type": 3, "custom_id": "style", "options": [{"label": "plain", "value": "plain"}]}
FIVE_LINES = [line(custom_id=f"{number}", value="x" * 12) for number in range(5)]


@pytest.mark.parametrize(
    ("callback", "to"),
    [
        (card(*SIX_ROWS, text("x" * 2000), text("y" * 2000), {"type": 14}), COMMAND),
        (card(section()), COMMAND),
        (card(gallery("attachment://plot.png"), attachments=[PLOT]), COMMAND),
        (card(text(), flags=COMPONENTS_V2 | EPHEMERAL), COMMAND),
        ({"type": 5, "data": {"flags": EPHEMERAL}}, COMMAND),
        (form(STYLES, *FIVE_LINES[:4]), COMPONENT),
        (choices(*map(str, range(25))), AUTOCOMPLETE),
    ],
)
def test_callback_within_the_limits_is_accepted(callback: Json, to: InteractionType) -> None:
    check_callback(callback, to)


def test_edited_layout_stays_a_layout() -> None:
    change = card(text(), flags=0)["data"]
    check_callback({"type": 7, "data": change}, COMPONENT, flags=COMPONENTS_V2)


@pytest.mark.parametrize(
    ("callback", "to", "message"),
    [
        (card(), COMMAND, "data.components.0.components: must be a list of 1 to 40"),
        (card(text(), content="hi"), COMMAND, "data.content: cannot be used"),
        (card(text(), components=[]), COMMAND, "data.components: must be 1 to 40 in all, not 0"),
        (card(*(section(f"{n}") for n in range(14))), COMMAND, "must be 1 to 40 in all, not 43"),
        (card(text(), flags=0), COMMAND, "data.components.0.type: must be one of [1]"),
        (card(text(), flags=COMPONENTS_V2 | 1), COMMAND, "data.flags: no message may be sent"),
        (card(text(), allowed_mentions={"parse": ["users"]}), COMMAND, "data.allowed_mentions"),
        (card(text(), allowed_mentions={}), COMMAND, "data.allowed_mentions.parse: is required"),
        (card(text("")), COMMAND, "content: must have 1 to 4000"),
        (card(text("x" * 2000), text("y" * 2001)), COMMAND, "4000 characters, not 4001"),
        (card(text(), colour="red"), COMMAND, "data.colour: is not known"),
        (card(button()), COMMAND, "components.0.type: must be one of"),
        (card(row()), COMMAND, "must be a list of 1 to 5"),
        (card(row(button(), button())), COMMAND, "duplicate custom_id 'again'"),
        (card(row(button(custom_id="x" * 101))), COMMAND, "custom_id: must have 1 to 100"),
        (card(row(button(label="x" * 81))), COMMAND, "label: must have 1 to 80"),
        (card(row(button(style=5))), COMMAND, "a button of style 5 needs url alone"),
        (card(row({"type": 2, "style": 1, "custom_id": "a"})), COMMAND, "a label or an emoji"),
        (card(gallery("attachment://b.png"), attachments=[PLOT]), COMMAND, "b.png is not attached"),
        ({"type": 4, "data": {"allowed_mentions": {"parse": []}}}, COMMAND, "cannot be empty"),
        ({"type": 7, "data": {}}, COMMAND, "type: 7 is no response to COMMAND"),
        (form(line()), FORM, "type: 9 is no response to FORM"),
        (form(), COMPONENT, "data.components: must be a list of 1 to 5"),
        (form(line(), line()), COMPONENT, "duplicate custom_id"),
        (form(line(value="x" * 13)), COMPONENT, "begins with more than may be typed"),
        (form(line(), title="x" * 46), COMPONENT, "data.title: must have 1 to 45"),
        (choices(*map(str, range(26))), AUTOCOMPLETE, "must be a list of 0 to 25"),
        (choices("x" * 101), AUTOCOMPLETE, "must have 0 to 100"),
    ],
)
def test_invalid_callback_is_rejected_at_its_path(
    callback: Json, to: InteractionType, message: str
) -> None:
    with pytest.raises(InvalidFormBodyError) as caught:
        check_callback(callback, to)
    assert message in str(caught.value)
