"""Leases of processes and shards in the database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from bot.cluster.fair_part import fair_parts
from bot.cluster.notices import SHARDS_CHANGED
from bot.favourites.errors import StoreError
from bot.favourites.postgres.connection import Connection, Connections
from bot.gateway.supply import Recommendation, Session

BEATS, ATTEMPTS = 6, 3
"""Extensions in the time of a lease, and transactions that may fail to be answered in it."""

Sessions: TypeAlias = Mapping[int, Session | None]
"""Shards, with their sessions if they can be resumed."""

_LOCK_CLUSTER = "LOCK TABLE cluster IN SHARE ROW EXCLUSIVE MODE"
_AGREED = "SELECT application, shards, concurrency FROM cluster"
_OTHERS_ALIVE = """
    SELECT EXISTS (SELECT FROM process WHERE id <> $1 AND expires_at > clock_timestamp())
"""
_AGREE = """
    INSERT INTO cluster VALUES (1, $1, $2, $3) ON CONFLICT (one) DO UPDATE
    SET application = excluded.application, shards = excluded.shards,
        concurrency = excluded.concurrency
"""
_CREATE_SHARDS = "INSERT INTO shard (number) SELECT generate_series(0, $1 - 1)"
_LIVE = """
    INSERT INTO process (id, expires_at)
    VALUES ($1, clock_timestamp() + make_interval(secs => $2))
    ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
"""
# Without waiting for those that are coming back, who would wait for this process as well.
_FORGET_DEAD = """
    DELETE FROM process WHERE id IN (
        SELECT id FROM process WHERE expires_at <= clock_timestamp() FOR UPDATE SKIP LOCKED
    )
"""
_EXTEND = """
    UPDATE shard SET expires_at = clock_timestamp() + make_interval(secs => $2),
        session = mine.session, sequence = mine.sequence, gateway = mine.gateway
    FROM unnest($3::integer[], $4::text[], $5::bigint[], $6::text[])
        AS mine (number, session, sequence, gateway)
    WHERE shard.number = mine.number AND holder = $1
"""
# Those that it was given by a transaction of whose end it did not hear.
_EXTEND_UNHEARD_OF = """
    UPDATE shard SET expires_at = clock_timestamp() + make_interval(secs => $2)
    WHERE holder = $1 AND number <> ALL ($3::integer[])
"""
_PARTS = """
    SELECT process.id, count(shard.number)
    FROM process LEFT JOIN shard ON holder = process.id
    WHERE process.expires_at > clock_timestamp()
    GROUP BY process.id ORDER BY process.id
"""
_IS_FREE = "(holder IS NULL OR ($1 AND expires_at <= clock_timestamp()))"
_COUNT = f"SELECT count(*), count(*) FILTER (WHERE {_IS_FREE}) FROM shard"  # noqa: S608 - of constants
_TAKE = f"""
    UPDATE shard SET holder = $2, expires_at = clock_timestamp() + make_interval(secs => $3)
    WHERE number = ANY (ARRAY(
        SELECT number FROM shard WHERE {_IS_FREE} ORDER BY number LIMIT $4
        FOR UPDATE SKIP LOCKED
    ))
"""  # noqa: S608 - of constants
_HELD = "SELECT number, session, sequence, gateway FROM shard WHERE holder = $1 ORDER BY number"
_RELEASE = """
    UPDATE shard SET holder = NULL, expires_at = '-infinity',
        session = mine.session, sequence = mine.sequence, gateway = mine.gateway
    FROM unnest($2::integer[], $3::text[], $4::bigint[], $5::text[])
        AS mine (number, session, sequence, gateway)
    WHERE shard.number = mine.number AND holder = $1
"""
_FREE_ALL = "UPDATE shard SET holder = NULL, expires_at = '-infinity' WHERE holder = $1"
_NOTIFY = "SELECT pg_notify($1, '')"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a process has after a beat.

    Attributes:
        shards: its shards, with the sessions that are to be resumed when one was taken.
        surplus: how many of them it has to give up for others.
    """

    shards: Sessions
    surplus: int


class ShardsChangedError(StoreError):
    """The shards are no longer those that the process has joined for."""


