"""What is in memory alone: how much of it, and for how long."""

import asyncio
import gc
from datetime import date

from bot.interactions.recent import Locks, Recent, Told


def test_so_many_are_kept_and_the_least_recent_are_forgotten() -> None:
    recent: Recent[int, str] = Recent(2)
    for key in (1, 2, 1, 3):
        recent.keep(key, "x")
    assert [*recent] == [1, 3]


def test_a_channel_is_told_once_a_day() -> None:
    days = [date(2026, 1, 1)]
    told = Told(lambda: days[-1])
    assert [told.is_first(7, "new") for _ in range(2)] == [True, False]
    assert told.is_first(7, "rare")
    assert told.is_first(8, "new")
    days.append(date(2026, 1, 2))
    assert told.is_first(7, "new")


async def test_a_lock_is_each_keys_own_and_is_kept_while_it_is_held() -> None:
    locks, order = Locks(), list[str]()

    async def work(key: int, name: str) -> None:
        async with locks.of(key):
            order.append(f"{name} begins")
            await asyncio.sleep(0)
            gc.collect()
            await asyncio.sleep(0)
            order.append(f"{name} ends")

    await asyncio.gather(work(1, "first"), work(1, "second"), work(2, "other"))
    assert order.index("first ends") < order.index("second begins")
    assert order.index("other begins") < order.index("first ends")
    gc.collect()
    assert not locks._locks  # noqa: SLF001 - what is bounded
