"""How a name sounds, on the card of its origin and by its button."""

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


async def origin_card(stage: Stage, name: str = "Jorien", among: str = "NL, PL") -> ResponseMessage:
    return await stage.public("origin", name=name, among=among)


async def test_card_says_how_the_name_sounds(stage: Stage) -> None:
    card = await origin_card(stage)
    assert "-# /joːˈrin/, 2 syllables, as you’d say it in Dutch\n" in f"{text_of(card)}\n"
    assert buttons_on(card)["Hear it"] == "hear:NL.Jorien"


async def test_a_name_of_many_countries_is_heard_in_the_first_with_a_voice(stage: Stage) -> None:
    """There is no voice for Russia."""
    for command in ("origin", "check"):
        card = await stage.public(command, name="Elena")
        assert "such as 🇷🇺 Russia, 🇮🇹 Italy" in text_of(card)
        assert "as you’d say it in Italian" in text_of(card)
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
        assert "as you’d say it in" not in text_of(await stage.origin_of(card, name))


async def test_button_sends_a_recording_to_the_member_alone(stage: Stage) -> None:
    card = await origin_card(stage, "O'Neil", among="NL, GB")
    sent = await stage.told(card, "Hear it", stage.ben)
    (file,) = sent.attachments
    assert sent.content == "**O'Neil**, as you’d say it in English"
    assert file.description == "O'Neil, as you’d say it in English"
    assert file.filename == "name.wav"
    assert (stage.env.backend.cdn.get(file.url) or b"").startswith(b"RIFF")


async def test_card_says_why_a_name_cannot_be_heard(stage: Stage) -> None:
    checked = await stage.public("check", name="Mahnaz")
    for card in (await origin_card(stage, "Mahnaz", "IR, CN"), checked):
        unsaid = "-# No sound yet: I can’t pronounce these names well enough (🇮🇷 Iran)\n"
        assert unsaid in text_of(card)
        assert "Hear it" not in buttons_on(card)


async def test_what_is_no_name_is_not_said(stage: Stage) -> None:
    card = await origin_card(stage, "Xqzvwkj")
    assert "as you’d say it" not in text_of(card)
    assert "Hear it" not in buttons_on(card)


async def test_without_the_engine_there_is_neither_line_nor_button(stage: Stage) -> None:
    older = await origin_card(stage)
    install(stage, is_installed=False)
    card = await origin_card(stage)
    assert "as you’d say it" not in text_of(card)
    assert "No sound" not in text_of(await origin_card(stage, "Mahnaz", "IR, CN"))
    assert "Hear it" not in buttons_on(card)
    refusal = (await stage.told(older, "Hear it", stage.ben)).content
    assert "Use the command again" in refusal


async def test_full_queue_is_said_at_once(stage: Stage) -> None:
    card = await origin_card(stage)
    install(stage, max_pending=0)
    refusal = (await stage.told(card, "Hear it")).content
    assert "Try again in a few seconds" in refusal
