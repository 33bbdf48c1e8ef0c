"""Buttons that no version of the bot has sent, as a message that somebody forged has them."""

from bot.interactions.custom_ids import MAX_LETTERS
from bot.services.speech_service import SpeechService
from tests.bot.stage import Stage, ephemeral_text

OUTDATED = [
    *("💥", "wish:", "wish:NL", "star:", "star:Marle", "undo:", "undo:x.Marle"),
    *("own:", "own:up", "own:up.x.Ana", "own:dance.1.Ana"),
    *("hear:", "hear:.Jorien", "hear:NLPL.Jorien", "hear:IR.Mahnaz", "hear:XX.Jorien"),
    *("numbers:", "numbers:312_50", "numbers:312_50_x", "numbers:nan_50_1", "numbers:312_0_1"),
    *("numbers:312_50_0", "numbers:1e9_50_1"),
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
