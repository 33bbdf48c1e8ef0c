"""The bot on PostgreSQL over real sockets: outages of the server."""

import asyncio
from pathlib import Path

from tests.bot.store.places import PostgresPlace
from tests.wire.card_contents import message_text, names_on, star_label
from tests.wire.discord_server.interactions import is_ephemeral
from tests.wire.discord_server.polling import wait_until
from tests.wire.process import run_connected_bot
from tests.wire.star_client import BEN, StarClient


async def test_outage_of_the_server_is_told_to_members_and_names_still_answer(
    place: PostgresPlace, tmp_path: Path
) -> None:
    async with run_connected_bot(**place.environment) as bot:
        client = StarClient(bot, tmp_path)
        card = await client.request_card()
        name, other = names_on(card)
        await client.press_star(card, name)
        await wait_until(lambda: star_label(card, name) == "★ 1", "count")
        await asyncio.to_thread(place.server.stop)
        try:
            refused = await (await client.press_star(card, other, BEN)).message()
            assert is_ephemeral(refused)
            assert "Try again in a moment" in message_text(refused)
            assert names_on(await client.request_card())
        finally:
            await asyncio.to_thread(place.server.start)
        await client.press_star(card, other, BEN)
        await wait_until(lambda: star_label(card, other) == "★ 1", "count after the outage")
    assert await place.run_sql("SELECT count(*) FROM star") == [(2,)]
