"""Names, mixtures and origins off the event loop: in one thread, each with a deadline."""

import asyncio
import contextlib
import ctypes
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from time import perf_counter
from typing import TYPE_CHECKING, Self, TypeVar
from weakref import WeakValueDictionary

import numpy as np

from bot.services.concurrency import TIMEOUT_MESSAGE, WaitingLine
from model.domain.condition import Condition, RequestedGender
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import (
    GenerationResult,
    NameKind,
    NameRequest,
    Suggestion,
)
from model.domain.mixture import MixedCard, require_mixable
from model.domain.name_check import NameCheck
from model.domain.ranking import Ranking
from model.domain.steps import Steps
from model.domain.validation import validate_name
from model.inference.name_generator import NameGenerator

if TYPE_CHECKING:
    from model.origin.classifier import OriginClassifier
    from model.selection.name_checker import NameChecker
    from model.selection.selector import NameSelector, Order

MAX_PENDING = 128
"""Requests admitted, the running one included."""
MAX_PER_MEMBER = 3
"""Of these, the most of one member: else thirteen with as many as they may send would fill all."""
DEADLINE = 2.0
"""Seconds for one request; Discord gives up after three."""
_ARENA_MAX = -8
"""`M_ARENA_MAX` in malloc.h: the maximum number of memory arenas."""

_LETTERS_TIMEOUT_MESSAGE = gettext_noop(
    "That took too long. Try again, or use fewer first letters."
)
RANKING_TIMEOUT_MESSAGE = gettext_noop("That took too long. Try again, or try a shorter name.")
BLOCKED_MESSAGE = gettext_noop(
    "That’s a slur or an obscenity in some language, so I won’t take it as a name."
)

Shares = Mapping[str, float]
"""How much a name sounds like each of some countries, by code; they sum to 1."""
_Result = TypeVar("_Result")


