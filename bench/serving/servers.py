"""The bot's memory by the number of servers that it is in. Linux only.

`python bench/serving/servers.py` prints what a server takes where the bot is in 2,500, small
or large, compared with a bot in one. No more than 8 kB is the aim.
"""

import argparse
import asyncio
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.serving.measured_bot import MeasuredBot
from tests.wire.discord_server import world
from tests.wire.discord_server.interactions import RESPONSE_DEADLINE
from tests.wire.discord_server.members import Members
from tests.wire.discord_server.polling import wait_until
from tests.wire.discord_server.server import loopback_discord
from tests.wire.process import run_bot

_CONNECT_TIMEOUT = 300.0
"""Seconds for all servers to be sent."""

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ServerSize:
    """What a server has, and so what GUILD_CREATE brings."""

    name: str
    channels: int
    roles: int
    threads: int

    def payload(self, guild_id: int) -> Payload:
        """Return GUILD_CREATE of a server of this size."""
        guild = world.guild()
        ids = range(guild_id + 1, guild_id + 1000)
        channel, everyone = guild["channels"][0], guild["roles"][0]
        overwrite = {"id": everyone["id"], "type": 0, "allow": "0", "deny": "1024"}
        channels = [
            channel
            | {"id": str(id_), "topic": f"About {id_}", "permission_overwrites": [overwrite]}
            for id_ in ids[: self.channels]
        ]
        roles = [everyone | {"id": str(id_), "name": f"Role {id_}"} for id_ in ids[: self.roles]]
        threads = [_thread(channel, id_) for id_ in ids[: self.threads]]
        return guild | {
            "id": str(guild_id),
            "channels": channels,
            "roles": roles,
            "threads": threads,
        }


SIZES = (ServerSize("small", 12, 10, 0), ServerSize("large", 120, 60, 20))


@dataclass(frozen=True, slots=True)
class ServersPlan:
    """What is measured.

    Attributes:
        servers: how many the bot is in; it is compared with a bot in one.
        repetitions: pairs of bots for each size.
    """

    servers: int = 2500
    repetitions: int = 3


QUICK = ServersPlan(servers=20, repetitions=1)


async def measure_servers(plan: ServersPlan) -> Iterator[str]:
    """Measure each size, and return the lines of a table."""
    lines = [
        f"| servers | channels, roles, threads each | kB a server of {plan.servers:,} |",
        "|---|--:|--:|",
    ]
    for size in SIZES:
        costs = [
            1000
            * (await _memory_mb(size, plan.servers) - await _memory_mb(size, 1))
            / (plan.servers - 1)
            for _ in range(plan.repetitions)
        ]
        has = f"{size.channels}, {size.roles}, {size.threads}"
        lines.append(f"| {size.name} | {has} | {statistics.median(costs):.1f} |")
    return iter(lines)


async def _memory_mb(size: ServerSize, servers: int) -> float:
    """Return the resident memory of a bot in so many servers, in MB, after its first response."""
    first = world.GUILD_ID
    guild_ids = [first + number * 1000 for number in range(servers)]
    async with loopback_discord(strict=False) as discord:
        discord.gateway.guilds = {guild: size.payload(guild) for guild in guild_ids}
        async with run_bot(discord) as process:
            session = await discord.gateway.wait_until_ready()
            await wait_until(
                lambda: len(session.events) > servers, "servers to be sent", _CONNECT_TIMEOUT
            )
            await _wait_until_answered(discord.members)
            return MeasuredBot(discord, process, 0, 0).memory()["Rss"]


async def _wait_until_answered(members: Members) -> None:
    """Ask until there is a response: the bot handles events in order, the servers before."""
    async with asyncio.timeout(_CONNECT_TIMEOUT):
        interaction = await members.command("name", country="Netherlands")
        while not interaction.callback:
            try:
                async with asyncio.timeout(RESPONSE_DEADLINE):
                    await interaction.responded.wait()
            except TimeoutError:
                interaction = await members.command("name", country="Netherlands")


def _thread(channel: Payload, thread_id: int) -> Payload:
    return {
        **channel,
        "id": str(thread_id),
        "type": 11,
        "parent_id": channel["id"],
        "owner_id": str(world.OWNER_ID),
        "message_count": 5,
        "member_count": 3,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": "2024-01-01T00:00:00.000000+00:00",
            "locked": False,
        },
    }


def main() -> None:
    """Run the benchmark and print the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke test: few servers, once")
    plan = QUICK if parser.parse_args().quick else ServersPlan()
    for line in asyncio.run(measure_servers(plan)):
        print(line, flush=True)  # noqa: T201 - a benchmark's output


if __name__ == "__main__":
    main()
