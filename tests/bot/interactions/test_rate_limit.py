"""Rate limits, by a clock that the test sets, and how members notice them."""

import pytest

from bot.features import COMMANDS, ITEMS
from bot.interactions.rate_limit import RATE_LIMITS, Bucket, RateLimiter
from tests.bot.stage import Stage
from tests.support.clocks import ManualSeconds

ADA, BEN = 1, 2
RATE_LIMITED = "That was a lot at once. Try again in"


@pytest.fixture
def rate_limiter(monotonic: ManualSeconds) -> RateLimiter:
    return RateLimiter(clock=monotonic)


def exhaust(rate_limiter: RateLimiter, bucket: Bucket, member: int = ADA) -> None:
    for _ in range(RATE_LIMITS[bucket].requests):
        assert not rate_limiter.acquire(bucket, member)


@pytest.mark.parametrize("bucket", Bucket)
def test_whole_burst_is_back_after_the_period(
    rate_limiter: RateLimiter, monotonic: ManualSeconds, bucket: Bucket
) -> None:
    for _ in range(3):
        exhaust(rate_limiter, bucket)
        assert rate_limiter.acquire(bucket, ADA)
        monotonic.now += RATE_LIMITS[bucket].seconds


def test_members_and_buckets_are_limited_separately(rate_limiter: RateLimiter) -> None:
    for bucket in Bucket:
        exhaust(rate_limiter, bucket, ADA)
    exhaust(rate_limiter, bucket, BEN)


def test_what_came_to_nothing_is_given_back(rate_limiter: RateLimiter) -> None:
    exhaust(rate_limiter, Bucket.INVITATION)
    rate_limiter.give_back(Bucket.INVITATION, ADA)
    assert not rate_limiter.acquire(Bucket.INVITATION, ADA)
    assert rate_limiter.acquire(Bucket.INVITATION, ADA)


def test_to_ask_how_long_to_wait_costs_nothing(rate_limiter: RateLimiter) -> None:
    assert [rate_limiter.wait(Bucket.POLL, ADA) for _ in range(3)] == [0.0] * 3
    exhaust(rate_limiter, Bucket.POLL)
    assert [rate_limiter.wait(Bucket.POLL, ADA) for _ in range(3)] == [3600.0] * 3


def test_no_limits_admit_everything() -> None:
    unlimited = RateLimiter({})
    assert not any(unlimited.acquire(bucket, ADA) for bucket in Bucket for _ in range(1000))


@pytest.mark.parametrize(
    ("bucket", "requests", "wait"),
    [
        (Bucket.INFERENCE, 10, 2.0),
        (Bucket.PLOT, 5, 12.0),
        (Bucket.BUTTON, 30, 2 / 3),
        (Bucket.PERSONAL_DATA, 10, 6.0),
        (Bucket.INVITATION, 5, 720.0),
        (Bucket.POLL, 1, 3600.0),
    ],
)
def test_so_many_requests_are_admitted_at_once_and_one_more_after_so_many_seconds(
    rate_limiter: RateLimiter, monotonic: ManualSeconds, bucket: Bucket, requests: int, wait: float
) -> None:
    waits = [rate_limiter.acquire(bucket, ADA) for _ in range(requests + 1)]
    assert waits == [*[0.0] * requests, pytest.approx(wait)]
    monotonic.now += waits[-1]
    assert not rate_limiter.acquire(bucket, ADA)
    assert rate_limiter.acquire(bucket, ADA)


def test_the_ten_thousand_most_recent_members_are_remembered(rate_limiter: RateLimiter) -> None:
    exhaust(rate_limiter, Bucket.PLOT, BEN)
    exhaust(rate_limiter, Bucket.PLOT, ADA)
    for member in range(10, 10 + 9_999):
        rate_limiter.acquire(Bucket.PLOT, member)
    assert len(rate_limiter) == 10_000
    assert rate_limiter.acquire(Bucket.PLOT, ADA)
    assert not rate_limiter.acquire(Bucket.PLOT, BEN)


def test_expired_members_are_forgotten(rate_limiter: RateLimiter, monotonic: ManualSeconds) -> None:
    for member in range(100_000):
        rate_limiter.acquire(Bucket.INFERENCE, member)
        monotonic.now += 0.1
    assert len(rate_limiter) == pytest.approx(20, abs=1)


async def test_refusal_states_seconds_to_wait(stage: Stage, monotonic: ManualSeconds) -> None:
    for _ in range(RATE_LIMITS[Bucket.INFERENCE].requests):
        await stage.name_card(country="NL", count=1)
    assert "again in 2 seconds." in (await stage.private("name", country="NL")).content
    monotonic.now += 1.5
    assert "again in 1 second." in (await stage.private("name", country="NL")).content
    monotonic.now += 0.5
    await stage.name_card(country="NL", count=1)


async def test_buttons_count_like_their_commands(stage: Stage) -> None:
    card = await stage.name_card(country="NL", count=1)
    for label in ("Again", "Rare") * 4:
        await stage.ada.click(card, label=label)
    await stage.ada.slash(stage.channel, "origin", name="Marieke")
    for label in ("Again", "Rare"):
        assert RATE_LIMITED in (await stage.told(card, label)).content
    await stage.pressed(card, "Again", stage.ben)


def in_bucket(bucket: Bucket | None) -> set[str]:
    """Return the commands, and the kinds of items, that a bucket limits."""
    buckets = {f"/{each.name}": each.extras.get("bucket", Bucket.INFERENCE) for each in COMMANDS}
    buckets |= {item.kind: item.bucket for item in ITEMS}
    return {request for request in buckets if buckets[request] is bucket}


def test_bucket_of_each_request() -> None:
    """What starts a process is limited as a plot, what costs a network's time as names are."""
    assert in_bucket(None) == {"/help", "/privacy", "keep"}
    assert in_bucket(Bucket.PLOT) == {"/clipdemo", "picture", "hear", "winner"}
    assert in_bucket(Bucket.PERSONAL_DATA) == {"export", "delete", "delete-all"}
    assert {"/name", "/more", "wish", "more", "mix", "origin", "share"} <= in_bucket(
        Bucket.INFERENCE
    )
    assert {"star", "unstar", "undo", "own", "duel", "refine", "match-like"} <= in_bucket(
        Bucket.BUTTON
    )
