"""Deletion of members from everything that stores personal data, with a receipt."""

import asyncio
import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.favourites.clock import Clock, utc_now
from bot.favourites.repository import DeletionReport, PersonalDataStore

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome of deleting a member everywhere, for them to quote.

    Attributes:
        number: random, and in the log beside the amounts; it does not tell who.
        at: when.
        reports: of the stores that succeeded.
        failed: labels of the stores that failed; the causes are in the log.
    """

    number: str
    at: datetime
    reports: tuple[DeletionReport, ...]
    failed: tuple[str, ...]

    @property
    def deleted_anything(self) -> bool:
        """Whether a store had anything to delete."""
        return any(any(report.deleted.values()) for report in self.reports)


def receipt_number() -> str:
    """Return a new random number for a receipt."""
    return secrets.token_hex(4)


class Deletions:
    """Deletes members, each of them once at a time: those who ask again join in."""

    def __init__(self, stores: Iterable[PersonalDataStore], clock: Clock = utc_now) -> None:
        self._stores = tuple(stores)
        self._clock = clock
        self._running: dict[int, asyncio.Task[Receipt]] = {}

    async def delete(self, member: int) -> Receipt:
        """Delete a member from every store; a failure of one does not stop the others.

        It goes on even if the caller is cancelled.
        """
        task = self._running.get(member)
        if task is None:
            task = self._running[member] = asyncio.create_task(self._delete(member))
            task.add_done_callback(lambda _: self._running.pop(member))
        return await asyncio.shield(task)

    async def _delete(self, member: int) -> Receipt:
        number = receipt_number()
        results = await asyncio.gather(
            *(store.delete_member(member) for store in self._stores), return_exceptions=True
        )
        reports, failed = [], []
        for store, result in zip(self._stores, results, strict=True):
            match result:
                case DeletionReport():
                    _log.info("Deletion %s: %s %s", number, store.label, dict(result.deleted))
                    reports.append(result)
                case Exception():
                    _log.error("Deletion %s failed: %s", number, store.label, exc_info=result)
                    failed.append(store.label)
                case _:
                    raise result  # cancellation
        return Receipt(number, self._clock(), tuple(reports), tuple(failed))
