import asyncio
import time
from dataclasses import replace
from functools import partial
from inspect import signature
from unittest.mock import Mock

import numpy as np
import pytest

from bot.interactions.soon import CARD_TIMEOUT
from bot.services.concurrency import BusyError, DeadlineError, ImpatientError
from bot.services.name_service import DEADLINE, MAX_PENDING, MAX_PER_MEMBER, NameService
from bot.store.database import SHORT_TIMEOUT
from model.domain.condition import Condition
from model.domain.generation import NameRequest
from model.domain.steps import Steps, finish
from model.inference.name_generator import NameGenerator
from model.origin.classifier import OriginClassifier
from model.selection.selector import NameSelector
from tests.bot.stage import REQUESTER, InferenceGate

REQUEST = NameRequest(Condition.for_country("NL"))
BLEND = NameRequest(Condition.blend({"NL": 1, "PL": 1}))


@pytest.fixture(scope="module")
def selector(name_generator: NameGenerator) -> NameSelector:
    return NameSelector.load(name_generator)


def test_an_answer_or_an_apology_comes_before_discord_gives_up() -> None:
    """Discord waits for three seconds; the network and the database each have two at most."""
    defaults = signature(NameService).parameters
    assert defaults["deadline"].default == DEADLINE == 2
    assert defaults["max_pending"].default == MAX_PENDING == 128
    assert SHORT_TIMEOUT == 2
    assert DEADLINE + CARD_TIMEOUT < 3


async def test_names_are_the_selectors_also_of_requests_at_once(
    name_service: NameService, selector: NameSelector
) -> None:
    concurrently = await asyncio.gather(
        *(name_service.suggest(REQUEST, seed, seed) for seed in range(20))
    )
    assert concurrently == [selector.suggest(REQUEST, seed) for seed in range(20)]


async def test_full_queue_raises_at_once(
    name_generator: NameGenerator, gate: InferenceGate
) -> None:
    name_service = NameService(name_generator, np.random.default_rng(), max_pending=2)
    pending = [
        asyncio.create_task(name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER))
        for seed in range(2)
    ]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)
    gate.opened.set()
    await asyncio.gather(*pending)
    assert len(await name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)) == REQUEST.count
    name_service.close()


async def test_a_member_has_three_requests_served_at_a_time(
    name_service: NameService, gate: InferenceGate
) -> None:
    pending = [
        asyncio.create_task(name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER))
        for seed in range(3)
    ]
    await asyncio.sleep(0)
    with pytest.raises(ImpatientError):
        await name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)
    other = asyncio.create_task(name_service.suggest_unseen(REQUEST, (1, 0), (), 2))
    gate.opened.set()
    await asyncio.gather(*pending, other)
    assert len(await name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)) == REQUEST.count


def test_forty_two_members_cannot_fill_the_queue() -> None:
    assert (MAX_PENDING, MAX_PER_MEMBER) == (128, 3)
    assert 42 * MAX_PER_MEMBER < MAX_PENDING


def _note(served: list[int], place: int, _: object) -> None:
    served.append(place)


async def test_a_members_requests_are_served_one_after_the_other(
    name_service: NameService, gate: InferenceGate
) -> None:
    served: list[int] = []
    pending = [
        asyncio.create_task(name_service.suggest_unseen(REQUEST, (1, 0), (), member))
        for seed, member in enumerate((1, 1, 1, 2, 3))
    ]
    for place, task in enumerate(pending):
        task.add_done_callback(partial(_note, served, place))
    await asyncio.sleep(0)
    assert name_service.waiting == 4
    gate.opened.set()
    await asyncio.gather(*pending)
    assert [place for place in served if place < 3] == [0, 1, 2]
    assert served[-1] == 2
    assert name_service.waiting == 0


async def test_an_expensive_request_does_not_hold_up_a_cheap_one(
    name_service: NameService,
) -> None:
    await name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)
    mix = asyncio.create_task(
        name_service.mix(("Alexandrianna", "Christopherson"), "US", None, 0, 3)
    )
    await asyncio.sleep(0)
    await name_service.suggest_unseen(REQUEST, (1, 0), (), 2)
    assert not mix.done()
    assert "Christopherson" in (await mix).names


