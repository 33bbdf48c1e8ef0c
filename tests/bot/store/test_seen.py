"""Which names a group, or a member in direct messages, has been shown."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.store.seen import PLACES, Seen
from bot.store.stars import DIRECT_MESSAGES
from bot.store.store import Store
from tests.bot.store.places import Place

GROUP = (7, 0)


async def test_what_was_shown_is_kept_by_owner_and_subject(store: Store) -> None:
    await store.seen.show(GROUP, {"NL": ["marise", "jorine"], "IR": ["shirane"]})
    await store.seen.show(GROUP, {"NL": ["elenthe"]})
    seen = await store.seen.of(GROUP, ["NL", "IR", "FR"])
    assert {"marise", "jorine", "elenthe"} <= {*filter(seen["NL"].__contains__, NAMES)}
    assert "shirane" in seen["IR"]
    assert {subject: each.cards for subject, each in seen.items()} == {"NL": 2, "IR": 1, "FR": 0}
    for owner in ((8, 0), (DIRECT_MESSAGES, 1)):
        assert await store.seen.of(owner, ["NL"]) == {"NL": Seen()}


NAMES = ("marise", "jorine", "elenthe", "shirane", "anne")


async def test_of_cards_at_once_none_is_lost(place: Place, store: Store) -> None:
    names = [f"name{chr(ord('a') + number)}" for number in range(20)]
    async with place.opened() as other:
        await asyncio.gather(
            *(
                each.seen.show(GROUP, {"NL": [name]})
                for each, name in zip([store, other] * 10, names, strict=True)
            )
        )
    seen = (await store.seen.of(GROUP, ["NL"]))["NL"]
    assert seen.cards == 20
    assert all(name in seen for name in names)


@given(st.lists(st.text(max_size=12), max_size=300))
def test_what_was_shown_counts_as_shown_and_takes_a_kilobyte_at_most(names: list[str]) -> None:
    seen = Seen().with_card(names)
    assert all(name in seen for name in names)
    assert len(seen.bitmap) <= PLACES / 8 == 1024


def test_few_names_count_as_shown_that_were_not() -> None:
    seen = Seen().with_card(f"shown{number}" for number in range(300))
    assert sum(f"other{number}" in seen for number in range(1000)) < 50
