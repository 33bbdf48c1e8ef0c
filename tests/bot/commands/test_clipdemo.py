"""`/clipdemo` as a member uses it."""

import asyncio
import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from simcord import ResponseMessage
from simcord.components import walk_components

from bot.cards.clip import ClipCard, alt_text
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_for_language
from bot.services.clip_service import TIMEOUT_MESSAGE, ClipDemoService
from model.assignment.gradient_clip import MAX_EPOCHS, MAX_NUMBER, MAX_THRESHOLD, demonstrate
from tests.bot.stage import Stage, components_of, ephemeral_text, public_message, text_of
from tests.wire.discord_server.components import ComponentType

CONTEXTS_AND_INSTALLS = ([0, 1, 2], [0, 1])


async def clipdemo_card(stage: Stage, **options: object) -> ResponseMessage:
    return public_message(await stage.ada.slash(stage.channel, "clipdemo", **options))


@pytest.mark.usefixtures("instant_plot")
async def test_312_overflows_and_shows_best_and_valid_thresholds(
    stage: Stage,
) -> None:
    text = text_of(await clipdemo_card(stage))
    assert "## √312 by gradient descent" in text
    assert "The best threshold is **±40.15**: over the last 10 of 50 epochs, x is never" in text
    assert "20 ranges between ±40.04 and ±49.74 stay within 0.25; the widest: ±40.04 to ±" in text
    assert "**Not clipped, x overflows at epoch 5**\n" in text
    assert re.search(r"\*\*Clipped at ±40.15, x ends 0\.[12]\d* away\*\*\n", text)


@pytest.mark.usefixtures("instant_plot")
async def test_tables_show_first_and_last_epochs(stage: Stage) -> None:
    tables = text_of(await clipdemo_card(stage)).split("```")[1::2]
    epochs = [[row.split()[0] for row in table.strip().splitlines()] for table in tables]
    assert epochs == [["epoch", "0", "1", "2", "3", "4", "…", "47", "48", "49"]] * 2
    assert ["0", "−1244", "13.44"] in [row.split() for row in tables[0].splitlines()]
    assert max(len(row) for table in tables for row in table.splitlines()) <= 25


@pytest.mark.parametrize("language", languages())
def test_columns_of_tables_are_right_aligned_and_narrow(language: str) -> None:
    card = ClipCard(translator_for_language(language), demonstrate(312, 50))
    texts = (part["content"] for part in components_of(card) if "```" in part.get("content", ""))
    for table in (text.split("```")[1].strip("\n").splitlines() for text in texts):
        head, *rows = table
        assert len(head.split()) == 3
        assert {len(row) for row in rows if "…" not in row} == {len(head)}
        assert len(head) <= 25


async def test_plot_has_alt_text(stage: Stage) -> None:
    card = await clipdemo_card(stage)
    (attachment,) = card.attachments
    with Image.open(BytesIO(await attachment.read())) as plot:
        assert (plot.format, plot.size) == ("PNG", (1200, 900))
    (gallery,) = [
        part
        for part in walk_components(card.components)
        if part["type"] == ComponentType.MEDIA_GALLERY
    ]
    (item,) = gallery["items"]
    assert (
        item["description"]
        == attachment.description
        == alt_text(translator_for_language("en"), demonstrate(312, 50))
    )
    assert item["media"]["url"] == attachment.url


@pytest.mark.usefixtures("instant_plot")
async def test_chosen_threshold_is_tried(stage: Stage) -> None:
    text = text_of(await clipdemo_card(stage, threshold=30.5, epochs=20, number=2.25))
    assert "## √2.25 by" in text
    assert "all from ±" in text
    assert "**Clipped at ±30.5, x ends" in text
    assert "Yours, **±30.5**, works: x is up to" in text


@pytest.mark.usefixtures("instant_plot")
async def test_invalid_threshold_is_reported(stage: Stage) -> None:
    assert "Yours, **±5**, does not work: x is up to" in text_of(
        await clipdemo_card(stage, threshold=5)
    )


