"""Work that is done some time later."""

import asyncio

import pytest

from bot.runtime.background import Later


async def test_work_is_done_later() -> None:
    done = asyncio.Event()
    later = Later()

    async def work() -> None:
        done.set()

    later.begin(0.01, work)
    assert not done.is_set()
    async with asyncio.timeout(10):
        await done.wait()


async def test_a_failure_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    failed = asyncio.Event()

    async def work() -> None:
        failed.set()
        message = "the wire is cut"
        raise OSError(message)

    later = Later()
    later.begin(0, work)
    await failed.wait()
    await asyncio.sleep(0)
    assert "Something planned was not done: OSError()" in caplog.text


async def test_what_has_not_begun_is_given_up() -> None:
    done = asyncio.Event()

    async def work() -> None:
        done.set()

    later = Later()
    later.begin(0.05, work)
    await later.close()
    await asyncio.sleep(0.1)
    assert not done.is_set()
