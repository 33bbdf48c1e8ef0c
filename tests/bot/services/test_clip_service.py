"""The clipping demonstration, with real processes."""

import asyncio
import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.services.child_process import ChildFailedError
from bot.services.clip_service import MAX_CONCURRENT, ClipDemoService
from bot.services.concurrency import BusyError, DeadlineError
from model.assignment.gradient_clip import demonstrate
from tests.bot.stage import PLOT


async def test_result_is_the_models_with_a_png_while_the_event_loop_goes_on() -> None:
    task = asyncio.create_task(ClipDemoService().demonstrate(312, 50))
    iterations = 0
    while not task.done():
        iterations += 1
        await asyncio.sleep(0.01)
    assert iterations > 1
    demo, png = task.result()
    expected = demonstrate(312, 50)
    assert (demo.search_result, demo.threshold) == (expected.search_result, expected.threshold)
    np.testing.assert_array_equal(demo.clipped.values, expected.clipped.values)
    with Image.open(BytesIO(png)) as plot:
        assert (plot.format, plot.size) == ("PNG", (1200, 900))


async def test_concurrency_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    running, max_running = 0, 0

    async def plot(*_: object) -> bytes:
        nonlocal running, max_running
        running += 1
        max_running = max(max_running, running)
        await asyncio.sleep(0.01)
        running -= 1
        return PLOT

    monkeypatch.setattr("bot.services.clip_service._plot", plot)
    service = ClipDemoService()
    await asyncio.gather(*(service.demonstrate(16, 5) for _ in range(3 * MAX_CONCURRENT)))
    assert max_running == MAX_CONCURRENT


@pytest.mark.usefixtures("instant_plot")
async def test_full_queue_raises_at_once() -> None:
    service = ClipDemoService(max_pending=1)
    service.check_capacity()
    task = asyncio.create_task(service.demonstrate(16, 5))
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        service.check_capacity()
    with pytest.raises(BusyError):
        await service.demonstrate(16, 5)
    await task
    service.check_capacity()


async def test_slow_plot_process_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "python"
    sleeper.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    sleeper.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(sleeper))
    with pytest.raises(DeadlineError, match="fewer epochs"):
        await ClipDemoService(deadline=4).demonstrate(16, 5)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_failed_plot_raises_with_the_process_stderr(monkeypatch: pytest.MonkeyPatch) -> None:
    unplottable = replace(demonstrate(16, 5), epochs=0)
    monkeypatch.setattr("bot.services.clip_service.demonstrate", lambda *_: unplottable)
    with pytest.raises(ChildFailedError, match="ValueError"):
        await ClipDemoService().demonstrate(16, 5)
