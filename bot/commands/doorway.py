"""The door that every request comes through; at the end it closes before the house does."""

import asyncio

import discord

from bot.commands.funnel import tell
from bot.commands.tongue import for_member


class Doorway:
    """Lets requests in while it is open, and knows those that are still under way."""

    def __init__(self) -> None:
        self._open = True
        self._inside: set[asyncio.Task[object]] = set()

    async def admit(self, interaction: discord.Interaction) -> bool:
        """Let the request of the running task in, or tell the member that it is too late."""
        if not self._open:
            words = for_member(interaction)
            await tell(interaction, words("I am just being restarted. Ask me again in a minute."))
            return False
        task = asyncio.current_task()
        if task is not None:
            self._inside.add(task)
            task.add_done_callback(self._inside.discard)
        return True

    async def close(self, patience: float) -> int:
        """Let nobody in any more and wait for those inside.

        Args:
            patience: seconds to wait at most.

        Returns:
            How many were still under way when patience ended.
        """
        self._open = False
        if not self._inside:
            return 0
        _, late = await asyncio.wait(self._inside, timeout=patience)
        return len(late)
