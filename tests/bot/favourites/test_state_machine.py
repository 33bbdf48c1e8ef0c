"""The repository agrees with a simple model after any sequence of operations."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.favourites.models import DIRECT_MESSAGES, PURGE_STEP, RETENTION, TOP_SIZE
from model.domain.spelling import fold
from tests.bot.favourites.stores import Store
from tests.support.clocks import ManualClock

GROUPS = (7, 8)
MEMBERS = (1, 2, 3)
NAMES = ("José", "Jose", "JOSE", "Jean-Luc", "Jeanluc", "Åsa", "Asa", "Ana", "Bo", "Cas", "Dé")

groups = st.sampled_from(GROUPS)
guilds = st.sampled_from((DIRECT_MESSAGES, 7, 7, 7, 8))
members = st.sampled_from(MEMBERS)
names = st.sampled_from(NAMES)
several = st.lists(names, min_size=2, max_size=8)


@dataclass(frozen=True, slots=True)
class ModelStar:
    """A star of the model."""

    guild: int
    member: int
    name: str
    at: datetime
    number: int

    @property
    def folded(self) -> str:
        """The key that all its spellings share."""
        return fold(self.name)


class RepositoryMachine(RuleBasedStateMachine):
    """Random operations of members, restarts and purges."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.stars: list[ModelStar] = []
        self.tie_breakers: set[tuple[int, int]] = set()
        self.number = 0
        self.open()

    def open(self) -> None:
        self.stack = AsyncExitStack()
        opening = self.stack.enter_async_context(self.store.opened(self.clock))
        self.repository = self.runner.run(opening)

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()

    @rule(guild=guilds, member=members, some=several, milliseconds=st.integers(-1, 2))
    def star(self, guild: int, member: int, some: list[str], milliseconds: int) -> None:
        """Star several names, some of which may be starred already."""
        self.clock.advance(milliseconds=milliseconds)
        for name in some:
            starred = self.runner.run(self.repository.star(guild, member, name, None))
            assert starred == (self.find(guild, member, name) is None)
            if starred:
                self.number += 1
                self.stars.append(ModelStar(guild, member, name, self.clock(), self.number))

    @rule(guild=guilds, member=members, some=several)
    def unstar(self, guild: int, member: int, some: list[str]) -> None:
        for name in some:
            star = self.find(guild, member, name)
            gone = self.runner.run(self.repository.unstar(guild, member, name))
            assert gone == (star is not None)
            if star is not None:
                self.stars.remove(star)

    @rule(guild=guilds, member=members, name=names, steps=st.integers(-3, 3))
    def move(self, guild: int, member: int, name: str, steps: int) -> None:
        star, own = self.find(guild, member, name), self.own(guild, member)
        places = [self.stars.index(each) for each in own]
        if star is not None:
            start = own.index(star)
            own.insert(max(start + steps, 0), own.pop(start))
        moved = [self.stars[place] for place in places] != own
        assert self.runner.run(self.repository.move(guild, member, name, steps)) == moved
        for place, each in zip(places, own, strict=True):
            self.stars[place] = each

    @rule(group=groups, member=members)
    def break_ties(self, group: int, member: int) -> None:
        if self.own(group, member):
            assert self.runner.run(self.repository.ties.agree(group, member))
            self.tie_breakers.add((group, member))

    @rule(group=groups, member=members)
    def stop_breaking_ties(self, group: int, member: int) -> None:
        agreed = (group, member) in self.tie_breakers
        assert self.runner.run(self.repository.ties.withdraw(group, member)) == agreed
        self.tie_breakers.discard((group, member))

    @rule()
    def restart(self) -> None:
        self.runner.run(self.stack.aclose())
        self.open()

    @rule(member=members)
    def delete_member(self, member: int) -> None:
        report = self.runner.run(self.repository.delete_member(member))
        remaining = [star for star in self.stars if star.member != member]
        assert report.deleted == {"stars": len(self.stars) - len(remaining)}
        self.stars = remaining
        self.tie_breakers = {breaker for breaker in self.tie_breakers if breaker[1] != member}

    @rule(group=groups)
    def leave_and_purge_group(self, group: int) -> None:
        self.runner.run(self.repository.guild_left(group))
        present = [other for other in GROUPS if other != group]
        totals = {"groups": 0, "stars": 0}
        for _ in range(1 + RETENTION // PURGE_STEP):
            now = self.clock.advance(seconds=PURGE_STEP.total_seconds())
            deleted = self.runner.run(self.repository.purge(now, present))
            totals = {kind: totals[kind] + number for kind, number in deleted.items()}
        remaining = [star for star in self.stars if star.guild != group]
        assert totals == {"groups": 1, "stars": len(self.stars) - len(remaining)}
        self.stars = remaining
        self.tie_breakers = {breaker for breaker in self.tie_breakers if self.own(*breaker)}

    @invariant()
    def matches_model(self) -> None:
        self.runner.run(self.compare_all())

    async def compare_all(self) -> None:
        """Compare everything concurrently, to spend little time waiting."""
        await asyncio.gather(
            *(
                self.compare_member(guild, member)
                for guild in (DIRECT_MESSAGES, *GROUPS)
                for member in MEMBERS
            ),
            *(self.compare_group(group) for group in GROUPS),
        )

    async def compare_member(self, guild: int, member: int) -> None:
        shown = {folded: name for *_, folded, name in self.ranked(guild)}
        kept = await self.repository.list_favourites(guild, member)
        assert [(star.name, star.folded, star.starred_at) for star in kept] == [
            (shown.get(star.folded, star.name), star.folded, star.at)
            for star in self.own(guild, member)
        ]

    async def compare_group(self, group: int) -> None:
        ranked = self.ranked(group)
        top = await self.repository.top_of_group(group)
        assert [(-entry.members, entry.folded, entry.name) for entry in top] == [
            (rank, folded, name) for rank, *_, folded, name in ranked[:TOP_SIZE]
        ]
        counts = {folded: -rank for rank, *_, folded, _ in ranked}
        kept = await self.repository.count_members(group, MEMBERS[0], NAMES)
        assert kept == {name: counts.get(fold(name), 0) for name in NAMES}

    def find(self, guild: int, member: int, name: str) -> ModelStar | None:
        own = (star for star in self.own(guild, member) if star.folded == fold(name))
        return next(own, None)

    def own(self, guild: int, member: int) -> list[ModelStar]:
        return [star for star in self.stars if (star.guild, star.member) == (guild, member)]

    def ranked(self, group: int) -> list[tuple[int, int, int, str, str]]:
        if group == DIRECT_MESSAGES:
            return []
        by_name: dict[str, list[ModelStar]] = {}
        for star in self.stars:
            if star.guild == group:
                by_name.setdefault(star.folded, []).append(star)
        ranks = []
        for folded, same in by_name.items():
            first = min(same, key=lambda star: star.number)
            equals = [other for other, stars in by_name.items() if len(stars) == len(same)]
            lost = sum(self.lost(group, folded, other) for other in equals)
            ranks.append((-len(same), lost, first.number, folded, first.name))
        return sorted(ranks)

    def lost(self, group: int, folded: str, other: str) -> int:
        """How many more who break ties have the other name before this one than behind it."""
        lost = 0
        for breaker in (breaker for breaker in self.tie_breakers if breaker[0] == group):
            own = [star.folded for star in self.own(*breaker)]
            one, two = (own.index(name) if name in own else len(own) for name in (folded, other))
            lost += (two < one) - (one < two)
        return lost


def test_repository_agrees_with_the_model(new_store: Callable[[], Store]) -> None:
    class Machine(RepositoryMachine):
        def __init__(self) -> None:
            super().__init__(new_store())

    run_state_machine_as_test(Machine, settings=settings(max_examples=12, stateful_step_count=30))
