"""Listening while the server falls silent."""

import asyncio
from pathlib import Path

import pytest

from bot.favourites.postgres import lone
from bot.favourites.postgres.listener import listening
from tests.bot.favourites.stores import PostgresStore
from tests.postgres_proxy import stalling_proxy, url_through


async def test_listening_ends_though_the_server_does_not_answer(
    postgres_store: PostgresStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lone, "CLOSE_TIMEOUT", 0.1)
    heard, url = asyncio.Event(), url_through(tmp_path, postgres_store.url)
    notifier = await lone.connect(postgres_store.url)
    async with stalling_proxy(postgres_store.server, tmp_path) as proxy:
        async with asyncio.timeout(10), listening(url, {"tests": lambda _: heard.set()}):
            while not heard.is_set():  # until it listens
                await notifier.execute("NOTIFY tests")
                await asyncio.sleep(0.02)
            proxy.passing.clear()
        proxy.passing.set()
    await notifier.close()
