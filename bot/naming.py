"""The async face of the model: it thinks in threads of its own, in turn, and in time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import numpy as np

from model.answer import Answer
from model.errors import InputError
from model.namer import Namer
from model.typed import check_typed
from model.wish import Wish

THREADS = 2
"""Wishes that are worked on at once; NumPy lets go of the interpreter for most of the time."""
WAITING = 64
"""Wishes let in, those at work included; one takes milliseconds, so the last is in time."""
DEADLINE = 2.0
"""Seconds until a wish is given up; Discord gives up after three."""
BLOCKED = "That is a slur or an obscenity in some language, so I will not keep it as a name."


class NamingError(Exception):
    """Names cannot be had just now; `str` is a line for people."""


class BusyError(NamingError):
    """There is no room for one wish more."""

    def __init__(self) -> None:
        super().__init__("So many people want names just now. Try again in a few seconds.")


class DeadlineError(NamingError):
    """The names did not come in time."""

    def __init__(self) -> None:
        super().__init__("That took me too long. Try again, or with fewer first letters.")


class Naming:
    """Makes names off the event loop.

    A wish and a seed give the same names whenever they are asked for.
    """

    def __init__(
        self,
        namer: Namer,
        seeds: np.random.Generator,
        *,
        waiting: int = WAITING,
        deadline: float = DEADLINE,
    ) -> None:
        self._namer = namer
        self._seeds = seeds
        self._door = asyncio.Semaphore(waiting)
        self._deadline = deadline
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="namer")

    @classmethod
    def load(cls) -> Self:
        """Take the shipped network, and seeds that nobody can foretell."""
        return cls(Namer.load(), np.random.default_rng())

    def fresh_seed(self) -> int:
        """Draw a seed from 0 to 2³² − 1, short enough to be read out."""
        return int(self._seeds.integers(2**32))

    async def suggest(self, wish: Wish, seed: int) -> Answer:
        """Make the names wished for.

        Returns:
            `wish.count` names, or fewer and the reason where no more were found.

        Raises:
            InputError: the wish cannot be met; the message says why.
            BusyError: there is no room.
            DeadlineError: there was no answer in time.
        """
        if self._door.locked():
            raise BusyError
        loop = asyncio.get_running_loop()
        rng = np.random.default_rng(seed)
        try:
            async with self._door, asyncio.timeout(self._deadline):
                return await loop.run_in_executor(self._threads, self._namer.suggest, wish, rng)
        except TimeoutError:
            raise DeadlineError from None

    def read(self, name: str) -> str:
        """See that a name that somebody typed may be kept and shown, and return it tidied.

        Raises:
            InputError: it cannot be read, or is not to be said.
        """
        text = check_typed(name, self._namer)
        if self._namer.blocklist.blocks(text):
            raise InputError(BLOCKED)
        return text

    def close(self) -> None:
        """Let the threads end; what waits is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)
