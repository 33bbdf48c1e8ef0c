"""Rate limits, by a clock that the test sets, and how members notice them."""

import tracemalloc
from dataclasses import dataclass
from typing import Any

import pytest
from discord import app_commands

from bot.app import NomenBot
from bot.commands import BUTTONS, COMMANDS
from bot.commands.copy_button import CopyButton
from bot.commands.duel import DuelButton
from bot.commands.favourites_list import FavouritesButton, FavouritesSelect, RestoreButton
from bot.commands.generation import RefineButton
from bot.commands.help import HelpSelect
from bot.commands.match_side import (
    ChooseNamesButton,
    LikeButton,
    PassButton,
    StarCommonSelect,
)
from bot.commands.more import RefineMoreButton
from bot.commands.privacy import (
    AskDeletionButton,
    CancelDeletionButton,
    ConfirmDeletionButton,
    ExportButton,
)
from bot.commands.star_button import StarButton, UndoButton
from bot.favourites.repository import FavouritesRepository
from bot.interactions.persistent_button import PersistentItem
from bot.interactions.rate_limit import MAX_MEMBERS, RATE_LIMITS, Bucket, RateLimiter, bucket_for
from bot.services.name_service import NameService
from tests.bot.stage import Stage, ephemeral_text, names_on, public_message, star_of

ADA, BEN = 1, 2
RATE_LIMITED = "That was a lot at once. Try again in"


@dataclass(slots=True)
class SettableClock:
    """A clock that the test sets."""

    seconds: float = 12_345.678

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def rate_limiter(clock: SettableClock) -> RateLimiter:
    return RateLimiter(clock=clock)


@pytest.fixture
def simcord_bot(
    name_service: NameService, favourites: FavouritesRepository, rate_limiter: RateLimiter
) -> NomenBot:
    return NomenBot(name_service, favourites, shard_count=1, rate_limiter=rate_limiter)


def exhaust(rate_limiter: RateLimiter, bucket: Bucket, member: int = ADA) -> None:
    for _ in range(RATE_LIMITS[bucket].requests):
        assert not rate_limiter.acquire(bucket, member)


each_bucket = pytest.mark.parametrize("bucket", Bucket)


@each_bucket
def test_burst_is_admitted_and_next_request_waits(
    rate_limiter: RateLimiter, bucket: Bucket
) -> None:
    exhaust(rate_limiter, bucket)
    limit = RATE_LIMITS[bucket]
    assert rate_limiter.acquire(bucket, ADA) == pytest.approx(limit.seconds / limit.requests)


@each_bucket
def test_one_request_is_admitted_after_the_wait(
    rate_limiter: RateLimiter, clock: SettableClock, bucket: Bucket
) -> None:
    exhaust(rate_limiter, bucket)
    clock.seconds += rate_limiter.acquire(bucket, ADA)
    assert not rate_limiter.acquire(bucket, ADA)
    assert rate_limiter.acquire(bucket, ADA)


@each_bucket
def test_whole_burst_is_back_after_the_period(
    rate_limiter: RateLimiter, clock: SettableClock, bucket: Bucket
) -> None:
    for _ in range(3):
        exhaust(rate_limiter, bucket)
        assert rate_limiter.acquire(bucket, ADA)
        clock.seconds += RATE_LIMITS[bucket].seconds


def test_refused_requests_cost_nothing(rate_limiter: RateLimiter) -> None:
    exhaust(rate_limiter, Bucket.INFERENCE)
    assert {rate_limiter.acquire(Bucket.INFERENCE, ADA) for _ in range(100)} == {
        rate_limiter.acquire(Bucket.INFERENCE, ADA)
    }


def test_members_are_limited_separately(rate_limiter: RateLimiter) -> None:
    exhaust(rate_limiter, Bucket.INFERENCE, ADA)
    exhaust(rate_limiter, Bucket.INFERENCE, BEN)


def test_buckets_are_limited_separately(rate_limiter: RateLimiter) -> None:
    for bucket in Bucket:
        exhaust(rate_limiter, bucket)


def test_no_limits_admit_everything() -> None:
    unlimited = RateLimiter({})
    assert not any(unlimited.acquire(bucket, ADA) for bucket in Bucket for _ in range(1000))


@pytest.mark.slow
def test_memory_is_bounded_for_concurrent_members(
    rate_limiter: RateLimiter,
) -> None:
    tracemalloc.start()
    for member in range(100_000):
        for bucket in Bucket:
            rate_limiter.acquire(bucket, 10**18 + member)
    allocated, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(rate_limiter) == MAX_MEMBERS * len(Bucket)
    assert allocated < 12 * 2**20


def test_expired_members_are_forgotten(rate_limiter: RateLimiter, clock: SettableClock) -> None:
    for member in range(100_000):
        rate_limiter.acquire(Bucket.INFERENCE, member)
        clock.seconds += 0.1
    assert len(rate_limiter) == pytest.approx(
        RATE_LIMITS[Bucket.INFERENCE].seconds / 10 / 0.1, abs=1
    )


def test_least_recent_member_is_forgotten_first(clock: SettableClock) -> None:
    rate_limiter = RateLimiter(max_members=2, clock=clock)
    for _ in range(RATE_LIMITS[Bucket.PLOT].requests):
        rate_limiter.acquire(Bucket.PLOT, BEN)
        rate_limiter.acquire(Bucket.PLOT, ADA)
    rate_limiter.acquire(Bucket.PLOT, 3)
    assert rate_limiter.acquire(Bucket.PLOT, ADA)
    assert not rate_limiter.acquire(Bucket.PLOT, BEN)


