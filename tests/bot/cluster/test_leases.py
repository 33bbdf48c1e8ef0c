"""Leases of shards: each has one holder, and nobody's are kept for the dead."""

import asyncio
import contextlib
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from bot.cluster.leases import Leases
from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Connections
from bot.favourites.postgres.database import open_for_writing
from bot.gateway.supply import Recommendation, Session, SessionLimits
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import LEASE

BOT, OTHER_BOT = 1, 2
SHARDS = 8
LIMITS = SessionLimits(total=1000, remaining=1000, reset_after=86_400, concurrency=2)
RECOMMENDED = Recommendation(SHARDS, LIMITS)
SESSION = Session("abc", 7, "ws://127.0.0.1/")
EXPIRE = "UPDATE {} SET expires_at = clock_timestamp() - interval '1 second' WHERE {} = $1"


async def joined(database: Connections, processes: int) -> list[Leases]:
    members = [Leases(database, uuid4(), LEASE) for _ in range(processes)]
    for member in members:
        await member.join(BOT, None, RECOMMENDED)
    return members


async def beats(
    members: Sequence[Leases],
    held: Sequence[dict[int, Session | None]],
    *,
    takes_expired: bool = True,
) -> None:
    """Have all beat at once, and give up what they should."""
    holdings = await asyncio.gather(
        *(
            member.beat(shards, takes_expired=takes_expired)
            for member, shards in zip(members, held, strict=True)
        )
    )
    for member, shards, holding in zip(members, held, holdings, strict=True):
        kept = sorted(holding.shards)[: len(holding.shards) - holding.surplus]
        given_up = {number: SESSION for number in holding.shards if number not in kept}
        if given_up:
            await member.release(given_up)
        shards.clear()
        shards |= {number: holding.shards[number] for number in kept}


async def die(database: Connections, process: UUID) -> None:
    await database.fetch_all(EXPIRE.format("process", "id"), process)
    await database.fetch_all(EXPIRE.format("shard", "holder"), process)


async def test_shards_are_shared_fairly_however_many_join_at_once(database: Connections) -> None:
    members = await joined(database, 5)
    held: list[dict[int, Session | None]] = [{} for _ in members]
    for _ in range(4):
        await beats(members, held)
    assert sorted(number for shards in held for number in shards) == list(range(SHARDS))
    assert sorted(map(len, held)) == [1, 1, 2, 2, 2]


async def test_first_gives_up_half_for_the_second_with_the_sessions(database: Connections) -> None:
    members = await joined(database, 1)
    held: list[dict[int, Session | None]] = [{}]
    await beats(members, held)
    assert len(held[0]) == SHARDS
    members += await joined(database, 1)
    held.append({})
    for _ in range(2):
        await beats(members, held)
    assert [len(shards) for shards in held] == [4, 4]
    assert set(held[1].values()) == {SESSION}


async def test_leases_that_expired_are_taken_with_the_sessions_written_last(
    database: Connections,
) -> None:
    dead, process = uuid4(), uuid4()
    leases, successor = Leases(database, dead, LEASE), Leases(database, process, LEASE)
    await leases.join(BOT, None, RECOMMENDED)
    await leases.beat({}, takes_expired=True)
    await leases.beat(dict.fromkeys(range(SHARDS), SESSION), takes_expired=True)
    await successor.join(BOT, None, RECOMMENDED)
    assert not (await successor.beat({}, takes_expired=True)).shards
    await die(database, dead)
    assert not (await successor.beat({}, takes_expired=False)).shards
    holding = await successor.beat({}, takes_expired=True)
    assert holding.shards == dict.fromkeys(range(SHARDS), SESSION)
    assert not (await leases.beat(holding.shards, takes_expired=True)).shards


async def test_who_comes_back_before_others_have_taken_its_shards_keeps_them(
    database: Connections,
) -> None:
    process = uuid4()
    leases = Leases(database, process, LEASE)
    await leases.join(BOT, None, RECOMMENDED)
    held = (await leases.beat({}, takes_expired=True)).shards
    await die(database, process)
    assert (await leases.beat(held, takes_expired=False)).shards == held


