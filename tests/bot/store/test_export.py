"""What a member is given of what is stored about them."""

import json

from bot.store.export import export_member
from bot.store.queries import owned_tables, owners
from bot.store.store import Store
from model.domain.condition import Condition
from model.domain.generation import Provenance
from tests.bot.store.filling import ADA, BEN, fill
from tests.bot.store.places import Place
from tests.support.clocks import ManualClock

CONDITION = Condition.blend({"NL": 0.5, "IR": 0.5}, "F")


async def test_an_export_has_rows_of_every_table_with_members(store: Store) -> None:
    await fill(store)
    exported = json.loads(await export_member(store.database, ADA))
    tables = {table for table in owned_tables() if "member" in owners(table)}
    assert exported.keys() == {"version", "member", "invited_by", *tables}
    assert all(exported[table] for table in (*tables, "invited_by"))


async def test_an_export_says_all_of_a_star(place: Place, store: Store, clock: ManualClock) -> None:
    await place.set_time(clock)
    await store.stars.star(0, ADA, "Jörien", Provenance(CONDITION, 2.0, 5))
    exported = json.loads(await export_member(store.database, ADA))
    assert exported["member"] == "1"
    assert exported["star"] == [
        {
            "guild": None,
            "folded": "jorien",
            "name": "Jörien",
            "countries": {"NL": 0.5, "IR": 0.5},
            "gender": "F",
            "sharpness": 2.0,
            "seed": 5,
            "starred_at": "2026-01-01T00:00:00Z",
            "place": 1,
            "standing": 0,
        }
    ]
    assert exported["last_use"] == [{"guild": None, "used_on": "2026-01-01"}]


async def test_nothing_that_another_likes_or_has_starred_is_in_it(store: Store) -> None:
    await fill(store)
    await store.stars.star(7, BEN, "Benonly", Provenance(CONDITION))
    await store.matches.like(7, BEN, ADA, "Benlikes", CONDITION)
    exported = (await export_member(store.database, ADA)).decode()
    assert "Benonly" not in exported
    assert "Benlikes" not in exported
