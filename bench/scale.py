"""What a bot in many servers takes, reckoned from what was measured and a stated habit of use.

    python bench/scale.py

It prints a table of docs/performance.md. Nothing is measured here: each figure's source is beside
it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Habit:
    """What a server's members do; many servers do nothing, some a lot.

    Attributes:
        cards: asked for in a day and server.
        stars: given.
        stars_kept: in a server after years.
        peak: the busiest second's rate, in means of the day.
    """

    cards: float = 2.0
    stars: float = 1.0
    stars_kept: float = 100.0
    peak: float = 4.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What one process, one core and the database do.

    Attributes:
        process_mb: of a process after thousands of answers (bench/workers.py).
        worker_mb: of a worker over HTTP after as many (bench/workers.py).
        shard_mb: a shard's connection.
        server_kb: a server in it, of which discord.py keeps the id that READY has.
        cards: in a second of a core (bench/workers.py).
        star_presses: likewise, card and all.
        database_stars: written in a second (bench/stars.py).
        star_bytes: of a star with its indexes (bench/stars.py).
    """

    process_mb: float = 141.0
    worker_mb: float = 153.0
    shard_mb: float = 0.06
    server_kb: float = 1.4
    cards: float = 126.0
    star_presses: float = 175.0
    database_stars: float = 900.0
    star_bytes: float = 296.0


@dataclass(frozen=True, slots=True)
class Discord:
    """Discord's rules (documentation of its gateway, "Sharding" and "Sharding for large bots").

    Attributes:
        servers_a_shard: that it recommends; it refuses more than 2,500.
        large: the number of servers from which it has a bot sharded for large bots.
        large_concurrency: shards of a large bot that may identify in five seconds, and of which the
            number of its shards has to be a multiple.
    """

    servers_a_shard: int = 1000
    large: int = 150_000
    large_concurrency: int = 16

    def concurrency(self, servers: int) -> int:
        """Return how many shards may identify in five seconds."""
        return self.large_concurrency if servers >= self.large else 1

    def shards(self, servers: int) -> int:
        """Return how many shards it recommends."""
        multiple = self.concurrency(servers)
        return math.ceil(servers / self.servers_a_shard / multiple) * multiple

    def sessions_a_day(self, servers: int) -> int:
        """Return how many sessions it grants in a day."""
        return max(2000, servers // 1000 * 5) if servers >= self.large else 1000


@dataclass(frozen=True, slots=True)
class Scale:
    """A bot in so many servers.

    Attributes:
        spacing: seconds between identifies of a bucket, as discord.py waits.
        core: the part of a core that a worker may be busy with at the peak.
        connections: of a worker to PostgreSQL at most.
    """

    servers: int
    habit: Habit = field(default_factory=Habit)
    measured: Measured = field(default_factory=Measured)
    discord: Discord = field(default_factory=Discord)
    spacing: float = 5.0
    core: float = 0.5
    connections: int = 10

    @property
    def shards(self) -> int:
        return self.discord.shards(self.servers)

    @property
    def start_minutes(self) -> float:
        """How long it takes until all shards have begun sessions."""
        rounds = math.ceil(self.shards / self.discord.concurrency(self.servers))
        return (rounds - 1) * self.spacing / 60

    @property
    def peak_cores(self) -> float:
        habit, measured = self.habit, self.measured
        busy = habit.cards / measured.cards + habit.stars / measured.star_presses
        return self.servers * busy * habit.peak / DAY

    @property
    def gateway_mb(self) -> float:
        """The memory of one process on the gateway, with all shards and servers."""
        measured = self.measured
        return (
            measured.process_mb
            + self.shards * measured.shard_mb
            + self.servers * measured.server_kb / 1000
        )

    @property
    def workers(self) -> int:
        """How many are needed for the peak, and one more, so that one may be missing."""
        return math.ceil(self.peak_cores / self.core) + 1

    @property
    def stars_a_second(self) -> float:
        return self.servers * self.habit.stars * self.habit.peak / DAY

    @property
    def database_gb(self) -> float:
        return self.servers * self.habit.stars_kept * self.measured.star_bytes / 1e9

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield what it takes, and how much."""
        yield (
            "cards a second at the peak",
            f"{self.servers * self.habit.cards * self.habit.peak / DAY:.1f}",
        )
        yield "cores at the peak", f"{self.peak_cores:.1f}"
        yield "on the gateway: shards of the one process", f"{self.shards:,}"
        yield "its memory, MB", f"{self.gateway_mb:.0f}"
        yield "minutes for it to begin all sessions", f"{self.start_minutes:.1f}"
        starts = self.discord.sessions_a_day(self.servers) // self.shards
        yield "starts that Discord grants it in a day", f"{starts}"
        yield "over HTTP: workers, one of which may be missing", f"{self.workers}"
        memory = self.workers * self.measured.worker_mb
        yield "memory of all of them, MB", f"{memory:.0f}"
        yield "their connections to PostgreSQL", f"{self.workers * self.connections}"
        yield "stars a second at the peak", f"{self.stars_a_second:.1f}"
        used = self.stars_a_second / self.measured.database_stars
        yield "of what the database took here", f"{used:.1%}"
        yield "database after years, GB", f"{self.database_gb:.1f}"


SERVERS = (2_500, 150_000, 1_000_000)


def table() -> Iterator[str]:
    """Yield the lines of the table."""
    scales = [Scale(servers) for servers in SERVERS]
    yield "| servers | " + " | ".join(f"{servers:,}" for servers in SERVERS) + " |"
    yield "|---|" + "--:|" * len(SERVERS)
    for rows in zip(*(scale.rows() for scale in scales), strict=True):
        yield f"| {rows[0][0]} | " + " | ".join(value for _, value in rows) + " |"


if __name__ == "__main__":
    print(*table(), sep="\n")  # noqa: T201 - a script's output
