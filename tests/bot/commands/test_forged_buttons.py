"""Buttons and choices that no version of the bot has sent, and somebody has forged."""

import pytest
from simcord.backend import serializers
from simcord.components import walk_components
from simcord.enums import ComponentType, InteractionType

from bot.interactions.custom_ids import MAX_LETTERS
from bot.services.speech_service import SpeechService
from tests.bot.stage import Stage, ephemeral_text

NOBODY = 2**63
"""No id is as large: no database could store it."""
OUTDATED = [
    *("💥", "wish:", "wish:NL", "star:", "star:Marle", "undo:", "undo:x.Marle"),
    *("unstar:", "unstar:Marle", "unstar:x.Marle", "unstar:.", "unstar:. Marle"),
    *("own:", "own:up", "own:up.x.Ana", "own:dance.1.Ana"),
    *("hear:", "hear:.Jorien", "hear:NLPL.Jorien", "hear:IR.Mahnaz", "hear:XX.Jorien"),
    *("numbers:", "numbers:312_50", "numbers:312_50_x", "numbers:nan_50_1", "numbers:312_0_1"),
    *("numbers:312_50_0", "numbers:1e9_50_1"),
    *(f"match-yes:1.{NOBODY}", f"match-no:{NOBODY}.1.NL", f"match-open:1.{NOBODY}.NL"),
    *(f"match-next:{NOBODY}.0.NL..", f"match-end:{NOBODY}.0.NL.."),
    *(f"match-end-now:{NOBODY}.0.NL..", f"match-like:{NOBODY}.0.NL...Jorien"),
    *("tune:", "tune:/plain", "tune:/plain/either/////"),
    "tune:/wild/either////NL1000..5.100.2.16.",
    f"tune:/plain/either//{'a' * (MAX_LETTERS + 1)}//NL1000..5.100.2.16.",
]


async def test_buttons_that_were_never_sent_are_refused(stage: Stage) -> None:
    stage.bot.speech_service = SpeechService()  # which has voices, but none for Iran
    refusals = dict.fromkeys(OUTDATED, "older version of me")
    refusals |= {"hear:NL.<@123>": "I can’t read", "hear:NL.-p": "a bit short"}
    for custom_id, message in refusals.items():
        _, pressed = await stage.press_forged(custom_id)
        assert message in ephemeral_text(pressed), custom_id


@pytest.mark.parametrize(
    "custom_id", ["wish:NL1000..7.100.2.16.", "star:NL1000..100.312.Marle", "x"]
)
async def test_button_missing_from_message_is_outdated(stage: Stage, custom_id: str) -> None:
    card = await stage.name_card(country="NL")
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    result = await stage.ada._dispatch_interaction(  # noqa: SLF001 - no honest member can do this
        InteractionType.MESSAGE_COMPONENT,
        stage.channel,
        {"custom_id": custom_id, "component_type": ComponentType.BUTTON},
        extra={"message": serializers.message_payload(stage.env.backend, stored)},
    )
    assert "older version of me" in ephemeral_text(result)
    assert not await stage.starred_by(stage.ada)


@pytest.mark.parametrize(("command", "custom_id"), [("help", "help:"), ("countries", "country:0")])
async def test_choices_that_were_never_offered_are_refused(
    stage: Stage, command: str, custom_id: str
) -> None:
    card = await stage.private(command)
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    select = next(
        part for part in walk_components(stored.components) if part.get("custom_id") == custom_id
    )
    select["options"][0]["value"] = "maths"
    refused = await stage.ada.select(card, ["maths"], custom_id=custom_id)
    assert "older version of me" in ephemeral_text(refused)
