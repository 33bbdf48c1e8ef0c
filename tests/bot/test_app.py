"""The client: its intents and its caches, and how it ends."""

from unittest.mock import AsyncMock

import pytest

from bot.app import NomenBot
from bot.interactions.rate_limit import Bucket
from bot.services.name_service import NameService
from bot.store.errors import StoreError
from bot.store.store import Store
from tests.bot.stage import Stage, ephemeral_text


async def test_no_intent_is_requested(simcord_bot: NomenBot) -> None:
    assert not [name for name, on in simcord_bot.intents if on]


async def test_mentions_are_disabled(simcord_bot: NomenBot) -> None:
    allowed = simcord_bot.allowed_mentions
    assert allowed is not None
    assert (allowed.everyone, allowed.users, allowed.roles) == (False, False, False)


async def test_members_are_limited_where_nothing_else_is_said(
    name_service: NameService, store: Store
) -> None:
    bot = NomenBot(name_service, store, shard_count=1)
    limiter = bot.guard._rate_limiter  # noqa: SLF001 - what it was given
    waits = [limiter.acquire(Bucket.PLOT, 1) for _ in range(6)]
    assert [wait > 0 for wait in waits] == [False] * 5 + [True]


async def test_servers_members_and_messages_are_not_cached(stage: Stage) -> None:
    await stage.name_card(country="NL")
    assert not [*stage.bot.cached_messages, *stage.bot.guilds]
    assert stage.bot.users == [stage.bot.user]


def test_interaction_that_cannot_be_read_is_lost_alone(
    simcord_bot: NomenBot, caplog: pytest.LogCaptureFixture
) -> None:
    hear = simcord_bot._connection.parsers["INTERACTION_CREATE"]  # noqa: SLF001 - as the gateway does
    hear({"id": "of another world"})
    assert "An interaction cannot be read" in caplog.text


async def test_commands_are_known_though_the_database_does_not_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    unanswered = AsyncMock(side_effect=StoreError("The database does not answer"))
    monkeypatch.setattr(Store, "known_commands", unanswered)
    stage.bot.command_ids = {}
    await stage.bot._register_commands()  # noqa: SLF001 - as at the start
    assert "once more: The database does not answer" in caplog.text
    assert "favourites duel" in stage.bot.command_ids


async def test_requests_during_shutdown_are_refused(stage: Stage) -> None:
    card = await stage.name_card(country="NL")
    assert await stage.bot.guard.close(0) == 0
    assert "restarting" in (await stage.private("name", country="NL")).content
    assert "restarting" in ephemeral_text(await stage.ben.click(card, label="Again"))
    assert await stage.ada.autocomplete(stage.channel, "name", "country", "ne") == []
