"""A worker thread that shares its time fairly: jobs run in steps, and take turns."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from model.domain.steps import Steps

_HALF_LIFE = 10.0
"""Seconds after which half of the time that somebody used is forgotten."""
_TURN = 0.1
"""Seconds after which a job's turn ends: longer than a first card takes."""
_MAX_REMEMBERED = 2_000
"""Members, and groups, whose used time is remembered."""

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks, by Discord's ids.

    Attributes:
        member: the member.
        group: the server; outside of servers, the member again.
    """

    member: int
    group: int


@dataclass(eq=False, slots=True)
class _Job(Generic[_Result]):
    requester: Requester
    steps: Steps[_Result]
    future: Future[_Result] = field(default_factory=Future)
    seconds: float = 0.0


class FairExecutor:
    """Runs jobs of many members in one thread, a step at a time.

    Before each step it chooses the group that used the least time lately, in it the member who did,
    and of this member the earliest job. So a member has one job at work at a time, and whoever
    used less than others waits for little more than the running step. What a job uses counts at the
    end of its turn, so members who have used equally much are served one after another, rather than
    all finishing at the end. Cancelled jobs take no more steps.
    """

    def __init__(
        self,
        thread_name: str,
        *,
        clock: Callable[[], float] = time.perf_counter,
        observe: Callable[[float], object] | None = None,
    ) -> None:
        """Start without jobs.

        Args:
            thread_name: prefix of the thread's name.
            clock: returns monotonic seconds.
            observe: called in the worker thread with the seconds that each finished job ran.
        """
        self.observe = observe
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=thread_name)
        self._lock = threading.Lock()
        self._clock = clock
        self._jobs: list[_Job[object]] = []
        self._turn: _Job[object] | None = None
        self._turn_seconds = 0.0
        self._members, self._groups = _UsedTime(), _UsedTime()
        self._step_started_at: float | None = None

    @property
    def running_seconds(self) -> float:
        """How long the thread has been at its present step; 0 while it has none.

        It goes on when the step's job is cancelled, since a thread cannot be interrupted.
        """
        started_at = self._step_started_at
        return 0.0 if started_at is None else self._clock() - started_at

    def submit(self, steps: Steps[_Result], requester: Requester) -> Future[_Result]:
        """Add a job; cancel the future to stop it after the running step.

        Raises:
            RuntimeError: the executor was shut down.
        """
        job = _Job(requester, steps)
        with self._lock:
            self._jobs.append(job)  # type: ignore[arg-type] # only its own future sees the result
        self._executor.submit(self._run_step)
        return job.future

    def forget(self, member: int) -> None:
        """Forget what a member has used, unless they are using more."""
        with self._lock:
            self._members.forget(member)
            self._groups.forget(member)  # as which they count outside of servers

    def shutdown(self) -> None:
        """Cancel all jobs, and end the thread after the running step."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            jobs, self._jobs, self._turn = self._jobs, [], None
        for job in jobs:
            job.future.cancel()

    def _run_step(self) -> None:
        with self._lock:
            job = self._next_job()
        if job is None:
            return
        self._step_started_at = self._clock()
        try:
            self._run_step_of(job)
        finally:
            self._step_started_at = None

    def _next_job(self) -> _Job[object] | None:
        """Return the job whose turn it is; the caller holds the lock."""
        self._jobs = [job for job in self._jobs if not job.future.done()]
        if self._turn_seconds >= _TURN or self._turn not in self._jobs:
            self._end_turn()
        now = self._clock()
        job = min(
            self._jobs,
            key=lambda job: (
                self._groups.of(job.requester.group, now),
                self._members.of(job.requester.member, now),
                job is not self._turn,
            ),
            default=None,
        )
        if job is not self._turn:
            self._end_turn()
            self._turn = job
        return job

    def _end_turn(self) -> None:
        """Count what the turn took; the caller holds the lock."""
        if self._turn is not None:
            now, requester = self._clock(), self._turn.requester
            self._members.add(requester.member, self._turn_seconds, now)
            self._groups.add(requester.group, self._turn_seconds, now)
        self._turn, self._turn_seconds = None, 0.0

    def _run_step_of(self, job: _Job[object]) -> None:
        finish: Callable[[], object] | None = None
        started_at = self._clock()
        try:
            next(job.steps)
        except StopIteration as stop:
            finish = partial(job.future.set_result, stop.value)
        except BaseException as error:  # noqa: BLE001 - for who waits for the result
            finish = partial(job.future.set_exception, error)
        seconds = self._clock() - started_at
        job.seconds += seconds
        with self._lock:
            self._turn_seconds += seconds
            if finish is not None:
                self._end_turn()
                self._jobs = [each for each in self._jobs if each is not job]
        if finish is None:
            self._continue()
            return
        if self.observe is not None:
            self.observe(job.seconds)
        with suppress(InvalidStateError):  # it was cancelled meanwhile
            finish()

    def _continue(self) -> None:
        with suppress(RuntimeError):  # it was shut down
            self._executor.submit(self._run_step)


class _UsedTime:
    """Seconds used lately, by id, halved every `_HALF_LIFE`; the least recent are forgotten."""

    def __init__(self) -> None:
        self._used: OrderedDict[int, tuple[float, float]] = OrderedDict()

    def of(self, key: int, now: float) -> float:
        seconds, at = self._used.get(key, (0.0, now))
        return float(seconds * 0.5 ** ((now - at) / _HALF_LIFE))

    def add(self, key: int, seconds: float, now: float) -> None:
        self._used[key] = self.of(key, now) + seconds, now
        self._used.move_to_end(key)
        if len(self._used) > _MAX_REMEMBERED:
            self._used.popitem(last=False)

    def forget(self, key: int) -> None:
        self._used.pop(key, None)


def in_one_step(work: Callable[[], _Result]) -> Steps[_Result]:
    """Return work that cannot be interrupted as a job's steps."""
    yield from ()
    return work()
