"""Stars, orders, top fives and counts in real databases."""

import asyncio
import json
from collections.abc import Sequence

import pytest

from bot.favourites.errors import FavouritesFullError, NoGroupError, NoLettersError
from bot.favourites.export import export_member
from bot.favourites.models import DIRECT_MESSAGES, MAX_FAVOURITES, Favourite, RankedName, Totals
from bot.favourites.repository import FavouritesRepository
from model.domain.condition import Condition
from model.domain.errors import InputError
from model.domain.generation import NameRequest, Provenance
from tests.bot.favourites.exports import always_new
from tests.bot.favourites.stores import Store
from tests.support.clocks import ManualClock

FRIENDS, FAMILY = 100, 200
ADA, BEN, CLEO = 1, 2, 3
BLEND = Provenance(Condition((("PL", 0.6), ("NL", 0.4)), "F"), 2.0, 2**32 - 1)


def names(listed: Sequence[Favourite] | Sequence[RankedName]) -> list[str]:
    return [entry.name for entry in listed]


async def test_provenance_omits_lengths_and_letters(repository: FavouritesRepository) -> None:
    request = NameRequest(
        Condition.blend({"IR": 1, "FR": 2}, "M"), inverse_temperature=0.7, starts_with="Ma"
    )
    await repository.star(FRIENDS, ADA, "Mahelin", request.provenance(12))
    await repository.star(FRIENDS, ADA, "Anne-Fleur", None)
    provenance = Provenance(Condition((("IR", 1 / 3), ("FR", 2 / 3)), "M"), 0.7, 12)
    kept = [favourite.provenance for favourite in await repository.list_favourites(FRIENDS, ADA)]
    assert kept == [provenance, None]


async def test_first_spelling_counts(repository: FavouritesRepository, clock: ManualClock) -> None:
    await repository.star(FRIENDS, ADA, "José", BLEND)
    later = clock.advance(seconds=1)
    await repository.star(FRIENDS, BEN, "Jose", None)
    await repository.star(FAMILY, BEN, "JOSE", None)
    clock.advance(seconds=1)
    await repository.star(FRIENDS, CLEO, "JOSÉ", None)
    assert names(await repository.list_favourites(FRIENDS, BEN)) == ["José"]
    (top,) = await repository.top_of_group(FRIENDS)
    assert top == RankedName("José", "jose", 3, ManualClock()(), BLEND)
    assert names(await repository.list_favourites(FAMILY, BEN)) == ["JOSE"]
    await repository.unstar(FRIENDS, ADA, "José")
    (top,) = await repository.top_of_group(FRIENDS)
    assert top == RankedName("Jose", "jose", 2, later, None)


async def test_direct_messages_are_private_to_each_member(repository: FavouritesRepository) -> None:
    await repository.star(DIRECT_MESSAGES, ADA, "José", None)
    await repository.star(DIRECT_MESSAGES, BEN, "Jose", None)
    assert names(await repository.list_favourites(DIRECT_MESSAGES, BEN)) == ["Jose"]
    assert await repository.count_members(DIRECT_MESSAGES, ADA, ["Jose"]) == {"Jose": 1}
    assert await repository.count_members(DIRECT_MESSAGES, CLEO, ["Jose"]) == {"Jose": 0}
    for query in (repository.top_of_group(DIRECT_MESSAGES), repository.totals(DIRECT_MESSAGES)):
        with pytest.raises(NoGroupError, match="in that server"):
            await query


async def test_totals_count_stars_names_and_members(repository: FavouritesRepository) -> None:
    for member, name in [(ADA, "Ana"), (ADA, "Bo"), (BEN, "Aná")]:
        await repository.star(FRIENDS, member, name, None)
    await repository.star(FAMILY, CLEO, "Ana", None)
    assert await repository.totals(FRIENDS) == Totals(stars=3, names=2, members=2)


async def test_own_favourites_in_a_group_are_limited(repository: FavouritesRepository) -> None:
    for number in range(MAX_FAVOURITES):
        await repository.star(FRIENDS, ADA, f"Name {number}", None)
    with pytest.raises(FavouritesFullError, match="200") as refused:
        await repository.star(FRIENDS, ADA, "One more", None)
    assert isinstance(refused.value, InputError)
    assert not await repository.star(FRIENDS, ADA, "Name 7", None)
    assert await repository.star(FAMILY, ADA, "One more", None)
    await repository.unstar(FRIENDS, ADA, "Name 7")
    assert await repository.star(FRIENDS, ADA, "One more", None)


