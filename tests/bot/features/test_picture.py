"""A top five, or one's own list, as a picture."""

import pytest
from simcord import ResponseMessage

from bot.features.picture import MAX_PICTURED
from bot.services.picture_service import PictureService
from bot.store.deletion import Scope
from model.domain.condition import Condition
from model.domain.generation import Provenance
from model.domain.shortlist import Shortlist
from model.inference.blocklist import Blocklist
from tests.bot.stage import PLOT, Stage

DUTCH = Provenance(Condition.blend({"NL": 1, "PL": 1}, "F"))


@pytest.fixture(autouse=True)
async def stars(stage: Stage) -> None:
    for who in (stage.ada, stage.ben):
        await stage.give_stars(who, "Jorien", provenance=DUTCH)
    await stage.give_stars(stage.ada, "Vesna")


async def picture(stage: Stage, card: ResponseMessage) -> tuple[bytes, str | None]:
    """Return the picture, and its description."""
    (file,) = (await stage.told(card, "As a picture")).attachments
    return stage.env.backend.cdn.get(file.url) or b"", file.description


@pytest.mark.slow
async def test_picture_has_its_names_as_alternative_text(stage: Stage) -> None:
    content, description = await picture(stage, await stage.public("top5"))
    assert content.startswith(PLOT)
    assert description == "Our top five: 1. Jorien, 2. Vesna."


async def test_names_have_where_they_are_from_and_their_stars(
    stage: Stage, drawn: list[Shortlist]
) -> None:
    await picture(stage, await stage.public("top5"))
    first, second = drawn[0].entries
    assert (first.name, first.details, first.aside) == (
        *("Jorien", "Netherlands × Poland · female", "★ 2"),
    )
    assert (second.name, second.details, second.aside) == ("Vesna", "", "★ 1")


async def test_of_ones_own_list_ten_names_are_drawn_without_blocked_ones(
    stage: Stage, drawn: list[Shortlist], monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.give_stars(stage.ada, *(f"Ana{letter}" for letter in "abcdefghijkl"))
    card = await stage.private("favourites list")
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Jorien")
    await picture(stage, card)
    names = [entry.name for entry in drawn[0].entries]
    assert len(names) == MAX_PICTURED == 10
    assert names[:2] == ["Vesna", "Anaa"]


async def test_of_the_groups_top_five_no_blocked_name_is_drawn(
    stage: Stage, drawn: list[Shortlist], monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await stage.public("top5")
    monkeypatch.setattr(Blocklist, "blocks", lambda _list, name: name == "Jorien")
    await picture(stage, card)
    assert [entry.name for entry in drawn[0].entries] == ["Vesna"]


async def test_full_queue_is_said_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage.bot, "picture_service", PictureService(max_pending=0))
    refused = (await stage.told(await stage.public("top5"), "As a picture")).content
    assert "Try again in a few seconds" in refused


async def test_names_that_are_gone_cannot_be_drawn(stage: Stage) -> None:
    card = await stage.private("favourites list")
    await stage.store.deletions.delete(Scope(stage.ada.id))
    refusal = (await stage.told(card, "As a picture")).content
    assert "no names to draw" in refusal
