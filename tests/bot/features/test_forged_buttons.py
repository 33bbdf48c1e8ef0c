"""Buttons and choices that no version of the bot has sent, and somebody has forged."""

import pytest
from simcord.backend import serializers
from simcord.components import walk_components
from simcord.enums import ComponentType, InteractionType

from bot.services.speech_service import SpeechService
from tests.bot.stage import Stage, ephemeral_text

NOBODY = 2**63
"""No id is as large: no database could store it."""
OUTDATED = [
    *("💥", "wish:.5.plain.16.new...XX", "wish:.05.plain.16.new...NL"),
    *("star:Marle", "own:dance.Ana", "own-page:0", "pick:1"),
    *("hear:.Jorien", "hear:NLPL.Jorien", "hear:IR.Mahnaz"),
    *(f"winner:{NOBODY}", f"match-yes:1.{NOBODY}", f"match-next:{NOBODY}.0.0"),
]


async def test_buttons_that_were_never_sent_are_refused(stage: Stage) -> None:
    stage.bot.speech_service = SpeechService()  # which has voices, but none for Iran
    refusals = dict.fromkeys(OUTDATED, "older version of me")
    refusals |= {"hear:NL.<@123>": "I can’t read", "hear:NL.-p": "a bit short"}
    refusals |= {"star:NL..plain.<@123>": "I can’t read"}
    for custom_id, message in refusals.items():
        _, pressed = await stage.press_forged(custom_id)
        assert message in ephemeral_text(pressed), custom_id
    assert not await stage.starred_by(stage.ada)


@pytest.mark.parametrize("custom_id", ["wish:.7.plain.16.new...NL", "star:NL..plain.Marle", "x"])
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


async def test_choices_that_were_never_offered_are_refused(stage: Stage) -> None:
    card = await stage.name_card(country="NL")
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    (select,) = (part for part in walk_components(stored.components) if "options" in part)
    select["options"][0]["value"] = "<@123>"
    refused = await stage.ada.select(card, ["<@123>"], custom_id=select["custom_id"])
    assert "I can’t read" in ephemeral_text(refused)
