"""What is counted of requests: commands and outcomes that are known, and nothing that was typed."""

import asyncio
import re
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import Instrumentation, NomenBot
from bot.favourites.errors import StoreError
from bot.favourites.repository import FavouritesRepository
from bot.health.metrics import Metrics
from bot.services.concurrency import BusyError, DeadlineError
from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from tests.bot.stage import Gate, Stage

TYPED = "Zxqvlandia"
WISH = NameRequest(Condition.for_country("NL"))


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def simcord_bot(
    naming: NameService, favourites: FavouritesRepository, metrics: Metrics
) -> NomenBot:
    naming.tell_thoughts(metrics.thought)
    return NomenBot(
        naming,
        favourites,
        shard_count=1,
        watch=Instrumentation(metrics.ended, aiohttp.TraceConfig()),
    )


@pytest.fixture
def bot(simcord_bot: NomenBot) -> NomenBot:
    return simcord_bot


async def figures(metrics: Metrics, bot: NomenBot, name: str) -> dict[tuple[str, ...], float]:
    """What a metric's samples of a name say, by the values of their labels."""
    await asyncio.sleep(0)  # a request that has just ended is counted after it
    page = (await metrics.page(bot)).decode()
    return {
        tuple(sample.labels.values()): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name == name
    }


async def test_a_command_a_press_and_a_completion_are_told_apart(
    stage: Stage, metrics: Metrics, bot: NomenBot
) -> None:
    card = await stage.card(country="NL")
    await stage.ben.click(card, label="Again")
    await stage.ada.autocomplete(stage.channel, "name", "country", "Neth")
    await stage.ada.slash(stage.channel, "favourites list")
    assert await figures(metrics, bot, "nomen_interactions_total") == {
        ("/name", "ok"): 1,
        ("button wish", "ok"): 1,
        ("/name completion", "ok"): 1,
        ("/favourites list", "ok"): 1,
    }
    assert (await figures(metrics, bot, "nomen_done_seconds_count"))["/name",] == 1


async def test_what_a_member_got_wrong_is_counted_and_what_was_typed_is_nowhere(
    stage: Stage, metrics: Metrics, bot: NomenBot
) -> None:
    await stage.refusal(country=TYPED)
    assert await figures(metrics, bot, "nomen_interactions_total") == {("/name", "refused"): 1}
    assert TYPED not in (await metrics.page(bot)).decode()
    assert stage.env.errors


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (BusyError(), "busy"),
        (DeadlineError("with less"), "late"),
        (StoreError("The database is away."), "store"),
        (ZeroDivisionError(), "failed"),
    ],
)
async def test_each_error_is_counted_as_what_it_is(  # noqa: PLR0913, PLR0917 - fixtures
    stage: Stage,
    metrics: Metrics,
    bot: NomenBot,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    outcome: str,
) -> None:
    async def suggest(*_: object) -> None:
        raise error

    monkeypatch.setattr("bot.services.name_service.NameService.suggest", suggest)
    await stage.refusal(country="NL")
    assert await figures(metrics, bot, "nomen_interactions_total") == {("/name", outcome): 1}
    assert stage.env.errors


async def test_the_network_is_timed(stage: Stage, metrics: Metrics, bot: NomenBot) -> None:
    await stage.card(country="NL")
    assert await figures(metrics, bot, "nomen_model_seconds_count") == {(): 1}


async def test_requests_that_wait_for_a_thread_are_shown_while_they_do(
    metrics: Metrics, bot: NomenBot, gate: Gate
) -> None:
    wishes = [asyncio.create_task(bot.name_service.suggest(WISH, seed)) for seed in range(5)]
    await gate.wish()
    waiting = await figures(metrics, bot, "nomen_work_waiting")
    gate.opened.set()
    await asyncio.gather(*wishes)
    assert waiting == {("naming",): 4, ("clipping",): 0}
    assert (await figures(metrics, bot, "nomen_work_waiting"))["naming",] == 0


async def test_the_size_of_the_database_is_shown(
    metrics: Metrics, bot: NomenBot, favourites: FavouritesRepository
) -> None:
    shown = await figures(metrics, bot, "nomen_database_bytes")
    assert shown == {(): await favourites.size()}
    assert shown[()] > 0


async def test_where_the_database_cannot_be_read_the_other_figures_are_shown(
    metrics: Metrics, bot: NomenBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def size(_: object) -> int:
        message = "It is away."
        raise StoreError(message)

    monkeypatch.setattr("bot.favourites.sqlite.repository.SqliteReader.size", size)
    assert not await figures(metrics, bot, "nomen_database_bytes")
    assert await figures(metrics, bot, "nomen_gateway_resumes_total") == {(): 0}


async def test_the_page_for_hosts_lists_every_figure(metrics: Metrics, bot: NomenBot) -> None:
    hosting = Path("docs", "hosting.md").read_text("utf-8")
    page = (await metrics.page(bot)).decode()
    shown = {*re.findall(r"^# HELP (nomen_\w+)", page, re.MULTILINE)}
    whence = {name for name in shown if name.endswith("_created")}  # the library's own, of each
    assert set(re.findall(r"`(nomen_\w+)`", hosting)) == shown - whence
