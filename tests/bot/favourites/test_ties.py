"""Ties broken by the lists of members who agreed to it, in each kind of database."""

from hypothesis import given
from hypothesis import strategies as st

from bot.favourites.models import RankedName
from bot.favourites.repository import FavouritesRepository
from bot.favourites.ties import MAX_TIED_NAMES, break_ties
from tests.bot.favourites.stores import Store, repeat_deletions
from tests.support.clocks import ManualClock

FRIENDS, FAMILY = 7, 8
ADA, BEN = 1, 2
BREAKERS = "SELECT guild, member FROM activity WHERE ties_sequence IS NOT NULL ORDER BY guild"
AGREE_LIKE = """
    WITH RECURSIVE other(id) AS (
        SELECT {first} UNION ALL SELECT id + 1 FROM other WHERE id < {last}
    )
    INSERT INTO activity (guild, member, used_on, ties_sequence)
    SELECT guild, other.id, used_on, ties_sequence FROM activity CROSS JOIN other
    WHERE guild = {guild} AND member = {member}
"""
"""Has others agree, from a first id to a last, at the moment at which a member did."""


async def star_in_order(repository: FavouritesRepository, member: int, names: str) -> None:
    """Have a member star names of one letter and the letter b, the first in their order first."""
    for name in sorted(names):
        await repository.star(FRIENDS, member, f"{name}b", None)
    for name in reversed(names):
        await repository.move(FRIENDS, member, f"{name}b", -len(names))


async def top(repository: FavouritesRepository, size: int = 5) -> str:
    return "".join(ranked.name[0] for ranked in await repository.top_of_group(FRIENDS, size=size))


NAMES = "abcdefg"
rankings = st.lists(st.sampled_from(NAMES), unique=True)


@given(st.lists(st.integers(1, 2), min_size=7, max_size=7), st.lists(rankings, max_size=5))
def test_lists_are_weighed_two_names_at_a_time(numbers: list[int], lists: list[list[str]]) -> None:
    """So to rank a name higher never hurts it, nor do those who agree hurt one of their own."""
    stars = dict(zip(NAMES, numbers, strict=True))

    def lost(name: str) -> int:
        """How many more times lists have an equal name before this one than behind it."""
        times = 0
        for own in lists:
            places = {other: own.index(other) if other in own else len(own) for other in stars}
            for other in (other for other in stars if stars[other] == stars[name]):
                times += (places[other] < places[name]) - (places[name] < places[other])
        return times

    by_stars = sorted(stars, key=lambda name: -stars[name])
    names = [RankedName(name, name, stars[name], ManualClock()(), None) for name in by_stars]
    pairs = [(member, name) for member, own in enumerate(lists) for name in own]
    expected = sorted(by_stars, key=lambda name: (-stars[name], lost(name)))
    assert [name.folded for name in break_ties(names, pairs)] == expected


async def test_first_200_who_agreed_count(store: Store, repository: FavouritesRepository) -> None:
    for member, order in ((ADA, "BAC"), (BEN, "CAB")):
        await star_in_order(repository, member, order)
    await repository.ties.agree(FRIENDS, BEN)
    others = {"first": BEN + 1, "last": BEN + 199}
    await store.run_sql(AGREE_LIKE.format(guild=FRIENDS, member=BEN, **others))
    await repository.ties.agree(FRIENDS, ADA)
    assert await top(repository) == "CAB"
    await repository.ties.withdraw(FRIENDS, others["last"])
    assert await top(repository) == "ABC"


async def test_only_the_groups_own_lists_count(repository: FavouritesRepository) -> None:
    await star_in_order(repository, ADA, "BA")
    await star_in_order(repository, BEN, "C")
    for member, name in ((ADA, "Ab"), (BEN, "Bb")):
        await repository.star(FAMILY, member, name, None)
    assert await repository.ties.agree(FAMILY, ADA)
    assert await top(repository) == "ABC"
    assert await repository.ties.agree(FRIENDS, BEN)
    assert await top(repository) == "CAB"


async def test_tie_at_the_end_is_broken_at_any_length(repository: FavouritesRepository) -> None:
    await star_in_order(repository, ADA, "GFEDCBA")
    await repository.ties.agree(FRIENDS, ADA)
    assert await top(repository) == "GFEDC"
    assert await top(repository, size=6) == "GFEDCB"
    assert await top(repository, size=MAX_TIED_NAMES + 1) == "GFEDCBA"


async def test_names_beyond_those_compared_stay_behind(repository: FavouritesRepository) -> None:
    names = [f"Name {number}" for number in range(MAX_TIED_NAMES + 3)]
    for name in names:
        await repository.star(FRIENDS, ADA, name, None)
    await repository.move(FRIENDS, ADA, names[-1], -len(names))
    await repository.move(FRIENDS, ADA, names[-4], -len(names))
    await repository.ties.agree(FRIENDS, ADA)
    for size in (5, len(names)):
        ranked = await repository.top_of_group(FRIENDS, size=size)
        assert [name.name for name in ranked] == [names[-4], *names[:-4], *names[-3:]][:size]


async def test_only_a_member_with_stars_can_agree(repository: FavouritesRepository) -> None:
    assert not await repository.ties.agree(FRIENDS, ADA)
    assert not await repository.ties.withdraw(FRIENDS, ADA)
    assert not await repository.ties.may_break(FRIENDS, ADA)
    await repository.star(FRIENDS, ADA, "Ana", None)
    assert not await repository.ties.may_break(FRIENDS, ADA)
    assert await repository.ties.agree(FRIENDS, ADA)
    assert await repository.ties.may_break(FRIENDS, ADA)


async def test_withdrawn_order_stays_withdrawn_in_a_restored_backup(store: Store) -> None:
    async with store.opened() as repository:
        for guild in (FRIENDS, FAMILY):
            await repository.star(guild, ADA, "Ana", None)
            await repository.ties.agree(guild, ADA)
    backup = await store.copy()
    async with store.opened() as repository:
        assert await repository.ties.withdraw(FRIENDS, ADA)
        assert not await repository.ties.withdraw(FRIENDS, ADA)
        await repository.ties.agree(FRIENDS, ADA)
    await repeat_deletions(store, backup)
    assert await backup.run_sql(BREAKERS) == [(FAMILY, ADA)]
    await repeat_deletions(store, store)
    assert await store.run_sql(BREAKERS) == [(FRIENDS, ADA), (FAMILY, ADA)]
