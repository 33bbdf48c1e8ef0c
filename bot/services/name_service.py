"""The async face of the network: it thinks in a thread of its own, in turn, and in time."""

import asyncio
import contextlib
import ctypes
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

import numpy as np

from bot.services.concurrency import ConcurrencyLimit
from model.domain.errors import InputError, gettext_noop
from model.domain.generation import GenerationResult, NameRequest
from model.domain.ranking import Ranking
from model.domain.validation import validate_name
from model.inference.name_generator import NameGenerator

if TYPE_CHECKING:
    from model.origin.classifier import OriginClassifier

WAITING = 64
"""Requests let in, those at work included; one takes milliseconds, so the last is in time."""
DEADLINE = 2.0
"""Seconds until a request is given up; Discord gives up after three."""
_ARENA_MAX = -8
"""`M_ARENA_MAX` in malloc.h: how many parts of memory threads may have to themselves."""

TOO_LONG = gettext_noop("That took me too long. Try again, or with fewer first letters.")
TOO_LONG_TO_RANK = gettext_noop("That took me too long. Try again, or with a shorter name.")
BLOCKED = gettext_noop(
    "That is a slur or an obscenity in some language, so I will not keep it as a name."
)

Shares = Mapping[str, float]
"""How likely a name is of each of some countries, by their codes; they sum to 1."""
_Result = TypeVar("_Result")


class NameService:
    """Makes names, and tells where they sound from, off the event loop, one request at a time.

    A second thread would wait for the interpreter most of the time.

    A wish and a seed give the same names whenever they are asked for.
    """

    def __init__(
        self,
        namer: NameGenerator,
        seeds: np.random.Generator,
        *,
        waiting: int = WAITING,
        deadline: float = DEADLINE,
    ) -> None:
        self._namer = namer
        self._origin: OriginClassifier | None = None
        self._seeds = seeds
        self._limits = ConcurrencyLimit(waiting, deadline)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="namer")
        self._tell: Callable[[float], object] | None = None

    @property
    def waiting(self) -> int:
        """Requests that were let in and wait for the thread."""
        return max(0, self._limits.taken - 1)

    def tell_thoughts(self, tell: Callable[[float], object]) -> None:
        """Tell somebody from here on how many seconds each request was worked on.

        Args:
            tell: is called in the thread that works.
        """
        self._tell = tell

    @classmethod
    def load(cls) -> Self:
        """Take the shipped network, and seeds that nobody can foretell."""
        namer = NameGenerator.load()
        namer.known.prepare()
        _spare_memory()
        return cls(namer, np.random.default_rng())

    def fresh_seed(self) -> int:
        """Draw a seed from 0 to 2³² − 1, short enough to be read out."""
        return int(self._seeds.integers(2**32))

    async def suggest(self, wish: NameRequest, seed: int) -> GenerationResult:
        """Make the names wished for.

        Returns:
            `wish.count` names, or fewer and the reason where no more were found.

        Raises:
            InputError: the wish cannot be met; the message says why.
            BusyError: there is no room.
            DeadlineError: there was no answer in time.
        """
        work = partial(self._namer.suggest, wish, np.random.default_rng(seed))
        return await self._think(work, TOO_LONG)

    async def blend(
        self, wish: NameRequest, seed: int
    ) -> tuple[GenerationResult, Sequence[Shares]]:
        """Make the names wished for, and tell how each sounds among the wish's countries.

        The errors are those of `suggest`.
        """
        work = partial(self._blend, wish, np.random.default_rng(seed))
        return await self._think(work, TOO_LONG)

    def read(self, name: str) -> str:
        """See that a name that somebody typed may be kept and shown, and return it tidied.

        Raises:
            InputError: it cannot be read, or is not to be said.
        """
        text = validate_name(name, self._namer.alphabet)
        if self._namer.blocklist.blocks(text):
            raise InputError(BLOCKED)
        return text

    async def rank(self, name: str, among: Sequence[str] | None) -> Ranking:
        """Rank countries, by code, name or alias, for a name; None ranks all.

        Raises:
            InputError: the name cannot be read, or there is nothing to choose among.
            BusyError: there is no room.
            DeadlineError: there was no answer in time.
        """
        return await self._think(partial(self._rank, name, among), TOO_LONG_TO_RANK)

    def close(self) -> None:
        """Let the thread end; what waits is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _think(self, work: Callable[[], _Result], late: str) -> _Result:
        async with self._limits.inside(late):
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, self._timed, work)

    def _timed(self, work: Callable[[], _Result]) -> _Result:
        began = time.perf_counter()
        try:
            return work()
        finally:
            if self._tell is not None:
                self._tell(time.perf_counter() - began)

    def _blend(
        self, wish: NameRequest, rng: np.random.Generator
    ) -> tuple[GenerationResult, Sequence[Shares]]:
        answer = self._namer.suggest(wish, rng)
        codes = [code for code, _ in wish.condition.countries]
        rows = self._told_origins().probabilities([one.name for one in answer], codes).tolist()
        return answer, [dict(zip(codes, row, strict=True)) for row in rows]

    def _rank(self, name: str, among: Sequence[str] | None) -> Ranking:
        return self._told_origins().rank(name, among)

    def _told_origins(self) -> "OriginClassifier":
        """What tells origins; only who asks for it has it loaded, its code too."""
        from model.origin.classifier import OriginClassifier  # noqa: PLC0415 - as the text above says

        if self._origin is None:
            self._origin = OriginClassifier.load(self._namer)
        return self._origin


def _spare_memory() -> None:
    """Ask glibc, the C library of most Linuxes, to keep less for later.

    The weights are laid out anew when they have been read, and what they were read into would be
    kept: a tenth of all that the bot takes at rest. So would a part for each thread.
    """
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.malloc_trim(0)
        library.mallopt(_ARENA_MAX, 1)
