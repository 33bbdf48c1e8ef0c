"""How a name sounds, by the button on its card."""

import pytest
from simcord import ResponseMessage

from bot.services.speech_service import SpeechService
from tests.bot.stage import Stage, buttons_on, names_on, select_on, text_of
from tests.support.patience import PATIENCE


def install(stage: Stage, *, is_installed: bool = True, max_pending: int = 16) -> None:
    """Give the bot an engine, or take it away."""
    stage.bot.speech_service = SpeechService(
        is_installed=is_installed,
        max_pending=max_pending,
        deadline=PATIENCE,
        transcription_deadline=PATIENCE,
    )


@pytest.fixture(autouse=True)
def engine(stage: Stage) -> None:
    install(stage)


async def origin_card(stage: Stage, name: str = "Jorien") -> ResponseMessage:
    return await stage.public("origin", name=name)


async def test_a_name_of_many_countries_is_heard_in_the_first_with_a_voice(stage: Stage) -> None:
    """There is no voice for Russia."""
    card = await origin_card(stage, "Elena")
    assert "such as 🇷🇺 Russia, 🇮🇹 Italy" in text_of(card)
    assert buttons_on(card)["Hear it"] == "hear:IT.Elena"


@pytest.mark.parametrize(
    ("country", "is_installed", "said"),
    [
        ("NL", True, "Hear a name, see its origin"),
        ("NL", False, "Choose a name to see its origin"),
        ("IR", True, "Choose a name to see its origin"),
    ],
)
async def test_a_card_of_invented_names_says_where_they_are_heard(
    stage: Stage, country: str, *, is_installed: bool, said: str
) -> None:
    install(stage, is_installed=is_installed)
    card = await stage.name_card(country=country)
    assert select_on(card)["placeholder"] == said


async def test_an_invented_name_is_heard(stage: Stage) -> None:
    card = await stage.name_card(country="NL")
    (first, *_) = names_on(card)
    sent = await stage.told(await stage.origin_of(card, first), "Hear it")
    assert sent.content.startswith(f"**{first}**, as you’d say it in ")


async def test_no_other_voice_says_a_name_invented_for_a_country_without(stage: Stage) -> None:
    """By their spelling, two of these Georgian names could be from Italy and Poland."""
    card = await stage.name_card(country="GE", seed=5)
    for name in names_on(card):
        assert "Hear it" not in buttons_on(await stage.origin_of(card, name))


async def test_button_sends_a_recording_and_phonetic_letters_to_the_member_alone(
    stage: Stage,
) -> None:
    card = await origin_card(stage)
    assert "/" not in text_of(card)
    sent = await stage.told(card, "Hear it", stage.ben)
    (file,) = sent.attachments
    assert sent.content == "**Jorien**, as you’d say it in Dutch\n-# /joːˈrin/"
    assert file.description == "Jorien, as you’d say it in Dutch"
    assert file.filename == "name.wav"
    assert (stage.env.backend.cdn.get(file.url) or b"").startswith(b"RIFF")


@pytest.mark.parametrize("name", ["Mahnaz", "Xqzvwkj"])
async def test_what_cannot_be_said_has_no_button_and_no_word(stage: Stage, name: str) -> None:
    card = await origin_card(stage, name)
    assert "Hear it" not in buttons_on(card)
    assert "sound" not in text_of(card).casefold()


async def test_without_the_engine_there_is_no_button(stage: Stage) -> None:
    older = await origin_card(stage)
    install(stage, is_installed=False)
    assert "Hear it" not in buttons_on(await origin_card(stage))
    refusal = (await stage.told(older, "Hear it", stage.ben)).content
    assert "Use the command again" in refusal
