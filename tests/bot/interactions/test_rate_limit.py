"""Rate limits, by a clock that the test sets, and how members notice them."""

import pytest

from bot.app import NomenBot
from bot.commands import BUTTONS, COMMANDS
from bot.favourites.repository import FavouritesRepository
from bot.interactions.rate_limit import RATE_LIMITS, Bucket, RateLimiter, bucket_for
from bot.services.name_service import NameService
from tests.bot.stage import Stage, ephemeral_text, names_on, public_message, star_of
from tests.support.clocks import ManualSeconds

ADA, BEN = 1, 2
RATE_LIMITED = "That was a lot at once. Try again in"


@pytest.fixture
def clock() -> ManualSeconds:
    return ManualSeconds()


@pytest.fixture
def rate_limiter(clock: ManualSeconds) -> RateLimiter:
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
def test_one_request_is_admitted_after_the_wait(
    rate_limiter: RateLimiter, clock: ManualSeconds, bucket: Bucket
) -> None:
    exhaust(rate_limiter, bucket)
    clock.now += rate_limiter.acquire(bucket, ADA)
    assert not rate_limiter.acquire(bucket, ADA)
    assert rate_limiter.acquire(bucket, ADA)


@each_bucket
def test_whole_burst_is_back_after_the_period(
    rate_limiter: RateLimiter, clock: ManualSeconds, bucket: Bucket
) -> None:
    for _ in range(3):
        exhaust(rate_limiter, bucket)
        assert rate_limiter.acquire(bucket, ADA)
        clock.now += RATE_LIMITS[bucket].seconds


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


def test_expired_members_are_forgotten(rate_limiter: RateLimiter, clock: ManualSeconds) -> None:
    for member in range(100_000):
        rate_limiter.acquire(Bucket.INFERENCE, member)
        clock.now += 0.1
    assert len(rate_limiter) == pytest.approx(
        RATE_LIMITS[Bucket.INFERENCE].seconds / 10 / 0.1, abs=1
    )


def test_least_recent_member_is_forgotten_first(clock: ManualSeconds) -> None:
    rate_limiter = RateLimiter(max_members=2, clock=clock)
    for _ in range(RATE_LIMITS[Bucket.PLOT].requests):
        rate_limiter.acquire(Bucket.PLOT, BEN)
        rate_limiter.acquire(Bucket.PLOT, ADA)
    rate_limiter.acquire(Bucket.PLOT, 3)
    assert rate_limiter.acquire(Bucket.PLOT, ADA)
    assert not rate_limiter.acquire(Bucket.PLOT, BEN)


async def test_refusal_states_seconds_to_wait(stage: Stage, clock: ManualSeconds) -> None:
    for _ in range(RATE_LIMITS[Bucket.INFERENCE].requests):
        await stage.name_card(country="NL", count=1)
    assert "again in 2 seconds." in await stage.name_refusal(country="NL")
    clock.now += 1.5
    assert "again in 1 second." in await stage.name_refusal(country="NL")
    clock.now += 0.5
    await stage.name_card(country="NL", count=1)


async def test_buttons_count_like_their_commands(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=1)
    for label in ("Again", "Bolder") * 4:
        await stage.ada.click(card, label=label)
    await stage.ada.slash(stage.channel, "origin", name="Marieke")
    for label in ("Again", "Bolder"):
        assert RATE_LIMITED in ephemeral_text(await stage.ada.click(card, label=label))
    public_message(await stage.ben.click(card, label="Again"))


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


def in_bucket(bucket: Bucket | None) -> set[str]:
    """Return the commands, and the kinds of buttons and lists, that a bucket limits."""
    requests = {f"/{command.name}": f"/{command.name}" for command in COMMANDS}
    requests |= {button.kind: f"{button.component} {button.kind}" for button in BUTTONS}
    return {short for short, request in requests.items() if bucket_for(request) is bucket}


def test_bucket_of_each_request() -> None:
    """What starts a process is limited as a plot, what costs a network's time as names are."""
    assert in_bucket(None) == {"/help", "/privacy", "keep"}
    assert in_bucket(Bucket.PLOT) == {"/clipdemo", "numbers", "picture", "hear"}
    assert in_bucket(Bucket.PERSONAL_DATA) == {"export", "delete", "delete-all"}
    assert in_bucket(Bucket.BUTTON) == {
        *("star", "undo", "copy", "help", "own", "pick", "restore", "duel", "tune", "suit"),
        *("match-like", "match-next", "match-choose", "match-star"),
    }
