"""Work that is done some time later."""

import asyncio
from unittest.mock import AsyncMock

import pytest

from bot.runtime.background import Later
from tests.wire.discord_server.polling import wait_until


async def test_work_is_done_later() -> None:
    later, work = Later(), AsyncMock()
    later.begin(0.01, work)
    work.assert_not_called()
    await wait_until(lambda: work.await_count, "work")


async def test_a_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    later, work = Later(), AsyncMock(side_effect=OSError("the wire is cut"))
    later.begin(0, work)
    await wait_until(lambda: work.await_count, "work")
    assert "Something planned was not done: OSError()" in caplog.text


async def test_what_has_not_begun_is_given_up() -> None:
    later, work = Later(), AsyncMock()
    later.begin(0.05, work)
    await later.close()
    await asyncio.sleep(0.1)
    work.assert_not_called()
