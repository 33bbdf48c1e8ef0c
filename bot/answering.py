"""How answers get to Discord where the line breaks under them."""

import asyncio
from typing import Any

import aiohttp
from discord.webhook import async_

WAITS = (0.2, 0.6)
"""Seconds before an answer is sent again; all that is to be done within three."""


class PersistentAdapter(async_.AsyncWebhookAdapter):
    """Sends an answer again if the line broke before Discord said that it has it.

    discord.py itself does so where it knows the number of the error, which are those of macOS and
    of Windows. An answer that had come through after all is refused the second time; so nothing
    is answered twice.
    """

    async def request(self, *where: Any, **what: Any) -> Any:  # noqa: ANN401 - as discord.py has it
        """Send a request and return the JSON that comes back.

        Raises:
            aiohttp.ClientError: the line broke each time.
        """
        for wait in WAITS:
            try:
                return await super().request(*where, **what)
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(wait)
                for file in what.get("files") or ():
                    file.reset(seek=True)  # part of it has been read
        return await super().request(*where, **what)


def answer_persistently() -> None:
    """Send all answers so, from the running task and those that it begins."""
    async_.async_context.set(PersistentAdapter())  # type: ignore[no-untyped-call] # discord.py's
