"""Which names a group, or a member in direct messages, has been shown."""

import asyncio
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.store.seen import Seen
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store
from tests.bot.store.places import Place

GROUP = (7, 0)


async def test_what_was_shown_is_kept_by_owner_and_subject(store: Store) -> None:
    def mark(seen: Seen) -> tuple[Seen, Seen]:
        return Seen("list 1", b"\x05", seen.samples), seen

    assert await store.seen.show(GROUP, "NL", mark) == Seen()
    assert await store.seen.show(GROUP, "NL", mark) == Seen("list 1", b"\x05", 0)
    for owner, subject in ((GROUP, "IR"), ((8, 0), "NL"), ((DIRECT_MESSAGES, 1), "NL")):
        assert await store.seen.show(owner, subject, mark) == Seen()


async def test_samples_are_counted_and_no_number_comes_twice(place: Place, store: Store) -> None:
    async with place.opened() as other:
        taken = await asyncio.gather(
            *(each.seen.next_sample(GROUP, "NL") for each in (store, other) for _ in range(10))
        )
    assert sorted(taken) == [*range(20)]


async def test_counting_samples_keeps_the_bitmap(store: Store) -> None:
    await store.seen.show(GROUP, "NL", lambda seen: (replace(seen, bitmap=b"\x01"), None))
    await store.seen.next_sample(GROUP, "NL")
    assert await store.seen.show(GROUP, "NL", lambda seen: (seen, seen)) == Seen("", b"\x01", 1)


@given(st.frozensets(st.integers(0, 400)))
def test_a_bitmap_has_what_was_put_into_it(shown: frozenset[int]) -> None:
    seen = Seen().with_shown(shown)
    assert {index for index in range(402) if index in seen} == shown