async def test_who_leaves_frees_its_shards_at_once(database: Connections) -> None:
    leaving, staying = await joined(database, 2)
    held: list[dict[int, Session | None]] = [{}, {}]
    await beats([leaving, staying], held)
    await leaving.leave(dict.fromkeys(held[0], SESSION))
    holding = await staying.beat(held[1], takes_expired=False)
    assert len(holding.shards) == SHARDS


async def test_others_number_of_shards_is_adopted_and_another_refused(
    database: Connections,
) -> None:
    await Leases(database, uuid4(), LEASE).join(BOT, 4, RECOMMENDED)
    assert await Leases(database, uuid4(), LEASE).join(BOT, None, RECOMMENDED) == (4, 2)
    with pytest.raises(StoreError, match="serve 4 shards, and NOMEN_SHARD_COUNT says 5"):
        await Leases(database, uuid4(), LEASE).join(BOT, 5, RECOMMENDED)


async def test_another_bot_is_refused(database: Connections) -> None:
    await Leases(database, uuid4(), LEASE).join(BOT, None, RECOMMENDED)
    with pytest.raises(StoreError, match="served by another bot"):
        await Leases(database, uuid4(), LEASE).join(OTHER_BOT, None, RECOMMENDED)


async def test_number_of_shards_changes_when_all_have_left(database: Connections) -> None:
    first = Leases(database, uuid4(), LEASE)
    await first.join(BOT, 4, RECOMMENDED)
    await first.leave((await first.beat({}, takes_expired=True)).shards)
    second = Leases(database, uuid4(), LEASE)
    assert await second.join(BOT, None, RECOMMENDED) == (SHARDS, 2)
    assert len((await second.beat({}, takes_expired=True)).shards) == SHARDS


async def test_who_leaves_keeps_nothing_that_it_had_not_heard_of_yet(database: Connections) -> None:
    leaving, staying = await joined(database, 2)
    await leaving.beat({}, takes_expired=True)
    await leaving.leave({})
    assert len((await staying.beat({}, takes_expired=False)).shards) == SHARDS


async def test_shards_that_a_process_has_not_heard_of_are_not_taken_from_it_meanwhile(
    database: Connections,
) -> None:
    process, other = uuid4(), Leases(database, uuid4(), LEASE)
    leases = Leases(database, process, LEASE)
    await leases.join(BOT, None, RECOMMENDED)
    await leases.beat({}, takes_expired=True)  # its answer is lost
    await die(database, process)
    assert len((await leases.beat({}, takes_expired=False)).shards) == SHARDS
    await other.join(BOT, None, RECOMMENDED)
    assert not (await other.beat({}, takes_expired=True)).shards


async def test_who_comes_back_does_not_wait_for_another_that_does(database: Connections) -> None:
    other = uuid4()
    member, *_ = await joined(database, 1)
    await Leases(database, other, LEASE).join(BOT, None, RECOMMENDED)
    await database.fetch_all(EXPIRE.format("process", "id"), other)
    async with database.session() as connection, connection.transaction():
        await connection.execute("SELECT FROM process WHERE id = $1 FOR UPDATE", other)
        assert len((await member.beat({}, takes_expired=True)).shards) == SHARDS


async def test_transaction_that_is_cut_off_half_way_does_not_keep_others_from_its_shards(
    database: Connections, url: PostgresUrl
) -> None:
    (successor,) = await joined(database, 1)
    taken: list[int] = []
    with contextlib.suppress(StoreError):  # the session ends on a connection that is gone
        async with (
            open_for_writing(url, idle_timeout=0.1) as cut_off,
            cut_off.session() as connection,
        ):
            await connection.execute("BEGIN")
            await connection.execute("SELECT FROM shard FOR UPDATE")
            await database.fetch_all("SELECT FROM shard FOR UPDATE")
            taken += (await successor.beat({}, takes_expired=True)).shards
    assert len(taken) == SHARDS
