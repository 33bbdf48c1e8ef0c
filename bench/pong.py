"""A minimal bot with discord.py's defaults: `/ping` replies "pong"."""

import os

import discord
import yarl
from discord import app_commands


class Pong(discord.Client):
    """A client with one command, registered at startup."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents.default(), allowed_mentions=discord.AllowedMentions.none()
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="ping", description="Say pong")(ping)

    async def setup_hook(self) -> None:
        """Register the command."""
        await self.tree.sync()


async def ping(interaction: discord.Interaction) -> None:
    """Reply "pong"."""
    await interaction.response.send_message("pong")


def use_loopback(api_url: str, gateway_url: str) -> None:
    """Redirect discord.py to a loopback server, for the whole process."""
    discord.http.Route.BASE = api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


if __name__ == "__main__":
    use_loopback(os.environ["DISCORD_API_URL"], os.environ["PONG_GATEWAY_URL"])
    Pong().run(os.environ["DISCORD_TOKEN"])