async def test_refusal_states_seconds_to_wait(stage: Stage, clock: SettableClock) -> None:
    for _ in range(RATE_LIMITS[Bucket.INFERENCE].requests):
        await stage.name_card(country="NL", count=1)
    assert "again in 2 seconds." in await stage.name_refusal(country="NL")
    clock.seconds += 1.5
    assert "again in 1 second." in await stage.name_refusal(country="NL")
    clock.seconds += 0.5
    await stage.name_card(country="NL", count=1)


async def test_buttons_count_like_their_commands(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=1)
    for label in ("Again", "Bolder") * 4:
        await stage.ada.click(card, label=label)
    await stage.ada.slash(stage.channel, "origin", name="Marieke")
    for label in ("Again", "Bolder"):
        assert RATE_LIMITED in ephemeral_text(await stage.ada.click(card, label=label))
    public_message(await stage.ben.click(card, label="Again"))


async def test_clipdemo_has_its_own_bucket(stage: Stage, rate_limiter: RateLimiter) -> None:
    exhaust(rate_limiter, Bucket.PLOT, stage.ada.id)
    refusal = ephemeral_text(await stage.ada.slash(stage.channel, "clipdemo"))
    assert "again in 12 seconds." in refusal
    await stage.name_card(country="NL", count=1)


async def test_stars_have_their_own_bucket(
    stage: Stage, rate_limiter: RateLimiter, favourites: FavouritesRepository
) -> None:
    exhaust(rate_limiter, Bucket.INFERENCE, stage.ada.id)
    card = public_message(await stage.ben.slash(stage.channel, "name", country="NL", count=1))
    await stage.star(stage.ada, card, names_on(card)[0])
    for _ in range(RATE_LIMITS[Bucket.BUTTON].requests - 1):
        assert not rate_limiter.acquire(Bucket.BUTTON, stage.ada.id)
    again = await stage.ada.click(card, custom_id=star_of(card, names_on(card)[0]))
    assert RATE_LIMITED in ephemeral_text(again)
    assert len(await favourites.list_favourites(stage.ada.guild.id, stage.ada.id)) == 1


@pytest.mark.slow
async def test_autocomplete_is_unlimited(stage: Stage, rate_limiter: RateLimiter) -> None:
    for _ in range(40):
        assert await stage.ada.autocomplete(stage.channel, "name", "country", "Ne")
    assert len(rate_limiter) == 0
    exhaust(rate_limiter, Bucket.INFERENCE, stage.ada.id)
    assert await stage.ada.autocomplete(stage.channel, "name", "country", "Ne")


@pytest.mark.parametrize("name", ["help", "privacy"])
async def test_help_and_privacy_are_unlimited(
    stage: Stage, rate_limiter: RateLimiter, name: str
) -> None:
    for bucket in Bucket:
        exhaust(rate_limiter, bucket, stage.ada.id)
    for _ in range(3):
        result = await stage.ada.slash(stage.channel, name)
        assert result.response is not None
        assert result.response.components


@pytest.mark.parametrize(
    "request_", ["/clipdemo", "button numbers", "button picture", "button hear"]
)
def test_what_starts_a_process_is_limited_as_a_plot(request_: str) -> None:
    assert bucket_for(request_) is Bucket.PLOT


@pytest.mark.parametrize(
    ("bucket", "requests", "wait"),
    [
        (Bucket.INFERENCE, 10, 2.0),
        (Bucket.PLOT, 5, 12.0),
        (Bucket.BUTTON, 30, 2 / 3),
        (Bucket.PERSONAL_DATA, 10, 6.0),
    ],
    ids=lambda value: value.name if isinstance(value, Bucket) else "",
)
def test_shipped_limits(bucket: Bucket, requests: int, wait: float) -> None:
    """So many at once, and then one after so many seconds."""
    limiter = RateLimiter(clock=lambda: 0.0)
    waits = [limiter.acquire(bucket, 1) for _ in range(requests + 1)]
    assert waits == [*[0.0] * requests, pytest.approx(wait)]


def test_ten_thousand_members_are_remembered() -> None:
    limiter = RateLimiter(clock=lambda: 0.0)
    for member in range(10_001):
        limiter.acquire(Bucket.BUTTON, member)
    assert len(limiter) == 10_000


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.kind)
def test_bucket_of_each_button(
    button: type[PersistentItem[Any]],
) -> None:
    bucket = bucket_for(f"{button.component} {button.kind}")
    quick = {
        *(StarButton, UndoButton, CopyButton, HelpSelect),
        *(FavouritesButton, FavouritesSelect, RestoreButton),
        *(LikeButton, PassButton, ChooseNamesButton, StarCommonSelect),
        *(DuelButton, RefineButton, RefineMoreButton),
    }
    assert (bucket is Bucket.BUTTON) == (button in quick)
    assert (bucket is None) == (button is CancelDeletionButton)
    assert (bucket is Bucket.PERSONAL_DATA) == (
        button in {ExportButton, AskDeletionButton, ConfirmDeletionButton}
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_all_commands_but_help_and_privacy_are_limited(
    command: app_commands.Command[Any, ..., Any] | app_commands.Group,
) -> None:
    assert (bucket_for(f"/{command.name}") is None) == (command.name in {"help", "privacy"})
