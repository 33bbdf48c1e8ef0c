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
    *("💥", "wish:", "wish:NL", "star:", "star:Marle", "undo:", "undo:x.Marle"),
    *("wish:.5.plain.16.new...XX", "wish:.5.plain.16.new...NL-NL", "wish:.11.plain.16.new...NL"),
    *("wish:.5.bold.16.new...NL", "wish:.05.plain.16.new...NL", "wish:X.5.plain.16.new...NL"),
    *("unstar:", "unstar:Marle", "unstar:x.Marle", "unstar:.", "unstar:0. Marle"),
    *("own:", "own:up", "own:dance.Ana", "own-page:0", "own-page:x", "pick:1"),
    *("hear:", "hear:.Jorien", "hear:NLPL.Jorien", "hear:IR.Mahnaz", "hear:XX.Jorien"),
    *("picture:theirs", "winner:x", f"winner:{NOBODY}", "typed:maybe"),
    *(f"match-yes:1.{NOBODY}", f"match-no:{NOBODY}.1", f"match-open:1.{NOBODY}"),
    *(f"match-next:{NOBODY}.0.0", "match-next:1.65536.0", "match-end:1.0.100000"),
    *(f"match-like:{NOBODY}.0.0.Jorien", "refine:", "mix:.x.0.Anna.Peter", "more:"),
]


async def test_buttons_that_were_never_sent_are_refused(stage: Stage) -> None:
    stage.bot.speech_service = SpeechService()  # which has voices, but none for Iran
    refusals = dict.fromkeys(OUTDATED, "older version of me")
    refusals |= {"hear:NL.<@123>": "I can’t read", "hear:NL.-p": "a bit short"}
    for custom_id, message in refusals.items():
        _, pressed = await stage.press_forged(custom_id)
        assert message in ephemeral_text(pressed), custom_id


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


async def test_a_forged_name_is_not_starred(stage: Stage) -> None:
    _, pressed = await stage.press_forged("star:NL..plain.<@123>")
    assert "I can’t read" in ephemeral_text(pressed)
    assert not await stage.starred_by(stage.ada)


@pytest.mark.parametrize("value", ["maths", "...Marle", "NL..plain."])
async def test_choices_that_were_never_offered_are_refused(stage: Stage, value: str) -> None:
    await stage.give_stars(stage.ada, "Jorien")
    guild, matches = stage.ada.guild.id, stage.store.matches
    await matches.invite(guild, stage.ada.id, stage.ben.id)
    await matches.accept(guild, stage.ben.id, stage.ada.id)
    await matches.choose(guild, stage.ada.id, stage.ben.id, "NL...")
    for member, other in ((stage.ada, stage.ben), (stage.ben, stage.ada)):
        await matches.like(guild, member.id, other.id, "Vesna", None)
    card = await stage.private("match", **{"with": stage.ben})
    stored = stage.env.backend.get_message(stage.channel.id, card.id)
    select = next(
        part
        for part in walk_components(stored.components)
        if part.get("custom_id") == "match-star:"
    )
    select["options"][0]["value"] = value
    refused = await stage.ada.select(card, [value], custom_id="match-star:")
    assert "older version of me" in ephemeral_text(refused)
