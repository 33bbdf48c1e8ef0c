import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.services.fair_executor import FairExecutor, Requester, _UsedTime, in_one_step
from model.domain.steps import Steps
from tests.support.clocks import ManualSeconds
from tests.support.patience import PATIENCE

ADA, BEN, CEM = Requester(1, 1), Requester(2, 1), Requester(3, 2)


@pytest.fixture
def executor(monotonic: ManualSeconds) -> Iterator[FairExecutor]:
    executor = FairExecutor("test", clock=monotonic)
    yield executor
    executor.shutdown()


class Work:
    """Jobs that wait for a gate, and note who took each step."""

    def __init__(self, monotonic: ManualSeconds) -> None:
        self.opened = threading.Event()
        self.steps: list[str] = []
        self.clock = monotonic

    def steps_of(self, who: str, steps: int, seconds: float = 1.0) -> Steps[str]:
        assert self.opened.wait(PATIENCE)
        for _ in range(steps):
            self.steps.append(who)
            self.clock.now += seconds
            yield
        return who


@pytest.fixture
def work(monotonic: ManualSeconds) -> Iterator[Work]:
    work = Work(monotonic)
    yield work
    work.opened.set()


async def test_error_of_a_step_is_raised_to_who_waits_and_the_next_job_has_its_result(
    executor: FairExecutor,
) -> None:
    with pytest.raises(ZeroDivisionError):
        await asyncio.wrap_future(executor.submit(in_one_step(lambda: 1 // 0), ADA))
    assert await asyncio.wrap_future(executor.submit(in_one_step(lambda: 1), ADA)) == 1


@pytest.mark.parametrize(
    ("jobs", "steps"),
    [
        ([("Ada", ADA, 5, 1.0), ("Ben", BEN, 1, 1.0)], ["Ada", "Ben", *["Ada"] * 4]),
        ([("Ada", ADA, 3, 0.02), ("Ben", BEN, 3, 0.02)], ["Ada"] * 3 + ["Ben"] * 3),
        ([("Ada", ADA, 4, 0.06), ("Ben", BEN, 4, 0.06)], ["Ada", "Ada", "Ben", "Ben"]),
        ([("1st", ADA, 2, 1.0), ("2nd", ADA, 2, 1.0)], ["1st", "1st", "2nd", "2nd"]),
        (
            [
                *(("crowd", Requester(each, 1), 2, 1.0) for each in range(10, 14)),
                ("Cem", CEM, 3, 1),
            ],
            ["crowd", "Cem"] * 3,
        ),
    ],
    ids=[
        "a short job does not wait for a long one",
        "members who used as much are answered one after the other",
        "a turn ends after a tenth of a second",
        "a member's jobs run one after the other",
        "groups take turns, however many members ask",
    ],
)
async def test_steps_of_jobs_that_are_asked_for_together_are_taken_in_this_order(
    executor: FairExecutor,
    work: Work,
    jobs: list[tuple[str, Requester, int, float]],
    steps: list[str],
) -> None:
    submitted = [
        executor.submit(work.steps_of(who, number, seconds), requester)
        for who, requester, number, seconds in jobs
    ]
    work.opened.set()
    await asyncio.gather(*map(asyncio.wrap_future, submitted))
    assert work.steps[: len(steps)] == steps


async def test_who_used_less_comes_first_within_a_turn(executor: FairExecutor, work: Work) -> None:
    work.opened.set()
    await asyncio.wrap_future(executor.submit(work.steps_of("Ada", 4), ADA))

    def ask_meanwhile() -> Steps[str]:
        executor.submit(work.steps_of("Ben", 1, seconds=0.02), BEN)
        return (yield from work.steps_of("Ada", 2, seconds=0.02))

    await asyncio.wrap_future(executor.submit(ask_meanwhile(), ADA))
    assert work.steps[4:] == ["Ada", "Ben", "Ada"]


@pytest.mark.parametrize(
    ("seconds", "pause", "order"),
    [(1.0, 0, ["Ben", "Ada"]), (1.0, 1000, ["Ada", "Ben"]), (0.02, 1000, ["Ada", "Ben"])],
    ids=["just now", "long jobs long ago", "short jobs long ago"],
)
async def test_who_used_more_goes_last_until_that_is_forgotten(
    executor: FairExecutor, work: Work, seconds: float, pause: float, order: list[str]
) -> None:
    work.opened.set()
    await asyncio.wrap_future(executor.submit(work.steps_of("Ada", 4, seconds), ADA))
    work.clock.now += pause
    await asyncio.wrap_future(executor.submit(work.steps_of("Ben", 1, seconds), BEN))
    # Now both ask for a step while somebody else's runs.
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
    assert work.steps[-2:] == order


async def test_cancelled_job_takes_no_further_step(executor: FairExecutor, work: Work) -> None:
    cancelled = executor.submit(work.steps_of("Ada", 1000), ADA)
    other = executor.submit(work.steps_of("Ben", 1), BEN)
    cancelled.cancel()
    work.opened.set()
    await asyncio.wrap_future(other)
    await asyncio.wrap_future(executor.submit(work.steps_of("Cem", 1), CEM))
    assert work.steps in (["Ben", "Cem"], ["Ada", "Ben", "Cem"])


async def test_seconds_of_finished_jobs_are_observed(executor: FairExecutor, work: Work) -> None:
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
