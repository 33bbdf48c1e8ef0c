import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.services.fair_executor import (
    FairExecutor,
    Requester,
    Steps,
    _UsedTime,
    in_one_step,
)
from tests.support.clocks import ManualSeconds
from tests.support.patience import PATIENCE

ADA, BEN, CEM = Requester(1, 1), Requester(2, 1), Requester(3, 2)


@pytest.fixture
def clock() -> ManualSeconds:
    return ManualSeconds()


@pytest.fixture
def executor(clock: ManualSeconds) -> Iterator[FairExecutor]:
    executor = FairExecutor("test", clock=clock)
    yield executor
    executor.shutdown()


class Work:
    """Jobs that wait for a gate, and note who took each step."""

    def __init__(self, clock: ManualSeconds) -> None:
        self.opened = threading.Event()
        self.steps: list[str] = []
        self._clock = clock

    def steps_of(self, who: str, steps: int, seconds: float = 1.0) -> Steps[str]:
        assert self.opened.wait(PATIENCE)
        for _ in range(steps):
            self.steps.append(who)
            self._clock.now += seconds
            yield
        return who


@pytest.fixture
def work(clock: ManualSeconds) -> Iterator[Work]:
    work = Work(clock)
    yield work
    work.opened.set()


async def test_result_is_what_the_steps_return(executor: FairExecutor) -> None:
    assert await asyncio.wrap_future(executor.submit(in_one_step(lambda: 42), ADA)) == 42


