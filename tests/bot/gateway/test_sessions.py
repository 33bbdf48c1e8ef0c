"""When a bot waits before it begins a session."""

import discord
import pytest

from bot.gateway.sessions import SessionBudget


class Limits:
    """Discord's counts, one for each time that they are read, and the waits in between."""

    def __init__(self, *remaining: int | Exception) -> None:
        self.remaining = list(remaining)
        self.waits: list[float] = []

    async def read(self) -> discord.SessionStartLimits:
        remaining = self.remaining.pop(0)
        if isinstance(remaining, Exception):
            raise remaining
        return discord.SessionStartLimits(
            total=1000, remaining=remaining, reset_after=7_200_000, max_concurrency=1
        )

    async def wait(self, seconds: float) -> None:
        self.waits.append(seconds)


async def budget_after_waiting(limits: Limits) -> SessionBudget:
    budget = SessionBudget(limits.read, limits.wait)
    await budget.wait()
    return budget


async def test_session_is_begun_while_enough_remain() -> None:
    limits = Limits(11)
    assert (await budget_after_waiting(limits)).remaining == 11
    assert not limits.waits


@pytest.mark.parametrize("remaining", [0, 1, 10])
async def test_last_hundredth_is_kept_until_discord_grants_all_again(
    remaining: int, caplog: pytest.LogCaptureFixture
) -> None:
    limits = Limits(remaining)
    await budget_after_waiting(limits)
    assert limits.waits == [7200]
    assert f"grants {remaining} more sessions of 1000" in caplog.text


@pytest.mark.parametrize("error", [ConnectionError(), TimeoutError(), KeyError("total")])
async def test_session_is_begun_if_the_count_cannot_be_read(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    limits = Limits(error)
    assert (await budget_after_waiting(limits)).remaining is None
    assert not limits.waits
    assert "does not say how many sessions" in caplog.text
