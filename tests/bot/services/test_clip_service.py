"""The demonstration of clipping, off the event loop and with real processes."""

import asyncio
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.services.clip_service import AT_ONCE, ClipDemoService, PlotError
from bot.services.concurrency import BusyError, DeadlineError
from model.assignment.gradient_clip import demonstrate
from model.domain.errors import InputError

PNG = b"\x89PNG"


async def test_what_comes_is_what_the_model_works_out_and_a_picture() -> None:
    demo, picture = await ClipDemoService().demonstrate(312, 50)
    expected = demonstrate(312, 50)
    assert (demo.found, demo.threshold) == (expected.found, expected.threshold)
    np.testing.assert_array_equal(demo.clipped.values, expected.clipped.values)
    assert picture.startswith(PNG)


async def test_the_bot_never_holds_what_draws() -> None:
    code = (
        "import asyncio, sys\n"
        "from bot.services.clip_service import ClipDemoService\n"
        "_, picture = asyncio.run(ClipDemoService().demonstrate(16, 20, 5))\n"
        "print(len(picture) > 1000, 'matplotlib' in sys.modules)\n"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    assert printed.split() == [b"True", b"False"]


async def test_the_event_loop_goes_on_while_it_is_worked_out() -> None:
    working = asyncio.create_task(ClipDemoService().demonstrate(312, 50))
    turns = 0
    while not working.done():
        turns += 1
        await asyncio.sleep(0.01)
    assert turns > 1


async def test_no_more_are_worked_on_at_once_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most = 0, 0

    async def drawn(_: object) -> bytes:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0.01)
        at_work -= 1
        return PNG

    monkeypatch.setattr("bot.services.clip_service._drawn", drawn)
    clipping = ClipDemoService()
    await asyncio.gather(*(clipping.demonstrate(16, 5) for _ in range(3 * AT_ONCE)))
    assert most == AT_ONCE


async def test_who_finds_no_room_is_told_at_once() -> None:
    clipping = ClipDemoService(waiting=1)
    clipping.check_room()
    working = asyncio.create_task(clipping.demonstrate(16, 5))
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        clipping.check_room()
    with pytest.raises(BusyError):
        await clipping.demonstrate(16, 5)
    await working
    clipping.check_room()


async def test_a_drawing_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    idler = tmp_path / "python"
    idler.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    idler.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(idler))
    with pytest.raises(DeadlineError, match="fewer epochs"):
        await ClipDemoService(deadline=4).demonstrate(16, 5)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_a_drawing_that_fails_says_what_the_process_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    undrawable = replace(demonstrate(16, 5), epochs=0)
    monkeypatch.setattr("bot.services.clip_service.demonstrate", lambda *_: undrawable)
    with pytest.raises(PlotError, match="ValueError"):
        await ClipDemoService().demonstrate(16, 5)


async def test_what_is_out_of_bounds_is_an_error() -> None:
    with pytest.raises(InputError, match="1 to 1,000 epochs"):
        await ClipDemoService().demonstrate(312, 5000)
