"""How often a member may ask, by a clock in the test's hand; and what they are told."""

import tracemalloc
from dataclasses import dataclass
from typing import Any

import pytest
from discord import app_commands

from bot.app import NomenBot
from bot.commands import BUTTONS, COMMANDS
from bot.commands.favourites import OwnButton
from bot.commands.star_button import StarButton, TakeBackButton
from bot.favourites.repository import FavouritesRepository
from bot.interactions.persistent_button import PersistentButton
from bot.interactions.rate_limit import MOST_MEMBERS, RATE_LIMITS, Bucket, RateLimiter, kind_of
from bot.services.name_service import NameService
from tests.bot.stage import Stage, names_on, refused, shown, star_of

ADA, BEN = 1, 2
TOO_MUCH = "That was a lot at once. Ask me again in"


@dataclass(slots=True)
class Clock:
    """Seconds, as the test says."""

    seconds: float = 12_345.678

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cooldowns(clock: Clock) -> RateLimiter:
    return RateLimiter(clock=clock)


@pytest.fixture
def simcord_bot(
    naming: NameService, favourites: FavouritesRepository, cooldowns: RateLimiter
) -> NomenBot:
    return NomenBot(naming, favourites, shard_count=1, cooldowns=cooldowns)


def use_up(cooldowns: RateLimiter, kind: Bucket, member: int = ADA) -> None:
    for _ in range(RATE_LIMITS[kind].most):
        assert not cooldowns.acquire(kind, member)


each_kind = pytest.mark.parametrize("kind", Bucket)


@each_kind
def test_as_many_as_a_pace_allows_come_in_at_once_and_the_next_waits(
    cooldowns: RateLimiter, kind: Bucket
) -> None:
    use_up(cooldowns, kind)
    pace = RATE_LIMITS[kind]
    assert cooldowns.acquire(kind, ADA) == pytest.approx(pace.seconds / pace.most)


@each_kind
def test_who_waits_as_long_as_told_is_let_in_once(
    cooldowns: RateLimiter, clock: Clock, kind: Bucket
) -> None:
    use_up(cooldowns, kind)
    clock.seconds += cooldowns.acquire(kind, ADA)
    assert not cooldowns.acquire(kind, ADA)
    assert cooldowns.acquire(kind, ADA)


@each_kind
def test_after_a_paces_seconds_the_whole_allowance_is_back(
    cooldowns: RateLimiter, clock: Clock, kind: Bucket
) -> None:
    for _ in range(3):
        use_up(cooldowns, kind)
        assert cooldowns.acquire(kind, ADA)
        clock.seconds += RATE_LIMITS[kind].seconds


def test_a_refused_request_makes_nobody_wait_longer(cooldowns: RateLimiter) -> None:
    use_up(cooldowns, Bucket.INFERENCE)
    assert {cooldowns.acquire(Bucket.INFERENCE, ADA) for _ in range(100)} == {
        cooldowns.acquire(Bucket.INFERENCE, ADA)
    }


def test_members_do_not_count_for_each_other(cooldowns: RateLimiter) -> None:
    use_up(cooldowns, Bucket.INFERENCE, ADA)
    use_up(cooldowns, Bucket.INFERENCE, BEN)


def test_kinds_do_not_count_for_each_other(cooldowns: RateLimiter) -> None:
    for kind in Bucket:
        use_up(cooldowns, kind)


def test_without_paces_nobody_is_held_back() -> None:
    lifted = RateLimiter({})
    assert not any(lifted.acquire(kind, ADA) for kind in Bucket for _ in range(1000))


def test_of_a_hundred_thousand_members_at_once_only_so_many_are_remembered(
    cooldowns: RateLimiter,
) -> None:
    tracemalloc.start()
    for member in range(100_000):
        for kind in Bucket:
            cooldowns.acquire(kind, 10**18 + member)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(cooldowns) == MOST_MEMBERS * len(Bucket)
    assert held < 8 * 2**20


def test_of_a_hundred_thousand_members_one_after_another_the_old_are_forgotten(
    cooldowns: RateLimiter, clock: Clock
) -> None:
    for member in range(100_000):
        cooldowns.acquire(Bucket.INFERENCE, member)
        clock.seconds += 0.1
    assert len(cooldowns) == pytest.approx(RATE_LIMITS[Bucket.INFERENCE].seconds / 10 / 0.1, abs=1)