@pytest.mark.usefixtures("instant_plot")
async def test_single_epoch_is_shown_once(stage: Stage) -> None:
    text = text_of(await clipdemo_card(stage, number=16, epochs=1))
    assert "…" not in text
    assert "the last 1 of 1 epochs" in text


@pytest.mark.usefixtures("instant_plot")
async def test_no_valid_threshold_is_reported(stage: Stage) -> None:
    text = text_of(await clipdemo_card(stage, number=MAX_NUMBER))
    assert "## √1000000 by" in text
    assert "No threshold brings x within 0.25 of 1000 and keeps it there" in text
    assert "**±100** comes nearest" in text
    assert "the widest" not in text


@pytest.mark.usefixtures("instant_plot")
async def test_works_in_direct_messages(stage: Stage) -> None:
    assert "√16" in text_of(
        public_message(await stage.ada.user.slash("clipdemo", number=16, epochs=5))
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"number": -1}, "from 0 to 1,000,000, not of −1"),
        ({"number": 1e7}, "from 0 to 1,000,000, not of 10,000,000"),
        ({"number": float("nan")}, "from 0 to 1,000,000"),
        ({"number": float("inf")}, "from 0 to 1,000,000"),
        ({"threshold": 0}, "above 0 and at most 1,000,000; 0 won’t work"),
        ({"threshold": -3.5}, "above 0 and at most 1,000,000"),
        ({"threshold": 1e9}, "above 0 and at most 1,000,000; 1,000,000,000 won’t work"),
        ({"epochs": 0}, "1 to 1,000 epochs, not 0"),
        ({"epochs": 10**9}, "1 to 1,000 epochs"),
    ],
    ids=str,
)
async def test_out_of_range_options_are_refused_ephemerally(
    stage: Stage, options: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "simcord.interactions.validate_option_value", lambda _command, _option, value: value
    )
    assert message in ephemeral_text(await stage.ada.slash(stage.channel, "clipdemo", **options))
    assert stage.env.errors


async def test_lack_of_capacity_is_reported_ephemerally(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.env.bot, "clip_service", ClipDemoService(max_pending=0))
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "clipdemo"))
    assert "Lots of people are asking" in refusal
    assert stage.env.errors


async def test_timeout_is_reported_with_advice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.env.bot, "clip_service", ClipDemoService(deadline=0))
    assert (await clipdemo_card(stage)).content == TIMEOUT_MESSAGE
    assert stage.env.errors


async def test_option_bounds_metadata(stage: Stage) -> None:
    command = stage.env.backend.find_command("clipdemo", None)
    assert command is not None
    bounds = {
        option["name"]: (option["type"], option["min_value"], option["max_value"])
        for option in command["options"]
    }
    assert bounds == {
        "number": (10, 0, MAX_NUMBER),
        "threshold": (10, 0.01, MAX_THRESHOLD),
        "epochs": (4, 1, MAX_EPOCHS),
    }
    assert not any(option.get("required") for option in command["options"])
    assert (
        sorted(command["contexts"]),
        sorted(command["integration_types"]),
    ) == CONTEXTS_AND_INSTALLS


@settings(max_examples=30)
@given(
    translator=st.sampled_from(languages()).map(translator_for_language),
    number=st.floats(0, MAX_NUMBER),
    epochs=st.integers(1, 60),
    threshold=st.none() | st.floats(1e-6, MAX_THRESHOLD),
)
def test_cards_are_within_discord_limits(
    translator: Translator, number: float, epochs: int, threshold: float | None
) -> None:
    async def components() -> list[dict[str, Any]]:
        return components_of(ClipCard(translator, demonstrate(number, epochs, threshold)))

    parts = asyncio.run(components())
    assert len(parts) <= 40
    assert sum(len(part.get("content", "")) for part in parts) <= 4000
    (gallery,) = [part for part in parts if part["type"] == ComponentType.MEDIA_GALLERY]
    assert len(gallery["items"][0]["description"]) <= 1024
