"""The loopback Discord rejects what Discord rejects, without which the wire tests prove nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.wire.discord_server.checks.callbacks import InteractionType, check_callback
from tests.wire.discord_server.checks.commands import check_commands
from tests.wire.discord_server.checks.messages import COMPONENTS_V2, EPHEMERAL
from tests.wire.discord_server.checks.schema import InvalidFormBodyError

Json = dict[str, Any]
LONG_CHOICES = [{"name": f"{number:0>90}", "value": f"{number:0>90}"} for number in range(10)]


def option(**fields: object) -> Json:
    return {"type": 3, "name": "country", "description": "Where from", **fields}


def command(*options: Json, **fields: object) -> Json:
    return {"name": "name", "description": "New names", "options": list(options), **fields}


def menu(**fields: object) -> Json:
    return {"type": 3, "name": "Where is it from?", **fields}


def button(**fields: object) -> Json:
    return {"type": 2, "style": 1, "label": "Again", "custom_id": "again", **fields}


def text(content: str = "Vesna") -> Json:
    return {"type": 10, "content": content}


def action_row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def form(*questions: Json, **fields: object) -> Json:
    labels = [{"type": 18, "label": "First letters", "component": each} for each in questions]
    return {"type": 9, "data": {"custom_id": "x", "title": "Refine", "components": labels} | fields}


def line(**fields: object) -> Json:
    return {"type": 4, "style": 1, "custom_id": "letters", "max_length": 12, **fields}


def gallery(url: str) -> Json:
    return {"type": 12, "items": [{"media": {"url": url}, "description": "A curve that falls"}]}


def file_component(url: str) -> Json:
    return {"type": 13, "file": {"url": url}}


def card(*children: Json, **fields: object) -> Json:
    data = {
        "flags": COMPONENTS_V2,
        "components": [{"type": 17, "components": list(children)}],
        "allowed_mentions": {"parse": []},
        "tts": False,
    }
    return {"type": 4, "data": {**data, **fields}}


def choices(*values: object) -> Json:
    named = [{"name": str(value) or "empty", "value": value} for value in values]
    return {"type": 8, "data": {"choices": named}}


def rejection_message(check: Callable[..., None], *args: object, **kwargs: object) -> str:
    with pytest.raises(InvalidFormBodyError) as caught:
        check(*args, **kwargs)
    return str(caught.value)


def test_command_with_every_field_is_accepted() -> None:
    check_commands(
        [
            command(
                option(required=True, autocomplete=True, min_length=1, max_length=40),
                option(type=4, name="count", min_value=1, max_value=10),
                option(name="style", choices=[{"name": "Bold", "value": "bold"}]),
                name_localizations={"nl": "naam"},
                contexts=[0, 1, 2],
                integration_types=[0, 1],
                default_member_permissions=None,
                nsfw=False,
            )
        ]
    )


@pytest.mark.parametrize(
    ("commands", "message"),
    [
        ([command(name="Name")], "0.name: Command name is invalid"),
        ([command(name="a name")], "0.name: String value did not match"),
        ([command(name="n" * 33)], "0.name: Must be between 1 and 32"),
        ([command(description="")], "0.description: Must be between 1 and 100"),
        ([command(description="d" * 101)], "0.description: Must be between 1 and 100"),
        ([command(), command()], "1.name: The name 'name' is taken"),
        ([command(name_localizations={"nl": "Naam"})], "name_localizations.nl: Command name"),
        ([command(name_localizations={"xx": "naam"})], "name_localizations.xx: No field"),
        ([command(contexts=[0, 0])], "0.contexts: The set already contains"),
        ([command(contexts=[])], "0.contexts: Must be between 1"),
        ([command(integration_types=[2])], "0.integration_types.0: Value must be one of"),
        ([command(colour="red")], "0.colour: No field of this form"),
        ([command(option(), option())], "0.options.1.name: The name 'country' is taken"),
        ([command(option(type=12))], "0.options.0.type: Value of field type must be one of"),
        ([command(option(description="d" * 101))], "0.options.0.description: Must be between"),
        ([command(option(), option(name="b", required=True))], "Required options must be placed"),
        (
            [command(option(autocomplete=True, choices=[{"name": "a", "value": "a"}]))],
            "Autocomplete",
        ),
        (
            [command(option(choices=[{"name": "a", "value": 1}]))],
            "choices.0.value: Must be a string",
        ),
        ([command(option(min_length=9, max_length=3))], "min_length must not be greater"),
        ([command(option(type=4, name="count", min_value=0.5))], "min_value: Value"),
        (
            [command(option(choices=[{"name": f"c{n}", "value": ""} for n in range(26)]))],
            "choices: Must be between 0 and 25",
        ),
        (
            [command(*(option(name=f"o{n}") for n in range(26)))],
            "options: Must be between 0 and 25",
        ),
        ([command(option(), {"type": 1, "name": "s", "description": "d"})], "mutually exclusive"),
        (
            [command(*(option(name=f"o{n}", choices=LONG_CHOICES) for n in range(5)))],
            "exceeds maximum size",
        ),
    ],
)
def test_invalid_command_is_rejected_at_its_path(commands: list[Json], message: str) -> None:
    assert message in rejection_message(check_commands, commands)


def test_entry_of_a_menu_may_have_spaces_and_capitals() -> None:
    check_commands([menu(name_localizations={"nl": "Waar komt het vandaan?"})])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "x" * 33}, "0.name: Must be between 1 and 32"),
        (
            {"name_localizations": {"nl": "x" * 33}},
            "localizations.nl: Must be between 1 and 32",
        ),
        ({"description": "Says where from"}, "0.description"),
        ({"options": [option()]}, "0.options"),
    ],
)
def test_invalid_entry_of_a_menu_is_rejected_at_its_path(fields: Json, message: str) -> None:
    assert message in rejection_message(check_commands, [menu(**fields)])


def test_rejection_has_discords_error_format() -> None:
    with pytest.raises(InvalidFormBodyError) as caught:
        check_commands([command(description="")])
    assert caught.value.errors.body() == {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {
            "0": {
                "description": {
                    "_errors": [
                        {
                            "code": "BASE_TYPE_BAD_LENGTH",
                            "message": "Must be between 1 and 100 in length.",
                        }
                    ]
                }
            }
        },
    }


def test_card_at_component_and_text_limits_is_accepted() -> None:
    rows = [action_row(*(button(custom_id=f"{r}:{b}") for b in range(5))) for r in range(6)]
    texts = [text("x" * 2000), text("x" * 2000), {"type": 14, "divider": True, "spacing": 2}]
    check_callback(card(*rows, *texts), InteractionType.COMMAND)


def test_section_and_accessory_both_count_towards_the_limit() -> None:
    section = {"type": 9, "components": [text()], "accessory": button()}
    check_callback(card(section), InteractionType.COMMAND)
    sections = [
        {"type": 9, "components": [text()], "accessory": button(custom_id=str(n))}
        for n in range(14)
    ]
    assert "cannot exceed 40, not 43" in rejection_message(
        check_callback, card(*sections), InteractionType.COMMAND
    )


def test_referenced_image_must_be_uploaded() -> None:
    files = [{"id": 0, "filename": "plot.png"}]
    check_callback(
        card(gallery("attachment://plot.png"), attachments=files), InteractionType.COMMAND
    )
    check_callback(card(gallery("https://example.org/plot.png")), InteractionType.COMMAND)
    for sent in (files, []):
        missing = card(gallery("attachment://other.png"), attachments=sent)
        assert "other.png was not found" in rejection_message(
            check_callback, missing, InteractionType.COMMAND
        )


def test_referenced_file_must_be_uploaded() -> None:
    files = [{"id": 0, "filename": "export.json"}]
    check_callback(
        card(file_component("attachment://export.json"), attachments=files), InteractionType.COMMAND
    )
    for url, message in (
        ("attachment://other.json", "other.json was not found"),
        ("https://example.org/export.json", "file.url"),
    ):
        wrong = card(file_component(url), attachments=files)
        assert message in rejection_message(check_callback, wrong, InteractionType.COMMAND)


@pytest.mark.parametrize(
    ("callback", "message"),
    [
        (card(), "data.components.0.components: Must be between 1 and 40"),
        (card(text(), content="hi"), "data.content: The 'content' field cannot be used"),
        (card(text(), embeds=[{"title": "t"}]), "data.embeds: The 'embeds' field cannot be used"),
        (card(text(), components=[]), "data.components: This field is required"),
        (card(text(), flags=0), "data.components.0.type: Value of field type must be one of {1}"),
        (card(text(), flags=COMPONENTS_V2 | 1), "data.flags: No message may be sent with"),
        (card(text(), allowed_mentions={"parse": ["users"]}), "data.allowed_mentions.parse"),
        (card(text(), allowed_mentions={}), "data.allowed_mentions.parse: This field is required"),
        (card(text("")), "content: Must be between 1 and 4000"),
        (card(text("x" * 2000), text("x" * 2001)), "may have 4000 characters, not 4001"),
        (card(button()), "type: Value of field type must be one of"),
        (card(action_row(text())), "type: Value of field type must be one of"),
        (card(action_row()), "components.0.components: Must be between 1 and 5"),
        (
            card(action_row(*(button(custom_id=str(n)) for n in range(6)))),
            "Must be between 1 and 5",
        ),
        (card(action_row(button(), button())), "custom_id cannot be duplicated: 'again'"),
        (card(action_row(button(id=7)), {"type": 14, "id": 7}), "id cannot be duplicated: 7"),
        (card(action_row(button(custom_id="x" * 101))), "custom_id: Must be between 1 and 100"),
        (card(action_row(button(label="x" * 81))), "label: Must be between 1 and 80"),
        (card(action_row(button(style=7))), "style: Value must be one of"),
        (card(action_row(button(style=5))), "A button of style 5 has url"),
        (card(action_row({"type": 2, "style": 1, "custom_id": "a"})), "needs a label or an emoji"),
        ({"type": 5, "data": {"content": "x"}}, "data.content: No field of this form"),
        ({"type": 7, "data": {}}, "type: Value must be one of"),
        ({"type": 4, "data": {"allowed_mentions": {"parse": []}}}, "Cannot send an empty message"),
        ({"type": 4}, "data: Only dictionaries may be used"),
    ],
)
def test_invalid_callback_is_rejected_at_its_path(callback: Json, message: str) -> None:
    assert message in rejection_message(check_callback, callback, InteractionType.COMMAND)


def test_form_of_five_questions_is_accepted() -> None:
    styles = [{"label": "plain", "value": "plain", "default": True}]
    choice = {"type": 3, "custom_id": "style", "options": styles}
    lines = [line(custom_id=f"{number}", value="x" * 12) for number in range(4)]
    check_callback(form(choice, *lines), InteractionType.COMPONENT)


@pytest.mark.parametrize(
    ("callback", "message"),
    [
        (form(), "data.components: Must be between 1 and 5"),
        (form(*(line(custom_id=f"{number}") for number in range(6))), "Must be between 1 and 5"),
        (form(line(), line()), "Component custom_id cannot be duplicated"),
        (form(line(value="x" * 13)), "begins with more than may be typed"),
        (form(line(), title="x" * 46), "data.title: Must be between 1 and 45"),
        (form(button()), "component.type: Value of field type must be one of"),
        (form(line(), components=[line()]), "type: Value of field type must be one of"),
    ],
)
def test_invalid_form_is_rejected_at_its_path(callback: Json, message: str) -> None:
    assert message in rejection_message(check_callback, callback, InteractionType.COMPONENT)


def test_a_form_opens_no_other_form() -> None:
    assert "type: Value must be one of" in rejection_message(
        check_callback, form(line()), InteractionType.FORM
    )


def test_ephemeral_callbacks_are_accepted() -> None:
    check_callback(card(text(), flags=COMPONENTS_V2 | EPHEMERAL), InteractionType.COMMAND)
    check_callback({"type": 5, "data": {"flags": EPHEMERAL}}, InteractionType.COMMAND)


def test_edited_layout_stays_a_layout() -> None:
    change = card(text(), flags=0)["data"]
    check_callback({"type": 7, "data": change}, InteractionType.COMPONENT, flags=COMPONENTS_V2)


def test_autocomplete_choices_are_limited_and_typed() -> None:
    check_callback(choices(*map(str, range(25))), InteractionType.AUTOCOMPLETE)
    check_callback(choices(1, 2), InteractionType.AUTOCOMPLETE, option_type=4)
    assert "between 0 and 25" in rejection_message(
        check_callback, choices(*map(str, range(26))), InteractionType.AUTOCOMPLETE
    )
    assert "Must be a string" in rejection_message(
        check_callback, choices(1), InteractionType.AUTOCOMPLETE
    )
    yes = {"type": 8, "data": {"choices": [{"name": "yes", "value": True}]}}
    assert "not a valid number" in rejection_message(
        check_callback, yes, InteractionType.AUTOCOMPLETE, option_type=4
    )
    assert "between 0 and 100" in rejection_message(
        check_callback, choices("x" * 101), InteractionType.AUTOCOMPLETE
    )