def test_who_asked_lately_is_remembered_when_others_are_forgotten(clock: Clock) -> None:
    cooldowns = RateLimiter(most_members=2, clock=clock)
    for _ in range(RATE_LIMITS[Bucket.PLOT].most):
        cooldowns.acquire(Bucket.PLOT, BEN)
        cooldowns.acquire(Bucket.PLOT, ADA)
    cooldowns.acquire(Bucket.PLOT, 3)
    assert cooldowns.acquire(Bucket.PLOT, ADA)
    assert not cooldowns.acquire(Bucket.PLOT, BEN)


async def test_the_member_alone_is_told_how_many_seconds_to_wait(
    stage: Stage, clock: Clock
) -> None:
    for _ in range(RATE_LIMITS[Bucket.INFERENCE].most):
        await stage.card(country="NL", count=1)
    assert "again in 2 seconds." in await stage.refusal(country="NL")
    clock.seconds += 1.5
    assert "again in 1 second." in await stage.refusal(country="NL")
    clock.seconds += 0.5
    await stage.card(country="NL", count=1)


async def test_buttons_are_no_way_round(stage: Stage) -> None:
    card = await stage.card(country="NL", count=1)
    for label in ("Again", "Sharper") * 4:
        await stage.ada.click(card, label=label)
    await stage.ada.slash(stage.channel, "origin", name="Marieke")
    for label in ("Again", "Sharper"):
        assert TOO_MUCH in refused(await stage.ada.click(card, label=label))
    shown(await stage.ben.click(card, label="Again"))


async def test_demonstrations_are_counted_for_themselves(
    stage: Stage, cooldowns: RateLimiter
) -> None:
    use_up(cooldowns, Bucket.PLOT, stage.ada.id)
    refusal = refused(await stage.ada.slash(stage.channel, "clipdemo"))
    assert "again in 12 seconds." in refusal
    await stage.card(country="NL", count=1)


async def test_stars_are_counted_for_themselves(
    stage: Stage, cooldowns: RateLimiter, favourites: FavouritesRepository
) -> None:
    use_up(cooldowns, Bucket.INFERENCE, stage.ada.id)
    card = shown(await stage.ben.slash(stage.channel, "name", country="NL", count=1))
    await stage.star(stage.ada, card, names_on(card)[0])
    for _ in range(RATE_LIMITS[Bucket.BUTTON].most - 1):
        assert not cooldowns.acquire(Bucket.BUTTON, stage.ada.id)
    again = await stage.ada.click(card, custom_id=star_of(card, names_on(card)[0]))
    assert TOO_MUCH in refused(again)
    assert len(await favourites.own(stage.ada.guild.id, stage.ada.id)) == 1


async def test_typing_costs_nothing_and_is_never_refused(
    stage: Stage, cooldowns: RateLimiter
) -> None:
    for _ in range(40):
        assert await stage.ada.autocomplete(stage.channel, "name", "country", "Ne")
    assert len(cooldowns) == 0
    use_up(cooldowns, Bucket.INFERENCE, stage.ada.id)
    assert await stage.ada.autocomplete(stage.channel, "name", "country", "Ne")


@pytest.mark.parametrize("name", ["help", "privacy"])
async def test_who_asks_what_this_is_or_to_be_forgotten_is_never_refused(
    stage: Stage, cooldowns: RateLimiter, name: str
) -> None:
    for kind in Bucket:
        use_up(cooldowns, kind, stage.ada.id)
    for _ in range(3):
        result = await stage.ada.slash(stage.channel, name)
        assert result.response is not None
        assert result.response.components


@pytest.mark.parametrize("button", BUTTONS, ids=lambda one: one.kind)
def test_only_stars_and_ones_own_list_are_pressed_at_a_pace_of_their_own(
    button: type[PersistentButton],
) -> None:
    kind = kind_of(f"button {button.kind}")
    assert (kind is Bucket.BUTTON) == (button in {StarButton, TakeBackButton, OwnButton})
    assert (kind is None) == (button.__module__ == "bot.commands.privacy")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_all_commands_but_those_that_explain_and_delete_are_held_to_a_pace(
    command: app_commands.Command[Any, ..., Any] | app_commands.Group,
) -> None:
    assert (kind_of(f"/{command.name}") is None) == (command.name in {"help", "privacy"})
