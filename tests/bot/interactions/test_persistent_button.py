import pytest
from simcord.backend import serializers
from simcord.enums import ComponentType, InteractionType

from tests.bot.stage import (
    Stage,
    buttons_on,
    ephemeral_text,
    names_on,
    public_message,
    seed_on,
    text_of,
)


async def test_again_sends_a_new_card_of_the_whole_request_below_the_old_one(stage: Stage) -> None:
    card = await stage.name_card(
        country="NL", count=4, style="bold", gender="F", starts_with="m", max_length=9
    )
    before = names_on(card)
    again = public_message(await stage.ada.click(card, label="Again"))
    assert again.id != card.id
    assert seed_on(again) != seed_on(card)
    assert (len(names_on(again)), names_on(card)) == (4, before)
    assert names_on(again) != before
    assert buttons_on(again)["Again"] == buttons_on(card)["Again"]
    assert "bold style · female · starts with m · 2 to 9 letters" in text_of(again)


async def test_a_button_leads_to_the_next_wilder_style(stage: Stage) -> None:
    card = await stage.name_card(country="NL", style="classic")
    for is_bold in (False, True):
        assert [*buttons_on(card)] == ["As text", "Again", "Bolder", "Refine"]
        card = public_message(await stage.ben.click(card, label="Bolder"))
        assert ("-# bold style\n" in text_of(card)) is is_bold
    assert [*buttons_on(card)] == ["As text", "Again", "Refine"]


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