class Leases:
    """One process's leases. Every method may raise `StoreError`, and may be repeated then.

    Attributes:
        seconds: after which a process that has not extended its leases has lost them.
        beat_seconds: between two extensions.
    """

    def __init__(self, database: Connections, process: UUID, seconds: float) -> None:
        self.seconds = seconds
        self.beat_seconds = seconds / BEATS
        self._timeout = seconds / ATTEMPTS
        self._database = database
        self._process = process
        self._shards = 0

    async def join(
        self, application: int, shards: int | None, recommended: Recommendation
    ) -> tuple[int, int]:
        """Register the process, and agree with the others.

        Args:
            application: the bot's id.
            shards: how many there are to be; None for as many as the others serve, or as Discord
                recommends.
            recommended: by Discord.

        Returns:
            How many shards there are, and how many buckets to identify in.

        Raises:
            StoreError: the others serve another application, or another number.
        """

        async def join(connection: Connection) -> tuple[int, int]:
            await connection.execute(_LOCK_CLUSTER)
            agreed = next(iter(await connection.fetch(_AGREED)), None)
            if agreed is not None and await connection.fetchval(_OTHERS_ALIVE, self._process):
                _require_agreement(agreed[0], agreed[1], application, shards)
                wanted = (agreed[0], agreed[1], agreed[2])
            else:
                count = shards or recommended.shards
                wanted = (application, count, recommended.limits.concurrency)
                if agreed is None or tuple(agreed) != wanted:
                    await _begin(connection, wanted)
            await connection.execute(_LIVE, self._process, self.seconds)
            await connection.execute(_NOTIFY, SHARDS_CHANGED)
            return wanted[1], wanted[2]

        self._shards, concurrency = await self._database.transact(join)
        return self._shards, concurrency

    async def beat(self, sessions: Sessions, *, takes_expired: bool) -> Holding:
        """Extend the leases, and take what is free of the process's fair part.

        Args:
            sessions: the shards that the process has.
            takes_expired: whether other processes' leases count as ended when they have expired.

        Raises:
            ShardsChangedError: while this process was away, others agreed on another number.
        """
        seconds = self.seconds

        async def beat(connection: Connection) -> Holding:
            await connection.execute(_LIVE, self._process, seconds)
            await connection.execute(_EXTEND, self._process, seconds, *_columns(sessions))
            await connection.execute(_EXTEND_UNHEARD_OF, self._process, seconds, list(sessions))
            await connection.execute(_FORGET_DEAD)
            parts = {row[0]: row[1] for row in await connection.fetch(_PARTS)}
            ((shards, free),) = await connection.fetch(_COUNT, takes_expired)
            if shards != self._shards:
                message = f"There are {shards} shards now; this process has joined {self._shards}."
                raise ShardsChangedError(message)
            lacking = fair_parts(shards, parts)[self._process] - parts[self._process]
            if lacking > 0 and free:
                await connection.execute(_TAKE, takes_expired, self._process, seconds, lacking)
            rows = await connection.fetch(_HELD, self._process)
            held = {number: _session(*columns) for number, *columns in rows}
            return Holding(held, max(0, -lacking) if not free else 0)

        return await self._database.transact(beat, self._timeout)

    async def release(self, sessions: Sessions) -> None:
        """Leave shards to others, with the sessions that they can resume."""

        async def release(connection: Connection) -> None:
            await connection.execute(_RELEASE, self._process, *_columns(sessions))
            await connection.execute(_NOTIFY, SHARDS_CHANGED)

        await self._database.transact(release, self._timeout)

    async def leave(self, sessions: Sessions) -> None:
        """Leave all shards to others, and be no process any more."""

        async def leave(connection: Connection) -> None:
            await connection.execute(_RELEASE, self._process, *_columns(sessions))
            await connection.execute(_FREE_ALL, self._process)
            await connection.execute("DELETE FROM process WHERE id = $1", self._process)
            await connection.execute(_NOTIFY, SHARDS_CHANGED)

        await self._database.transact(leave, self._timeout)


async def _begin(connection: Connection, wanted: tuple[int, int, int]) -> None:
    await connection.execute(_AGREE, *wanted)
    await connection.execute("DELETE FROM shard")
    await connection.execute(_CREATE_SHARDS, wanted[1])


def _require_agreement(
    served: int, served_shards: int, application: int, shards: int | None
) -> None:
    if served != application:
        message = "The database is served by another bot. Name another in NOMEN_DATABASE."
        raise StoreError(message)
    if shards is not None and shards != served_shards:
        message = (
            f"The other processes around the database serve {served_shards} shards, and "
            f"NOMEN_SHARD_COUNT says {shards}. To change the number, stop all of them first."
        )
        raise StoreError(message)


def _columns(sessions: Sessions) -> tuple[Collection[object], ...]:
    known = sessions.values()
    return (
        list(sessions),
        [session and session.id for session in known],
        [session and session.sequence for session in known],
        [session and session.gateway for session in known],
    )


def _session(id_: str | None, sequence: int | None, gateway: str | None) -> Session | None:
    if id_ is None or sequence is None or gateway is None:
        return None
    return Session(id_, sequence, gateway)