async def test_error_of_a_step_is_raised_to_who_waits(executor: FairExecutor) -> None:
    with pytest.raises(ZeroDivisionError):
        await asyncio.wrap_future(executor.submit(in_one_step(lambda: 1 // 0), ADA))
    assert await asyncio.wrap_future(executor.submit(in_one_step(lambda: 1), ADA)) == 1


async def test_short_job_does_not_wait_for_a_long_one(executor: FairExecutor, work: Work) -> None:
    long = executor.submit(work.steps_of("Ada", 5), ADA)
    short = executor.submit(work.steps_of("Ben", 1), BEN)
    work.opened.set()
    await asyncio.gather(asyncio.wrap_future(long), asyncio.wrap_future(short))
    assert work.steps == ["Ada", "Ben", "Ada", "Ada", "Ada", "Ada"]


async def test_members_who_used_as_much_are_answered_one_after_the_other(
    executor: FairExecutor, work: Work
) -> None:
    jobs = [
        executor.submit(work.steps_of(who, 3, seconds=0.02), requester)
        for who, requester in (("Ada", ADA), ("Ben", BEN))
    ]
    work.opened.set()
    await asyncio.gather(*map(asyncio.wrap_future, jobs))
    assert work.steps == ["Ada"] * 3 + ["Ben"] * 3


async def test_who_used_less_comes_first_within_a_turn(executor: FairExecutor, work: Work) -> None:
    work.opened.set()
    await asyncio.wrap_future(executor.submit(work.steps_of("Ada", 4), ADA))

    def ask_meanwhile() -> Steps[str]:
        executor.submit(work.steps_of("Ben", 1, seconds=0.02), BEN)
        return (yield from work.steps_of("Ada", 2, seconds=0.02))

    await asyncio.wrap_future(executor.submit(ask_meanwhile(), ADA))
    assert work.steps[4:] == ["Ada", "Ben", "Ada"]


async def test_a_turn_ends_after_a_tenth_of_a_second(executor: FairExecutor, work: Work) -> None:
    jobs = [
        executor.submit(work.steps_of(who, 4, seconds=0.06), requester)
        for who, requester in (("Ada", ADA), ("Ben", BEN))
    ]
    work.opened.set()
    await asyncio.gather(*map(asyncio.wrap_future, jobs))
    assert work.steps[:4] == ["Ada", "Ada", "Ben", "Ben"]


async def test_members_jobs_run_one_after_the_other(executor: FairExecutor, work: Work) -> None:
    jobs = [executor.submit(work.steps_of(who, 2), ADA) for who in ("first", "second")]
    work.opened.set()
    await asyncio.gather(*map(asyncio.wrap_future, jobs))
    assert work.steps == ["first", "first", "second", "second"]


async def test_groups_take_turns_however_many_members_ask(
    executor: FairExecutor, work: Work
) -> None:
    jobs = [
        executor.submit(work.steps_of("crowd", 2), Requester(member, 1)) for member in range(10, 14)
    ]
    jobs.append(executor.submit(work.steps_of("Cem", 3), CEM))
    work.opened.set()
    await asyncio.gather(*map(asyncio.wrap_future, jobs))
    assert work.steps[:6] == ["crowd", "Cem"] * 3


async def test_who_used_more_goes_last(executor: FairExecutor, work: Work) -> None:
    work.opened.set()
    await asyncio.wrap_future(executor.submit(work.steps_of("Ada", 4), ADA))
    await asyncio.wrap_future(executor.submit(work.steps_of("Ben", 1), BEN))
    await run_together(executor, work)
    assert work.steps[-2:] == ["Ben", "Ada"]


@pytest.mark.parametrize("seconds", [1.0, 0.02], ids=["long jobs", "short jobs"])
async def test_used_time_is_forgotten(
    executor: FairExecutor, work: Work, clock: ManualSeconds, seconds: float
) -> None:
    work.opened.set()
    await asyncio.wrap_future(executor.submit(work.steps_of("Ada", 4, seconds), ADA))
    clock.now += 1000.0
    await asyncio.wrap_future(executor.submit(work.steps_of("Ben", 1, seconds), BEN))
    await run_together(executor, work)
    assert work.steps[-2:] == ["Ada", "Ben"]


async def run_together(executor: FairExecutor, work: Work) -> None:
    """Let both ask for a step while somebody else's runs."""
    started, finish = threading.Event(), threading.Event()

    def hold() -> None:
        started.set()
        assert finish.wait(PATIENCE)

    holder = executor.submit(in_one_step(hold), CEM)
    assert await asyncio.to_thread(started.wait, PATIENCE)
    jobs = [executor.submit(work.steps_of("Ada", 1), ADA)]
    jobs.append(executor.submit(work.steps_of("Ben", 1), BEN))
    finish.set()
    await asyncio.wrap_future(holder)
    await asyncio.gather(*map(asyncio.wrap_future, jobs))


async def test_cancelled_job_takes_no_further_step(executor: FairExecutor, work: Work) -> None:
    cancelled = executor.submit(work.steps_of("Ada", 1000), ADA)
    other = executor.submit(work.steps_of("Ben", 1), BEN)
    cancelled.cancel()
    work.opened.set()
    await asyncio.wrap_future(other)
    await asyncio.wrap_future(executor.submit(work.steps_of("Cem", 1), CEM))
    assert work.steps in (["Ben", "Cem"], ["Ada", "Ben", "Cem"])


async def test_finished_jobs_are_observed_with_their_seconds(
    executor: FairExecutor, work: Work
) -> None:
    seconds: list[float] = []
    executor.observe = seconds.append
    work.opened.set()
    await asyncio.wrap_future(executor.submit(work.steps_of("Ada", 3, seconds=0.5), ADA))
    await asyncio.wrap_future(executor.submit(in_one_step(lambda: None), ADA))
    assert seconds[0] == 1.5


async def test_shutdown_cancels_what_is_pending(executor: FairExecutor, work: Work) -> None:
    running = executor.submit(work.steps_of("Ada", 1), ADA)
    pending = executor.submit(work.steps_of("Ben", 1), BEN)
    executor.shutdown()
    work.opened.set()
    for job in (running, pending):
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wrap_future(job)
    with pytest.raises(RuntimeError):
        executor.submit(in_one_step(lambda: 1), ADA)


def test_time_of_the_last_two_thousand_requesters_is_remembered() -> None:
    used = _UsedTime()
    for key in range(2_001):
        used.add(key, 1.0, now=0.0)
    assert [used.of(key, now=0.0) for key in (0, 1, 2_000)] == [0.0, 1.0, 1.0]
