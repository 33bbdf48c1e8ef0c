"""When a bot waits before it begins a session."""

from unittest.mock import AsyncMock

import discord
import pytest

from bot.gateway.sessions import SessionBudget


async def budget_after_waiting(
    remaining: int | Exception,
) -> tuple[SessionBudget, list[float]]:
    """Wait while Discord counts so many, or fails to; return the budget and the waits."""
    answer = remaining if isinstance(remaining, Exception) else limits(remaining)
    sleep = AsyncMock()
    budget = SessionBudget(AsyncMock(side_effect=[answer]), sleep)
    await budget.wait()
    return budget, [call.args[0] for call in sleep.await_args_list]


def limits(remaining: int) -> discord.SessionStartLimits:
    return discord.SessionStartLimits(
        total=1000, remaining=remaining, reset_after=7_200_000, max_concurrency=1
    )


async def test_session_is_begun_while_enough_remain() -> None:
    budget, waits = await budget_after_waiting(11)
    assert budget.remaining == 11
    assert not waits


@pytest.mark.parametrize("remaining", [0, 1, 10])
async def test_last_hundredth_is_kept_until_discord_grants_all_again(
    remaining: int, caplog: pytest.LogCaptureFixture
) -> None:
    _, waits = await budget_after_waiting(remaining)
    assert waits == [7200]
    assert f"grants {remaining} more sessions of 1000" in caplog.text


@pytest.mark.parametrize("error", [ConnectionError(), TimeoutError(), KeyError("total")])
async def test_session_is_begun_if_the_count_cannot_be_read(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    budget, waits = await budget_after_waiting(error)
    assert budget.remaining is None
    assert not waits
    assert "does not say how many sessions" in caplog.text
