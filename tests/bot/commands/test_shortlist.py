"""A top five, or one's own list, saved as a picture and as a table."""

import csv
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from simcord import ResponseMessage

from bot.cards.shortlist import SavedName
from bot.cards.shortlist import table_of as make_table
from bot.i18n.translator import translator_for_language
from bot.services.picture_service import PictureService
from bot.store.deletion import Scope
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.inference.blocklist import Blocklist
from tests.bot.stage import PLOT, Stage

DUTCH = Provenance(Condition.blend({"NL": 1, "PL": 1}, "F"))


@pytest.fixture(autouse=True)
async def stars(stage: Stage) -> None:
    for who in (stage.ada, stage.ben):
        await stage.give_stars(who, "Jorien", provenance=DUTCH)
    await stage.give_stars(stage.ada, "Vesna")


async def saved(stage: Stage, card: ResponseMessage, form: str) -> tuple[bytes, str | None]:
    """Return the file, and its description."""
    offer = await stage.told(card, "Save")
    (file,) = (await stage.told(offer, form)).attachments
    return stage.env.backend.cdn.get(file.url) or b"", file.description


async def table_of(stage: Stage, card: ResponseMessage) -> list[list[str]]:
    content, _ = await saved(stage, card, "As a table (CSV)")
    return [*csv.reader(StringIO(content.decode("utf-8-sig")))]


async def test_top_five_as_a_table(stage: Stage) -> None:
    rows = await table_of(stage, await stage.public("top5"))
    *_, last = zip(*rows, strict=True)
    assert [row[:-1] for row in rows] == [
        ["Rank", "Name", "Countries", "Gender", "Stars"],
        ["1", "Jorien", "Netherlands × Poland", "female", "2"],
        ["2", "Vesna", "", "", "1"],
    ]
    assert last[0] == "First starred"
    assert all(map(date.fromisoformat, last[1:]))


@pytest.mark.parametrize("name", ["-Anna", "=Anna", "+Anna", "@Anna"])
def test_a_table_has_no_formulas(name: str) -> None:
    saved = SavedName(name, None, datetime(2026, 1, 1, tzinfo=UTC))
    table = make_table(translator_for_language("en"), [saved]).decode("utf-8-sig")
    _, row = csv.reader(StringIO(table))
    assert row[1] == f"'{name}"


async def test_a_blocked_name_is_not_saved(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = await stage.public("top5"), await stage.private("favourites list")
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Jorien")
    for card in cards:
        assert [row[1] for row in await table_of(stage, card)] == ["Name", "Vesna"]


@pytest.mark.slow
async def test_picture_has_its_names_as_alternative_text(stage: Stage) -> None:
    content, description = await saved(stage, await stage.public("top5"), "As a picture")
    assert content.startswith(PLOT)
    assert description == "Our top five: 1. Jorien, 2. Vesna."


async def test_full_queue_is_said_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.bot, "picture_service", PictureService(max_pending=0))
    offer = await stage.told(await stage.public("top5"), "Save")
    refused = (await stage.told(offer, "As a picture")).content
    assert "Try again in a few seconds" in refused


async def test_names_that_are_gone_cannot_be_saved(stage: Stage) -> None:
    offer = await stage.told(await stage.private("favourites list"), "Save")
    await stage.store.deletions.delete(Scope(stage.ada.id))
    refusal = (await stage.told(offer, "As a table (CSV)")).content
    assert "no names to save" in refusal