class NameService:
    """Generates names and ranks their origins in a single worker thread, a step at a time.

    A second thread would mostly wait for the interpreter's lock. Steps are taken in the order in
    which they are asked for, a request asks for its next when it has done one, and a member has one
    request at work at a time. So nobody waits for somebody's expensive requests to end, and what
    missed its deadline takes no more steps. The same request and seed always give the same names.

    Attributes:
        observe: called with the seconds that each request ran, without its waiting; or None.
    """

    def __init__(
        self,
        generator: NameGenerator,
        rng: np.random.Generator,
        *,
        max_pending: int = MAX_PENDING,
        deadline: float = DEADLINE,
    ) -> None:
        """Take a generator.

        Args:
            generator: of names.
            rng: draws countries.
            max_pending: requests admitted, the running one included.
            deadline: seconds for one request.
        """
        self._generator = generator
        self._selector: NameSelector | None = None
        self._classifier: OriginClassifier | None = None
        self._checker: NameChecker | None = None
        self._rng = rng
        self._line = WaitingLine(
            max_pending, capacity=max_pending, timeout=deadline, per_member=MAX_PER_MEMBER
        )
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="naming")
        self._began_at: float | None = None
        self.observe: Callable[[float], object] | None = None

    @property
    def waiting(self) -> int:
        """Requests that were admitted and wait for the worker thread."""
        return max(0, self._line.admitted - 1)

    @property
    def running_seconds(self) -> float:
        """How long the worker thread has been at its present step; 0 while it has none.

        It goes on after the request's deadline, since a thread cannot be interrupted.
        """
        began_at = self._began_at
        return 0.0 if began_at is None else perf_counter() - began_at

    @classmethod
    def load(cls) -> Self:
        """Load the shipped network; what is drawn is unpredictable."""
        generator = NameGenerator.load()
        generator.known.build_index()
        _trim_malloc()
        return cls(generator, np.random.default_rng())

    def draw_country(self, seed: int | None = None) -> str:
        """Return the code of a random country, always the same one for a seed."""
        countries = self._generator.countries
        return countries[
            self._rng.integers(len(countries)) if seed is None else seed % len(countries)
        ]

    async def suggest(self, request: NameRequest, seed: int, member: int) -> GenerationResult:
        """Generate names.

        Returns:
            `request.count` names, or fewer with the reason.

        Raises:
            InputError: the request cannot be met; the message says why.
            BusyError: too many requests are pending.
            DeadlineError: the names were not generated in time.
        """
        steps = self._suggest(request, seed)
        return await self._run(steps, member, _timeout_message(request))

    async def suggest_unseen(
        self, request: NameRequest, order: "Order", shown: Container[str], member: int
    ) -> GenerationResult:
        """Generate names that an owner has not been shown; see `NameSelector.suggest_unseen`.

        Raises the errors of `suggest`.
        """
        steps = self._suggest_unseen(request, order, shown)
        return await self._run(steps, member, _timeout_message(request))

    async def shares_of(
        self, names: Sequence[str], condition: Condition, member: int
    ) -> Sequence[Shares]:
        """Return how much each name sounds like each of a condition's countries.

        Raises the errors of `rank`.
        """
        steps = _in_one_step(lambda: self._name_selector().rater.shares(names, condition))
        return await self._run(steps, member, RANKING_TIMEOUT_MESSAGE)

    async def suggest_to_taste(
        self,
        stars: Sequence[tuple[str, Condition]],
        shares: Sequence[NameRequest],
        order: "Order",
        shown: Container[str],
        member: int,
    ) -> Sequence[tuple[Suggestion, NameRequest]]:
        """Choose names like starred ones; see `NameSelector.suggest_to_taste`.

        Raises the errors of `suggest`.
        """
        steps = self._suggest_to_taste(stars, shares, order, shown)
        return await self._run(steps, member, _timeout_message(shares[0]))

    def validate(self, name: str) -> str:
        """Return a typed name, normalised, if it may be stored and shown.

        Raises:
            InputError: it is no valid name, or is on the blocklist.
        """
        self.require_allowed(name)  # first, or a romanisation of it would be suggested
        return validate_name(name, self._generator.alphabet)

    def kind_of(self, name: str) -> NameKind:
        """Return whether a name is new, rare or known; it takes microseconds."""
        return self._generator.existence.kind_of(name)

    def is_allowed(self, *texts: str) -> bool:
        """Return whether texts may be shown side by side, as of today.

        No text is on the blocklist, nor what some of them in a row say together.
        """
        rows = (texts[start:stop] for start, stop in combinations(range(len(texts) + 1), 2))
        return not any(self._generator.blocklist.blocks("".join(row)) for row in rows)

    def require_allowed(self, *names: str) -> None:
        """Ensure that a name may be starred, or that names may be asked about together.

        Raises:
            InputError: they are on the blocklist.
        """
        if not self.is_allowed(*names):
            raise InputError(BLOCKED_MESSAGE)

    async def rank(self, name: str, among: Sequence[str] | None, member: int) -> Ranking:
        """Rank countries, given by code, name or alias, as a name's origin; None ranks all.

        Raises:
            InputError: the name is invalid, or there are too few countries.
            BusyError: too many requests are pending.
            DeadlineError: the ranking was not done in time.
        """
        steps = _in_one_step(lambda: self._origin_classifier().rank(name, among))
        return await self._run(steps, member, RANKING_TIMEOUT_MESSAGE)

    async def check(self, names: Sequence[str], surname: str, member: int) -> Sequence[NameCheck]:
        """Say what is known of names that somebody has in mind, with a surname or without.

        Raises:
            InputError: a name is invalid.
            BusyError: too many requests are pending.
            DeadlineError: it was not done in time.
        """
        return await self._run(self._check(names, surname), member, TIMEOUT_MESSAGE)

    async def mix(
        self,
        names: tuple[str, str],
        country: str | None,
        gender: RequestedGender | None,
        seed: int,
        member: int,
    ) -> MixedCard:
        """Mix two names, for a country by its code; None is one that suits both.

        Raises:
            InputError: a name is invalid or blocked, or nothing can be made of the two.
            BusyError: too many requests are pending.
            DeadlineError: it was not done in time.
        """
        first, second = map(self.validate, names)
        steps = self._mix((first, second), country, gender, seed)
        return await self._run(steps, member, RANKING_TIMEOUT_MESSAGE)

    def close(self) -> None:
        """Drop the pending requests and end the worker thread after the running one."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self, steps: Steps[_Result], member: int, timeout_message: str) -> _Result:
        loop, seconds = asyncio.get_running_loop(), 0.0
        mine = self._turns.setdefault(member, asyncio.Lock())  # gone when nobody waits for it
        async with self._line.turn(timeout_message, member), mine:
            while True:
                taken, done = await loop.run_in_executor(self._thread, self._take_step, steps)
                seconds += taken
                if done:
                    break
        if self.observe is not None:
            self.observe(seconds)
        return done[0]

    def _take_step(self, steps: Steps[_Result]) -> tuple[float, tuple[()] | tuple[_Result]]:
        """Take a step; return the seconds that it took and, after the last, the result."""
        began_at = self._began_at = perf_counter()
        done: tuple[()] | tuple[_Result] = ()
        try:
            next(steps)
        except StopIteration as stop:
            done = (stop.value,)
        finally:
            self._began_at = None
        return perf_counter() - began_at, done

    def _suggest(self, request: NameRequest, seed: int) -> Steps[GenerationResult]:
        return (yield from self._name_selector().suggest_in_steps(request, seed))

    def _suggest_unseen(
        self, request: NameRequest, order: "Order", shown: Container[str]
    ) -> Steps[GenerationResult]:
        return (yield from self._name_selector().suggest_unseen(request, order, shown))

    def _suggest_to_taste(
        self,
        stars: Sequence[tuple[str, Condition]],
        shares: Sequence[NameRequest],
        order: "Order",
        shown: Container[str],
    ) -> Steps[Sequence[tuple[Suggestion, NameRequest]]]:
        return (yield from self._name_selector().suggest_to_taste(stars, shares, order, shown))

    def _check(self, names: Sequence[str], surname: str) -> Steps[Sequence[NameCheck]]:
        return (yield from self._name_checker().check_in_steps(names, surname))

    def _mix(
        self,
        names: tuple[str, str],
        country: str | None,
        gender: RequestedGender | None,
        seed: int,
    ) -> Steps[MixedCard]:
        require_mixable(*names)
        mixer = self._name_selector().mixer
        if country is not None:
            return (yield from mixer.mix(names, country, seed, gender=gender))
        first = self._origin_classifier().rank(names[0])
        yield
        second = self._origin_classifier().rank(names[1])
        yield
        return (yield from mixer.mix_at_home(first, second, seed, gender=gender))

    def _name_checker(self) -> "NameChecker":
        """Return the checker, loaded on first use, its code included."""
        from model.selection.name_checker import NameChecker  # noqa: PLC0415 - see above

        if self._checker is None:
            self._checker = NameChecker.load(self._generator, self._origin_classifier())
        return self._checker

    def _name_selector(self) -> "NameSelector":
        """Return the selector, loaded on first use, its code included."""
        from model.selection.selector import NameSelector  # noqa: PLC0415 - see above

        if self._selector is None:
            self._selector = NameSelector.load(self._generator)
            _trim_malloc()  # what was loaded for it leaves buffers behind
        return self._selector

    def _origin_classifier(self) -> "OriginClassifier":
        """Return the classifier, loaded on first use, its code included."""
        from model.origin.classifier import OriginClassifier  # noqa: PLC0415 - see above

        if self._classifier is None:
            self._classifier = OriginClassifier.load(self._generator)
            _trim_malloc()  # its network leaves buffers behind, too
        return self._classifier


def _in_one_step(work: Callable[[], _Result]) -> Steps[_Result]:
    yield from ()
    return work()


def _timeout_message(request: NameRequest) -> str:
    return _LETTERS_TIMEOUT_MESSAGE if request.starts_with else TIMEOUT_MESSAGE


def _trim_malloc() -> None:
    """Make glibc, where it is the C library, return free memory and share one arena.

    Loading the weights frees buffers that glibc would otherwise keep: a tenth of the bot's memory
    at rest. So would an arena for each thread.
    """
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.malloc_trim(0)
        library.mallopt(_ARENA_MAX, 1)
