"""Whatever is done in whatever order, the store agrees with a plain model of it."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.favourites.models import DIRECT_MESSAGES, RETENTION, TOP_SIZE, Direction
from bot.favourites.sqlite.repository import open_favourites
from model.domain.spelling import fold
from tests.bot.favourites.manual_clock import HandClock

GROUPS = (7, 8)
MEMBERS = (1, 2, 3)
NAMES = ("José", "Jose", "JOSE", "Jean-Luc", "Jeanluc", "Åsa", "Asa", "Ana", "Bo", "Cas", "Dé")
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it is fresh
"""Where there is one, thousands of steps need not wait for a disk."""

groups = st.sampled_from(GROUPS)
guilds = st.sampled_from((DIRECT_MESSAGES, *GROUPS))
members = st.sampled_from(MEMBERS)
names = st.sampled_from(NAMES)


@dataclass(frozen=True, slots=True)
class PlainStar:
    """A star as the model of it knows it."""

    guild: int
    member: int
    name: str
    at: datetime

    @property
    def folded(self) -> str:
        """What makes its name that name."""
        return fold(self.name)


class Stars(RuleBasedStateMachine):
    """Members star, and the store is closed, opened and purged under them."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.clock = HandClock()
        self.stars: list[PlainStar] = []
        self.open()

    def open(self) -> None:
        self.stack = AsyncExitStack()
        path = Path(self.folder.name, "nomen.sqlite3")
        opening = self.stack.enter_async_context(open_favourites(path, self.clock))
        self.store = self.runner.run(opening)

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()
        self.folder.cleanup()

    @rule(milliseconds=st.integers(-1, 2))
    def time_passes_or_is_set_back(self, milliseconds: int) -> None:
        self.clock.move(milliseconds=milliseconds)

    @rule(guild=guilds, member=members, name=names)
    def star(self, guild: int, member: int, name: str) -> None:
        starred = self.runner.run(self.store.star(guild, member, name, None))
        assert starred == (self.find(guild, member, name) is None)
        if starred:
            self.stars.append(PlainStar(guild, member, name, self.clock()))

    @rule(guild=guilds, member=members, name=names)
    def unstar(self, guild: int, member: int, name: str) -> None:
        star = self.find(guild, member, name)
        assert self.runner.run(self.store.unstar(guild, member, name)) == (star is not None)
        if star is not None:
            self.stars.remove(star)

    @rule(guild=guilds, member=members, name=names, way=st.sampled_from(Direction))
    def move(self, guild: int, member: int, name: str, way: Direction) -> None:
        star, own = self.find(guild, member, name), self.own(guild, member)
        neighbour = own.index(star) + way if star is not None else -1
        possible = star is not None and 0 <= neighbour < len(own)
        assert self.runner.run(self.store.move(guild, member, name, way)) == possible
        if star is not None and possible:
            here, there = self.stars.index(star), self.stars.index(own[neighbour])
            self.stars[here], self.stars[there] = self.stars[there], self.stars[here]

    @rule()
    def restart(self) -> None:
        self.runner.run(self.stack.aclose())
        self.open()

    @rule(member=members)
    def delete_member(self, member: int) -> None:
        report = self.runner.run(self.store.delete_member(member))
        left = [star for star in self.stars if star.member != member]
        assert report.deleted == {"stars": len(self.stars) - len(left)}
        self.stars = left

    @rule(gone=groups)
    def a_group_is_left_for_good(self, gone: int) -> None:
        self.runner.run(self.store.guild_left(gone))
        now = self.clock.move(days=RETENTION / timedelta(days=1))
        report = self.runner.run(
            self.store.purge(now, [group for group in GROUPS if group != gone])
        )
        left = [star for star in self.stars if star.guild != gone]
        assert report.deleted == {"groups": 1, "stars": len(self.stars) - len(left)}
        self.stars = left

    @invariant()
    def agrees(self) -> None:
        self.runner.run(self.compare())

    async def compare(self) -> None:
        """Ask for everything at once, so that little time goes by waiting."""
        await asyncio.gather(
            *(
                self.compare_own(guild, member)
                for guild in (DIRECT_MESSAGES, *GROUPS)
                for member in MEMBERS
            ),
            *(self.compare_group(group) for group in GROUPS),
        )

    async def compare_own(self, guild: int, member: int) -> None:
        shown = {folded: name for _, _, folded, name in self.ranked(guild)}
        kept = await self.store.own(guild, member)
        assert [(star.name, star.folded, star.starred_at) for star in kept] == [
            (shown.get(star.folded, star.name), star.folded, star.at)
            for star in self.own(guild, member)
        ]

    async def compare_group(self, group: int) -> None:
        ranked = self.ranked(group)
        top = await self.store.top_of_group(group)
        assert [(-one.members, one.first_at, one.folded, one.name) for one in top] == ranked[
            :TOP_SIZE
        ]
        counts = {folded: -fewer for fewer, _, folded, _ in ranked}
        kept = await self.store.counts(group, MEMBERS[0], NAMES)
        assert kept == {name: counts.get(fold(name), 0) for name in NAMES}

    def find(self, guild: int, member: int, name: str) -> PlainStar | None:
        own = (star for star in self.own(guild, member) if star.folded == fold(name))
        return next(own, None)

    def own(self, guild: int, member: int) -> list[PlainStar]:
        return [star for star in self.stars if (star.guild, star.member) == (guild, member)]

    def ranked(self, group: int) -> list[tuple[int, datetime, str, str]]:
        if group == DIRECT_MESSAGES:
            return []
        ranks = []
        for folded in {star.folded for star in self.stars if star.guild == group}:
            same = [star for star in self.stars if (star.guild, star.folded) == (group, folded)]
            first = min(same, key=lambda star: (star.at, star.member))
            ranks.append((-len(same), first.at, folded, first.name))
        return sorted(ranks)


TestStars = Stars.TestCase
TestStars.settings = settings(max_examples=25, stateful_step_count=30)
