"""Metrics count requests by command and outcome and never expose user input."""

import asyncio
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import NomenBot
from bot.health import Metrics
from bot.services.concurrency import BusyError, DeadlineError
from bot.store.errors import StoreError
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from tests.bot.stage import InferenceGate, Stage

TYPED = "Zxqvlandia"
LAST_BACKUP = datetime(2026, 1, 1, tzinfo=UTC)
REQUEST = NameRequest(Condition.for_country("NL"))
AWAY = AsyncMock(side_effect=StoreError("The database is away."))
"""What the database is asked for, while it is away."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of metrics."""

    metrics: Metrics
    bot: NomenBot

    async def text(self) -> str:
        return (await self.metrics.render()).decode()

    async def samples(self, name: str) -> dict[tuple[str, ...], float]:
        """Return the values of the samples of a name, by their labels' values."""
        await asyncio.sleep(0)  # a request is counted in a callback after it ends
        return {
            tuple(sample.labels.values()): sample.value
            for family in text_string_to_metric_families(await self.text())
            for sample in family.samples
            if sample.name == name
        }


@pytest.fixture
def page(simcord_bot: NomenBot) -> Page:
    return Page(Metrics(simcord_bot), simcord_bot)


async def test_commands_buttons_and_autocompletions_are_counted_separately_and_timed(
    stage: Stage, page: Page
) -> None:
    card = await stage.name_card(country="NL")
    await stage.ben.click(card, label="Again")
    await stage.ada.autocomplete(stage.channel, "name", "country", "Neth")
    await stage.ada.slash(stage.channel, "favourites list")
    assert await page.samples("nomen_interactions_total") == {
        ("/name", "ok"): 1,
        ("button wish", "ok"): 1,
        ("/name completion", "ok"): 1,
        ("/favourites list", "ok"): 1,
    }
    assert await page.samples("nomen_model_seconds_count") == {(): 2}


async def test_invalid_input_is_counted_but_not_exposed(stage: Stage, page: Page) -> None:
    await stage.refusal("name", country=TYPED)
    assert await page.samples("nomen_interactions_total") == {("/name", "refused"): 1}
    assert TYPED not in await page.text()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (BusyError(), "busy"),
        (DeadlineError("with less"), "late"),
        (StoreError("The database is away."), "store"),
        (ZeroDivisionError(), "failed"),
    ],
)
async def test_errors_are_counted_by_outcome(
    stage: Stage, page: Page, monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: str
) -> None:
    suggest = AsyncMock(side_effect=error)
    monkeypatch.setattr("bot.services.name_service.NameService.suggest_unseen", suggest)
    await stage.refusal("name", country="NL")
    assert await page.samples("nomen_interactions_total") == {("/name", outcome): 1}


async def test_queue_is_reported(page: Page, gate: InferenceGate) -> None:
    requests = [
        asyncio.create_task(page.bot.name_service.suggest_unseen(REQUEST, (1, 0), (), seed))
        for seed in range(5)
    ]
    await gate.wait_entered()
    waiting = await page.samples("nomen_work_waiting")
    gate.opened.set()
    await asyncio.gather(*requests)
    assert waiting == {("naming",): 4, ("clipping",): 0}
    assert (await page.samples("nomen_work_waiting"))["naming",] == 0


async def test_health_is_reported_by_part(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await page.samples("nomen_healthy"))["database",] == 1
    monkeypatch.setattr("bot.store.store.Store.check", AWAY)
    assert (await page.samples("nomen_healthy"))["database",] == 0


async def test_database_size_is_reported(page: Page) -> None:
    exported = await page.samples("nomen_database_bytes")
    assert exported == {(): await page.bot.store.size()}
    assert exported[()] > 0


async def test_time_of_the_last_backup_is_reported_once_there_is_one(page: Page) -> None:
    name = "nomen_last_backup_timestamp_seconds"
    assert await page.samples(name) == {(): 0}
    page.bot.store.last_backup = LAST_BACKUP
    assert await page.samples(name) == {(): LAST_BACKUP.timestamp()}


async def test_unreadable_database_leaves_the_other_metrics(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.store.Store.size", AWAY)
    assert math.isnan((await page.samples("nomen_database_bytes"))[()])
    assert await page.samples("nomen_work_waiting") == {("naming",): 0, ("clipping",): 0}


async def test_hosting_page_lists_every_metric(page: Page) -> None:
    page.bot.store.last_backup = LAST_BACKUP
    hosting = Path("docs", "hosting.md").read_text("utf-8")
    exported = {*re.findall(r"^# HELP (nomen_\w+)", await page.text(), re.MULTILINE)}
    created = {name for name in exported if name.endswith("_created")}  # added by the library
    assert set(re.findall(r"`(nomen_\w+)`", hosting)) == exported - created
