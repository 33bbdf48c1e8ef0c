"""A trivial bot for comparison: `/name` always responds with the same card.

The card has the layout of Nomen's: a title, five names, each with details and a star button, a list
and three buttons. The country is autocompleted from a list, and a star button updates the
card. There is no model and no database.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any, Self

import discord
import yarl
from discord import app_commands, ui

NAMES = ("Marlieke", "Jorinde", "Tieneke", "Hendrian", "Wilmara")


class Star(ui.DynamicItem[ui.Button[Any]], template=r"star:(?P<place>\d+)"):
    """The button beside a name."""

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction, item: ui.Item[Any], __: re.Match[str], /
    ) -> Self:
        """Recreate the item of a pressed button."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Replace the card by one with this star."""
        place = int(self.custom_id.removeprefix("star:"))
        await interaction.response.edit_message(view=card(starred=place))


class CardBot(discord.Client):
    """A client with one command, registered at startup."""

    def __init__(self, countries: list[str]) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none()
        )
        self.countries = countries
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(name_command)

    async def setup_hook(self) -> None:
        """Register the buttons and the command."""
        self.add_dynamic_items(Star)
        await self.tree.sync()


@app_commands.command(name="name")
async def name_command(interaction: discord.Interaction, country: str) -> None:  # noqa: ARG001 - a fixed card
    """Send the card."""
    await interaction.response.send_message(view=card())


@name_command.autocomplete("country")
async def complete(
    interaction: discord.Interaction, current: str
) -> list[app_commands.Choice[str]]:
    """Suggest the countries that contain the input."""
    assert isinstance(interaction.client, CardBot)
    typed = current.lower()
    found = [country for country in interaction.client.countries if typed in country.lower()]
    return [app_commands.Choice(name=country, value=country) for country in found[:25]]


def card(starred: int | None = None) -> ui.LayoutView:
    """Lay out the card, optionally with a star on one of the names."""
    view = ui.LayoutView(timeout=None)
    view.add_item(
        ui.Container(
            ui.Section(
                ui.TextDisplay(
                    "### 🇳🇱 Netherlands\n-# 5 new names. As far as I know, nobody has them yet."
                ),
                accessory=ui.Button(label="As text", custom_id="copy"),
            ),
            *(name_section(place, lit=place == starred) for place in range(len(NAMES))),
            ui.ActionRow(
                ui.Select(
                    custom_id="origins",
                    options=[discord.SelectOption(label=name) for name in NAMES],
                    placeholder="Choose a name to see its origin",
                )
            ),
            ui.ActionRow(
                ui.Button(label="Again", emoji="🎲", custom_id="again"),
                ui.Button(label="Bolder", emoji="🌶️", custom_id="wilder"),
                ui.Button(label="Refine", emoji="🎛️", custom_id="refine"),
            ),
            accent_colour=0xE0A13A,
        )
    )
    view.stop()  # otherwise discord.py keeps it in memory
    return view


def name_section(place: int, *, lit: bool) -> ui.Item[Any]:
    """Lay out a name with its star button."""
    name = NAMES[place]
    star: ui.Item[Any] = Star(ui.Button(label="★ 1" if lit else "☆", custom_id=f"star:{place}"))
    return ui.Section(ui.TextDisplay(f"## {name}\n-# close to {name[:-1]}"), accessory=star)


def main(table: Path) -> None:
    """Run the bot with the countries of a tab-separated table of code and name."""
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["CARD_BOT_GATEWAY_URL"])
    lines = table.read_text("utf-8").splitlines()
    CardBot([line.split("\t")[1] for line in lines]).run(os.environ["DISCORD_TOKEN"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