async def test_what_missed_its_deadline_takes_no_more_steps(
    name_generator: NameGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_service = NameService(name_generator, np.random.default_rng(), deadline=0.05)
    steps = 0

    def work(*_: object) -> Steps[None]:
        nonlocal steps
        while True:
            time.sleep(0.02)
            steps += 1
            yield

    monkeypatch.setattr(NameSelector, "suggest_unseen", work)
    with pytest.raises(DeadlineError):
        await name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)
    await asyncio.sleep(0.05)
    taken = steps
    await asyncio.sleep(0.1)
    assert steps == taken
    name_service.close()


async def test_who_waits_behind_a_request_that_missed_its_deadline_is_served_when_it_ends(
    name_generator: NameGenerator, gate: InferenceGate
) -> None:
    name_service = NameService(name_generator, np.random.default_rng(), deadline=0.3)
    late = asyncio.create_task(name_service.suggest_unseen(REQUEST, (1, 0), (), 1))
    await gate.wait_entered()
    await asyncio.sleep(0.2)
    next_one = asyncio.create_task(name_service.suggest_unseen(REQUEST, (1, 0), (), 2))
    with pytest.raises(DeadlineError):
        await late
    assert name_service.running_seconds > 0.2
    gate.opened.set()
    assert len(await next_one) == REQUEST.count
    name_service.close()


async def test_seconds_of_each_request_are_observed(name_service: NameService) -> None:
    observed: list[float] = []
    name_service.observe = observed.append
    await name_service.suggest_unseen(REQUEST, (1, 0), (), REQUESTER)
    await name_service.rank("Sanne", None, REQUESTER)
    assert len(observed) == 2
    assert all(0 < seconds < 5 for seconds in observed)


@pytest.mark.parametrize(
    ("starts_with", "advice"), [("", "Try again in a moment"), ("Jo", "use fewer first letters")]
)
async def test_missed_deadline_raises(
    name_generator: NameGenerator, gate: InferenceGate, starts_with: str, advice: str
) -> None:
    name_service = NameService(name_generator, np.random.default_rng(), deadline=0.01)
    request = replace(REQUEST, starts_with=starts_with)
    with pytest.raises(DeadlineError, match=advice):
        await name_service.suggest_unseen(request, (1, 0), (), REQUESTER)
    gate.opened.set()
    name_service.close()


async def test_shares_are_the_raters(name_service: NameService, selector: NameSelector) -> None:
    names = [suggestion.name for suggestion in selector.suggest(BLEND, 12)]
    shares = await name_service.shares_of(names, BLEND.condition, REQUESTER)
    assert shares == selector.rater.shares(names, BLEND.condition)


async def test_unseen_names_are_the_selectors(
    name_service: NameService, selector: NameSelector
) -> None:
    result = await name_service.suggest_unseen(REQUEST, (7, 0), {"marise"}, REQUESTER)
    assert result == finish(selector.suggest_unseen(REQUEST, (7, 0), {"marise"}))


async def test_ranking_is_the_classifiers(
    name_service: NameService, name_generator: NameGenerator
) -> None:
    countries = ["NL", "Poland", "Persia"]
    classifier = OriginClassifier.load(name_generator)
    ranking = await name_service.rank("Sanne", countries, REQUESTER)
    assert ranking == classifier.rank("Sanne", countries)
    assert await name_service.rank("Sanne", None, REQUESTER) == classifier.rank("Sanne")


async def test_classifier_is_loaded_once_on_first_use(
    name_service: NameService, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = Mock(wraps=OriginClassifier.load)
    monkeypatch.setattr(OriginClassifier, "load", load)
    await name_service.suggest(REQUEST, 1, REQUESTER)
    load.assert_not_called()
    await asyncio.gather(*(name_service.rank("Sanne", ["NL", "PL"], REQUESTER) for _ in range(3)))
    load.assert_called_once()


async def test_mixtures_are_the_mixers(name_service: NameService, selector: NameSelector) -> None:
    names, mixer = ("Anna", "Peter"), selector.mixer
    of_germany = finish(mixer.mix(names, "DE", 1))
    assert await name_service.mix(names, "DE", None, 1, REQUESTER) == of_germany
    at_home = await name_service.mix(("Kasia", "Tomek"), None, None, 0, REQUESTER)
    polish = finish(mixer.mix(("Kasia", "Tomek"), "PL", 0))
    assert at_home == replace(polish, suits_both=True)
