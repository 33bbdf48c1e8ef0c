"""What every interaction passes first, as members see it."""

from bot.interactions.guard import RESPONSE_DEADLINE, Guard
from bot.interactions.rate_limit import RateLimiter
from tests.bot.stage import Stage, names_on
from tests.support.clocks import ManualSeconds


def watch_clock(stage: Stage, monotonic: ManualSeconds) -> None:
    """Have the bot see how late interactions are by a clock that the test sets."""
    stage.bot.guard = Guard(RateLimiter({}), clock=monotonic)


async def test_an_interaction_whose_member_saw_it_fail_is_let_go(
    stage: Stage, monotonic: ManualSeconds
) -> None:
    watch_clock(stage, monotonic)
    await stage.public("name", country="NL")
    monotonic.now += RESPONSE_DEADLINE.total_seconds() + 0.1
    late = await stage.ada.slash(stage.channel, "name", country="NL")
    assert not late.acknowledged


async def test_an_interaction_that_is_just_in_time_is_answered(
    stage: Stage, monotonic: ManualSeconds
) -> None:
    watch_clock(stage, monotonic)
    await stage.public("name", country="NL")
    monotonic.now += RESPONSE_DEADLINE.total_seconds() - 0.1
    assert names_on(await stage.public("name", country="NL"))


async def test_it_does_not_matter_what_time_this_machine_believes_it_is(
    stage: Stage, monotonic: ManualSeconds
) -> None:
    monotonic.now += 10**9
    watch_clock(stage, monotonic)
    assert names_on(await stage.public("name", country="NL"))


async def test_nothing_new_is_admitted_once_it_is_closed(stage: Stage) -> None:
    assert await stage.bot.guard.close(drain_timeout=0) == 0
    told = await stage.private("name", country="NL")
    assert told.content == "I’m restarting. Ask me again in a minute."
