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

from bot.cards.clip import ClipCard, described
from bot.i18n.languages import languages
from bot.i18n.translator import Translator, translator_in
from bot.services.clip_service import TOO_LONG, ClipDemoService
from model.assignment.gradient_clip import LARGEST, LARGEST_THRESHOLD, MOST_EPOCHS, demonstrate
from tests.bot.stage import Stage, parts_of, refused, shown, text_of
from tests.wire.discord_server.components import Kind

EVERYWHERE = ([0, 1, 2], [0, 1])


async def demo(stage: Stage, **options: object) -> ResponseMessage:
    return shown(await stage.ada.slash(stage.channel, "clipdemo", **options))


async def test_312_explodes_and_the_best_threshold_and_those_that_work_are_told(
    stage: Stage,
) -> None:
    text = text_of(await demo(stage))
    assert "## √312 by gradient descent" in text
    assert "The best threshold is **±40.15**: over the last 10 of 50 epochs, x is never" in text
    assert "20 ranges between ±40.04 and ±49.74 stay within 0.25; the widest: ±40.04 to ±" in text
    assert "**Not clipped, x overflows at epoch 5**\n" in text
    assert re.search(r"\*\*Clipped at ±40.15, x ends 0\.[12]\d* away\*\*\n", text)


async def test_the_first_and_the_last_epochs_of_both_descents_are_told(stage: Stage) -> None:
    tables = text_of(await demo(stage)).split("```")[1::2]
    epochs = [[row.split()[0] for row in table.strip().splitlines()] for table in tables]
    assert epochs == [["epoch", "0", "1", "2", "3", "4", "…", "47", "48", "49"]] * 2
    assert ["0", "-1244", "13.44"] in [row.split() for row in tables[0].splitlines()]
    assert max(len(row) for table in tables for row in table.splitlines()) <= 25


async def test_a_picture_comes_with_words_for_who_cannot_see_it(stage: Stage) -> None:
    card = await demo(stage)
    (attachment,) = card.attachments
    with Image.open(BytesIO(await attachment.read())) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 900))
    (gallery,) = [part for part in walk_components(card.components) if part["type"] == Kind.GALLERY]
    (item,) = gallery["items"]
    assert (
        item["description"]
        == attachment.description
        == described(translator_in("en"), demonstrate(312, 50))
    )
    assert item["media"]["url"] == attachment.url


async def test_a_threshold_of_ones_own_is_tried(stage: Stage) -> None:
    text = text_of(await demo(stage, threshold=30.5, epochs=20, number=2.25))
    assert "## √2.25 by" in text
    assert "all from ±" in text
    assert "**Clipped at ±30.5, x ends" in text
    assert "Yours, **±30.5**, works: x is up to" in text


async def test_a_threshold_that_does_not_work_is_said_to(stage: Stage) -> None:
    assert "Yours, **±5**, does not work: x is up to" in text_of(await demo(stage, threshold=5))


async def test_a_single_epoch_is_told_once(stage: Stage) -> None:
    text = text_of(await demo(stage, number=16, epochs=1))
    assert "…" not in text
    assert "the last 1 of 1 epochs" in text


async def test_where_no_threshold_works_that_is_said(stage: Stage) -> None:
    text = text_of(await demo(stage, number=LARGEST))
    assert "## √1000000 by" in text
    assert "No threshold brings x within 0.25 of 1000 and keeps it there" in text
    assert "**±100** comes nearest" in text
    assert "the widest" not in text


async def test_it_works_in_direct_messages(stage: Stage) -> None:
    assert "√16" in text_of(shown(await stage.ada.user.slash("clipdemo", number=16, epochs=5)))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"number": -1}, "from 0 to 1,000,000, not of -1"),
        ({"number": 1e7}, "from 0 to 1,000,000"),
        ({"number": float("nan")}, "from 0 to 1,000,000"),
        ({"number": float("inf")}, "from 0 to 1,000,000"),
        ({"threshold": 0}, "above 0 and up to 1,000,000, not 0"),
        ({"threshold": -3.5}, "above 0 and up to 1,000,000"),
        ({"threshold": 1e9}, "above 0 and up to 1,000,000"),
        ({"epochs": 0}, "1 to 1,000 epochs, not 0"),
        ({"epochs": 10**9}, "1 to 1,000 epochs"),
    ],
    ids=str,
)
async def test_what_is_out_of_bounds_is_refused_to_the_member_alone(
    stage: Stage, options: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "simcord.interactions.validate_option_value", lambda _command, _option, value: value
    )
    assert message in refused(await stage.ada.slash(stage.channel, "clipdemo", **options))
    assert stage.env.errors


async def test_where_there_is_no_room_the_member_alone_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.env.bot, "clip_service", ClipDemoService(waiting=0))
    refusal = refused(await stage.ada.slash(stage.channel, "clipdemo"))
    assert "So many people are asking" in refusal
    assert stage.env.errors


async def test_what_is_not_done_in_time_is_given_up_with_advice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage.env.bot, "clip_service", ClipDemoService(deadline=0))
    assert (await demo(stage)).content == TOO_LONG
    assert stage.env.errors


async def test_discord_is_told_the_bounds_of_every_option(stage: Stage) -> None:
    command = stage.env.backend.find_command("clipdemo", None)
    assert command is not None
    bounds = {
        option["name"]: (option["type"], option["min_value"], option["max_value"])
        for option in command["options"]
    }
    assert bounds == {
        "number": (10, 0, LARGEST),
        "threshold": (10, 0.01, LARGEST_THRESHOLD),
        "epochs": (4, 1, MOST_EPOCHS),
    }
    assert not any(option.get("required") for option in command["options"])
    assert (sorted(command["contexts"]), sorted(command["integration_types"])) == EVERYWHERE


@settings(max_examples=30)
@given(
    translator=st.sampled_from(languages()).map(translator_in),
    number=st.floats(0, LARGEST),
    epochs=st.integers(1, 60),
    threshold=st.none() | st.floats(1e-6, LARGEST_THRESHOLD),
)
def test_every_card_is_within_what_discord_allows(
    translator: Translator, number: float, epochs: int, threshold: float | None
) -> None:
    async def parts() -> list[dict[str, Any]]:
        return parts_of(ClipCard(translator, demonstrate(number, epochs, threshold)))

    found = asyncio.run(parts())
    assert len(found) <= 40
    assert sum(len(part.get("content", "")) for part in found) <= 4000
    (gallery,) = [part for part in found if part["type"] == Kind.GALLERY]
    assert len(gallery["items"][0]["description"]) <= 1024
