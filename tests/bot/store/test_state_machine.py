"""Whatever happens in whatever order, the store keeps to what members were told.

Nothing acknowledged is lost or doubled but by a restore, and nothing deleted is ever back.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.store.deletion import Scope
from bot.store.errors import StoreError
from bot.store.record import DeletionRecord
from bot.store.retention import MAX_SILENCE, RETENTION
from bot.store.stars import TOP_SIZE
from model.domain.spelling import fold
from tests.bot.store.places import NewPlace, Place, SqlitePlace
from tests.support.clocks import ManualClock

if TYPE_CHECKING:
    from bot.store.store import Store

GROUPS, MEMBERS = (7, 8), (1, 2, 3)
NAMES = ("José", "Jose", "Ana", "ANA", "Bo")

guilds, members, names = map(st.sampled_from, ((0, 7, 7, 8), MEMBERS, NAMES))
Star = tuple[int, int, str]
"""A guild, a member and a folded name."""


@dataclass
class Model:
    """What members were told.

    Attributes:
        stars: in the order in which they were made, with the name as it was given.
    """

    stars: dict[Star, str] = field(default_factory=dict)

    def copy(self) -> "Model":
        return Model(dict(self.stars))

    def forget(self, covers: Callable[[Star], bool]) -> None:
        self.stars = {star: name for star, name in self.stars.items() if not covers(star)}

    def ranked(self, group: int) -> list[tuple[str, int]]:
        by_name: dict[str, list[str]] = {}
        for (guild, _, folded), name in self.stars.items():
            if guild == group:
                by_name.setdefault(folded, []).append(name)
        # Sorting is stable: of equals the one that was starred first comes first.
        first = sorted(by_name.values(), key=len, reverse=True)[:TOP_SIZE]
        return [(same[0], len(same)) for same in first]


class StoreMachine(RuleBasedStateMachine):
    """Stars, deletions, restarts, backups, restores and time, in any order."""

    def __init__(self, place: Place, patch: pytest.MonkeyPatch, clock: ManualClock) -> None:
        super().__init__()
        self.place, self.patch, self.clock = place, patch, clock
        self.runner = asyncio.Runner()
        self.model = Model()
        self.backup: tuple[Any, Model] | None = None
        self.open()

    def run(self, work: Any) -> Any:  # noqa: ANN401 - of any work
        return self.runner.run(work)

    def open(self) -> None:
        self.stack = AsyncExitStack()
        self.store: Store = self.run(self.stack.enter_async_context(self.place.served()))
        self.run(self.place.set_time(self.clock))

    def close(self) -> None:
        self.run(self.stack.aclose())

    def teardown(self) -> None:
        self.close()
        self.runner.close()

    @rule(guild=guilds, member=members, name=names)
    def star(self, guild: int, member: int, name: str) -> None:
        key = (guild, member, fold(name))
        starred = self.run(self.store.stars.star(guild, member, name, None))
        assert starred.is_new == (key not in self.model.stars)
        self.model.stars.setdefault(key, name)

    @rule(guild=guilds, member=members, name=names)
    def unstar(self, guild: int, member: int, name: str) -> None:
        gone = self.run(self.store.stars.unstar(guild, member, name))
        assert gone == (self.model.stars.pop((guild, member, fold(name)), None) is not None)

    @rule(member=members)
    def delete_member(self, member: int) -> None:
        deleted = self.run(self.store.deletions.delete(Scope(member)))
        assert deleted["star"] == sum(star[1] == member for star in self.model.stars)
        self.forget(lambda star: star[1] == member)

    @rule(group=st.sampled_from(GROUPS))
    def delete_group(self, group: int) -> None:
        self.run(self.store.deletions.delete(Scope(guild=group)))
        self.forget(lambda star: star[0] == group)

    @rule(member=members)
    def be_killed_while_a_deletion_is_recorded(self, member: int) -> None:
        """The member was not told that it was done; the next start has it recorded."""

        def fail(*_: object) -> None:
            message = "killed"
            raise StoreError(message)

        with self.patch.context() as patch:
            patch.setattr(DeletionRecord, "add", fail)
            with pytest.raises(StoreError, match="killed"):
                self.run(self.store.deletions.delete(Scope(member)))
        self.restart()
        self.forget(lambda star: star[1] == member)

    @rule()
    def restart(self) -> None:
        self.close()
        self.open()

    @rule()
    def back_up(self) -> None:
        self.close()
        self.backup = self.run(self.place.back_up()), self.model.copy()
        self.open()

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self) -> None:
        assert self.backup is not None
        self.close()
        copy, model = self.backup
        self.place = self.run(self.place.restore(copy, self.clock))
        self.model = model.copy()
        self.open()

    @rule(group=st.sampled_from(GROUPS))
    def leave_a_group_for_long(self, group: int) -> None:
        self.run(self.store.retention.leave(group))
        self.pass_time(RETENTION.days, *(other for other in GROUPS if other != group))
        self.forget(lambda star: star[0] == group, also_backed_up=False)
        self.run(self.store.retention.join(group))

    @rule(guild=guilds, member=members)
    def be_silent_but_for_one(self, guild: int, member: int) -> None:
        self.pass_time(MAX_SILENCE.days - 1, *GROUPS)
        self.run(self.store.stars.favourites(guild, member))
        self.pass_time(1, *GROUPS)
        self.forget(lambda star: star[:2] != (guild, member), also_backed_up=False)

    def pass_time(self, days: int, *present: int) -> None:
        """Let time pass, as if a purge every day had counted it, and purge."""
        self.clock.advance(days=days)
        self.run(self.place.set_time(self.clock))
        self.run(self.place.run_sql("UPDATE ledger SET purged_until = NULL"))
        self.run(self.store.retention.purge(present, self.clock().timestamp()))

    def forget(self, covers: Callable[[Star], bool], *, also_backed_up: bool = True) -> None:
        self.model.forget(covers)
        if also_backed_up and self.backup is not None:
            self.backup[1].forget(covers)

    @invariant()
    def keeps_to_what_members_were_told(self) -> None:
        self.run(self.compare())

    async def compare(self) -> None:
        for guild in (0, *GROUPS):
            for member in MEMBERS:
                kept = await self.place.run_sql(
                    "SELECT folded FROM star "  # noqa: S608 - our own
                    f"WHERE guild = {guild} AND member = {member} ORDER BY place, number"
                )
                own = [star[2] for star in self.model.stars if star[:2] == (guild, member)]
                assert [folded for (folded,) in kept] == own
        for group in GROUPS:
            top = await self.store.stars.top_of_group(group)
            assert [(name.name, name.members) for name in top] == self.model.ranked(group)


def test_the_store_keeps_to_what_members_were_told(
    new_place: NewPlace, monkeypatch: pytest.MonkeyPatch, clock: ManualClock
) -> None:
    # Copying in a server takes a while.
    examples = 12 if isinstance(new_place(), SqlitePlace) else 4

    class Machine(StoreMachine):
        def __init__(self) -> None:
            super().__init__(new_place(), monkeypatch, clock)

    run_state_machine_as_test(
        Machine, settings=settings(max_examples=examples, stateful_step_count=25)
    )
