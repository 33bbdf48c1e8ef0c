import asyncio

import numpy as np
import pytest

from bot.services.concurrency import BusyError, DeadlineError
from bot.services.name_service import NameService
from model.domain.condition import Condition
from model.domain.errors import InputError, UnknownLettersError
from model.domain.generation import NameRequest
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from tests.bot.stage import Gate

WISH = NameRequest(Condition.for_country("NL"))
BLEND = NameRequest(Condition.blend({"NL": 1, "PL": 1}))


async def test_the_names_are_those_of_the_network_for_the_seed(
    naming: NameService, namer: NameGenerator
) -> None:
    assert await naming.suggest(WISH, 12) == namer.suggest(WISH, np.random.default_rng(12))


async def test_the_event_loop_goes_on_while_names_are_made(naming: NameService, gate: Gate) -> None:
    making = asyncio.create_task(naming.suggest(WISH, 1))
    await gate.wish()
    assert not making.done()
    gate.opened.set()
    assert len(await making) == WISH.count


async def test_wishes_at_once_do_not_disturb_each_other(namer: NameGenerator) -> None:
    naming = NameService(namer, np.random.default_rng(), deadline=60)
    together = await asyncio.gather(*(naming.suggest(WISH, seed) for seed in range(20)))
    alone = [await naming.suggest(WISH, seed) for seed in range(20)]
    assert together == alone
    naming.close()


async def test_who_finds_no_room_is_told_at_once(namer: NameGenerator, gate: Gate) -> None:
    naming = NameService(namer, np.random.default_rng(), waiting=2)
    inside = [asyncio.create_task(naming.suggest(WISH, seed)) for seed in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await naming.suggest(WISH, 3)
    gate.opened.set()
    await asyncio.gather(*inside)
    assert len(await naming.suggest(WISH, 3)) == WISH.count
    naming.close()


async def test_names_that_do_not_come_in_time_are_given_up(
    namer: NameGenerator, gate: Gate
) -> None:
    naming = NameService(namer, np.random.default_rng(), deadline=0.01)
    with pytest.raises(DeadlineError, match="fewer first letters"):
        await naming.suggest(WISH, 1)
    gate.opened.set()
    naming.close()


async def test_what_the_network_refuses_comes_through(naming: NameService) -> None:
    with pytest.raises(UnknownLettersError):
        await naming.suggest(NameRequest(Condition.for_country("NL"), starts_with="Ж"), 1)


async def test_the_names_of_a_blend_come_with_how_much_they_sound_like_each_country(
    naming: NameService, namer: NameGenerator
) -> None:
    answer, shares = await naming.blend(BLEND, 12)
    assert answer == namer.suggest(BLEND, np.random.default_rng(12))
    expected = OriginClassifier.load(namer).probabilities(
        [one.name for one in answer], ["NL", "PL"]
    )
    assert [[*each.items()] for each in shares] == [
        [("NL", dutch), ("PL", polish)] for dutch, polish in expected.tolist()
    ]


async def test_a_blend_that_comes_to_nothing_has_no_shares(naming: NameService) -> None:
    nothing = NameRequest(BLEND.condition, starts_with="aaa")
    answer, shares = await naming.blend(nothing, 1)
    assert (len(answer), len(shares)) == (0, 0)


async def test_a_ranking_is_that_of_the_network(naming: NameService, namer: NameGenerator) -> None:
    among = ["NL", "Poland", "Persia"]
    assert await naming.rank("Sanne", among) == OriginClassifier.load(namer).rank("Sanne", among)
    assert await naming.rank("Sanne", None) == OriginClassifier.load(namer).rank("Sanne")


async def test_a_name_that_cannot_be_ranked_is_an_error(naming: NameService) -> None:
    with pytest.raises(InputError, match="40 letters"):
        await naming.rank("a" * 41, None)


async def test_what_tells_origins_is_loaded_once_and_only_for_who_asks(
    naming: NameService, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = []
    load = OriginClassifier.load

    def count(namer: NameGenerator) -> OriginClassifier:
        loaded.append(namer)
        return load(namer)

    monkeypatch.setattr(OriginClassifier, "load", count)
    await naming.suggest(WISH, 1)
    assert not loaded
    await asyncio.gather(*(naming.rank("Sanne", ["NL", "PL"]) for _ in range(4)))
    assert len(loaded) == 1


def test_fresh_seeds_are_whole_numbers_below_two_to_the_32nd(naming: NameService) -> None:
    seeds = [naming.fresh_seed() for _ in range(1000)]
    assert all(0 <= seed < 2**32 for seed in seeds)
    assert len(set(seeds)) > 990


async def test_the_shipped_network_is_what_is_loaded() -> None:
    naming = NameService.load()
    assert len(await naming.suggest(WISH, 1)) == WISH.count
    naming.close()