@pytest.mark.parametrize("text", ["", " ", "-", "’"])
async def test_text_without_letters_is_refused(repository: FavouritesRepository, text: str) -> None:
    for refused in (
        repository.star(FRIENDS, ADA, text, None),
        repository.board.hide(FRIENDS, text),
    ):
        with pytest.raises(NoLettersError):
            await refused
    assert not await repository.unstar(FRIENDS, ADA, text)


async def test_export_is_complete(repository: FavouritesRepository, clock: ManualClock) -> None:
    guild, member = 2**63 - 1, 2**63 - 2
    await repository.star(guild, member, "Zofieke", BLEND)
    await repository.star(guild, BEN, "Zofieke", BLEND)
    clock.advance(milliseconds=1)
    await repository.star(guild, member, "Ana", None)
    await repository.settle(guild, member, ["ana"], ["zofieke"])
    await repository.ties.agree(guild, member)
    await repository.star(DIRECT_MESSAGES, member, "Bo", None)
    for place, who in ((guild, member), (DIRECT_MESSAGES, member), (DIRECT_MESSAGES, BEN)):
        await repository.places.take(place, who, b"request")
    export = json.loads((await export_member(repository, member, always_new)).content)
    assert (export["member"], export["places"]) == (str(member), 1)
    keys = ("guild", "name", "place", "settled")
    assert [tuple(star[key] for key in keys) for star in export["stars"]] == [
        (None, "Bo", 1, False),
        (str(guild), "Ana", 1, True),
        (str(guild), "Zofieke", 2, False),
    ]
    assert [use["breaks_ties"] for use in export["used"]] == [False, True]
    assert export["stars"][2] == {
        "guild": str(guild),
        "name": "Zofieke",
        "folded": "zofieke",
        "typed": False,
        "countries": {"PL": 0.6, "NL": 0.4},
        "gender": "F",
        "sharpness": 2.0,
        "seed": 2**32 - 1,
        "starred_at": "2026-01-01T00:00:00.000+00:00",
        "place": 2,
        "settled": False,
        "kind": "new",
    }
    typed = export["stars"][1]
    assert typed["typed"]
    assert [typed[key] for key in ("countries", "gender", "sharpness", "seed")] == [None] * 4


async def test_concurrent_presses_of_one_member_star_once(repository: FavouritesRepository) -> None:
    stars = [repository.star(FRIENDS, ADA, "José", BLEND) for _ in range(50)]
    assert sorted(await asyncio.gather(*stars)) == [False] * 49 + [True]
    assert await repository.totals(FRIENDS) == Totals(stars=1, names=1, members=1)


async def test_star_racing_with_unstar_hits_no_limit(repository: FavouritesRepository) -> None:
    await repository.star(FRIENDS, ADA, "José", BLEND)
    for _ in range(20):
        # Readers keep connections busy, so that reads wait longer than writes.
        await asyncio.gather(
            *(repository.totals(FRIENDS) for _ in range(5)),
            repository.star(FRIENDS, ADA, "José", BLEND),
            repository.unstar(FRIENDS, ADA, "José"),
        )
        await repository.star(FRIENDS, ADA, "José", BLEND)
        assert await repository.count_members(FRIENDS, ADA, ["José"]) == {"José": 1}


async def test_no_star_is_stored_in_half(store: Store, repository: FavouritesRepository) -> None:
    for steps in range(20):
        starring = asyncio.create_task(repository.star(FRIENDS, ADA, f"Name {steps}", None))
        for _ in range(steps):
            await asyncio.sleep(0.0001)
        starring.cancel()
        await asyncio.wait([starring])
        assert await repository.star(FRIENDS, BEN, f"Other {steps}", None)
    stars = await repository.list_favourites(FRIENDS, ADA)
    assert "Name 0" not in names(stars)
    assert (await repository.totals(FRIENDS)).stars == 20 + len(stars)
    assert await store.run_sql("SELECT sum(members) FROM tally") == [(20 + len(stars),)]
