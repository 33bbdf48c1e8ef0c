"""A thread that names no more is ill; one that does, or has nothing to do, is not."""

import asyncio

import pytest

from bot import health
from bot.app import NomenBot
from bot.health import check_liveness
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from tests.bot.stage import REQUESTER, InferenceGate
from tests.wire.discord_server.polling import wait_until

REQUEST = NameRequest(Condition.for_country("NL"))


async def test_thread_that_is_at_one_request_for_too_long_is_ill_also_if_that_was_given_up(
    simcord_bot: NomenBot, gate: InferenceGate, monkeypatch: pytest.MonkeyPatch
) -> None:
    naming = asyncio.create_task(
        simcord_bot.name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)
    )
    await gate.wait_entered()
    assert check_liveness(simcord_bot) == {"loop": True, "naming": True}
    monkeypatch.setattr(health, "STUCK_AFTER", 0)
    assert check_liveness(simcord_bot) == {"loop": True, "naming": False}
    naming.cancel()
    await asyncio.wait([naming])
    assert check_liveness(simcord_bot) == {"loop": True, "naming": False}


async def test_idle_thread_is_not_ill(
    simcord_bot: NomenBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "STUCK_AFTER", 1e-9)
    assert check_liveness(simcord_bot)["naming"]
    await simcord_bot.name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)
    await wait_until(lambda: check_liveness(simcord_bot)["naming"], "end of the last step")
