import asyncio

import numpy as np
import pytest

from bot.naming import BusyError, DeadlineError, Naming
from model.condition import Condition
from model.errors import UnknownLettersError
from model.namer import Namer
from model.wish import Wish
from tests.bot.stage import Gate

WISH = Wish(Condition.of("NL"))


async def test_the_names_are_those_of_the_network_for_the_seed(
    naming: Naming, namer: Namer
) -> None:
    assert await naming.suggest(WISH, 12) == namer.suggest(WISH, np.random.default_rng(12))


async def test_the_event_loop_goes_on_while_names_are_made(naming: Naming, gate: Gate) -> None:
    making = asyncio.create_task(naming.suggest(WISH, 1))
    await gate.wish()
    assert not making.done()
    gate.opened.set()
    assert len(await making) == WISH.count


async def test_wishes_at_once_do_not_disturb_each_other(namer: Namer) -> None:
    naming = Naming(namer, np.random.default_rng(), deadline=60)
    together = await asyncio.gather(*(naming.suggest(WISH, seed) for seed in range(20)))
    alone = [await naming.suggest(WISH, seed) for seed in range(20)]
    assert together == alone
    naming.close()


async def test_who_finds_no_room_is_told_at_once(namer: Namer, gate: Gate) -> None:
    naming = Naming(namer, np.random.default_rng(), waiting=2)
    inside = [asyncio.create_task(naming.suggest(WISH, seed)) for seed in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await naming.suggest(WISH, 3)
    gate.opened.set()
    await asyncio.gather(*inside)
    assert len(await naming.suggest(WISH, 3)) == WISH.count
    naming.close()


async def test_names_that_do_not_come_in_time_are_given_up(namer: Namer, gate: Gate) -> None:
    naming = Naming(namer, np.random.default_rng(), deadline=0.01)
    with pytest.raises(DeadlineError):
        await naming.suggest(WISH, 1)
    gate.opened.set()
    naming.close()


async def test_what_the_network_refuses_comes_through(naming: Naming) -> None:
    with pytest.raises(UnknownLettersError):
        await naming.suggest(Wish(Condition.of("NL"), starts_with="Ж"), 1)


def test_fresh_seeds_are_whole_numbers_below_two_to_the_32nd(naming: Naming) -> None:
    seeds = [naming.fresh_seed() for _ in range(1000)]
    assert all(0 <= seed < 2**32 for seed in seeds)
    assert len(set(seeds)) > 990


async def test_the_shipped_network_is_what_is_loaded() -> None:
    naming = Naming.load()
    assert len(await naming.suggest(WISH, 1)) == WISH.count
    naming.close()
