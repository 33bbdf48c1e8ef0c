"""A simulated Discord with two members on it, and eyes for what the bot shows them."""

import asyncio
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discord import ui
from simcord import Env, InteractionResult, MemberActor, ResponseMessage
from simcord.builders import ChannelHandle
from simcord.components import walk_components

from tests.wire.discord_server.components import Kind


@dataclass(frozen=True, slots=True)
class Stage:
    """A channel with two members and the bot."""

    env: Env
    channel: ChannelHandle
    ada: MemberActor
    ben: MemberActor

    async def name(self, **options: object) -> InteractionResult:
        """Ada uses /name."""
        return await self.ada.slash(self.channel, "name", **options)

    async def card(self, **options: object) -> ResponseMessage:
        """Ada uses /name and a card comes of it, for all to see."""
        return shown(await self.name(**options))

    async def refusal(self, **options: object) -> str:
        """Ada uses /name and is told, alone, why there are no names."""
        return refused(await self.name(**options))

    async def star(self, by: MemberActor, card: ResponseMessage, name: str) -> InteractionResult:
        """A member presses the star beside a name."""
        return await by.click(card, custom_id=star_of(card, name))


@dataclass(frozen=True, slots=True)
class Gate:
    """Stands before the network: wishes have entered, and wait until it is opened."""

    entered: threading.Event
    opened: threading.Event

    async def wish(self) -> None:
        """Wait for a wish."""
        assert await asyncio.to_thread(self.entered.wait, 30)


def shown(result: InteractionResult) -> ResponseMessage:
    """The public answer."""
    assert result.response is not None
    assert not result.response.ephemeral, result.response.content
    return result.response


def refused(result: InteractionResult) -> str:
    """What the member alone is told."""
    assert result.response is not None
    assert result.response.ephemeral
    return result.response.content


def text_of(message: ResponseMessage) -> str:
    """All text of a card."""
    parts = walk_components(message.components)
    return "\n".join(part["content"] for part in parts if "content" in part)


def parts_of(card: ui.LayoutView) -> list[dict[str, Any]]:
    """All components of a card, as Discord is sent them."""
    return list(walk_components(card.to_components()))  # type: ignore[no-untyped-call] # discord.py's


def names_on(message: ResponseMessage) -> list[str]:
    """The names of a card, as a member reads them."""
    return [
        name.replace("\\", "")
        for name in re.findall(r"^\*\*(.+)\*\*$", text_of(message), re.MULTILINE)
    ]


def buttons_on(message: ResponseMessage) -> dict[str, str]:
    """Ids of the buttons in rows, by label."""
    rows = [part for part in walk_components(message.components) if part["type"] == Kind.ROW]
    return {part["label"]: part["custom_id"] for row in rows for part in row["components"]}


def stars_on(message: ResponseMessage) -> dict[str, str]:
    """What the star beside each name says."""
    return {name: button["label"] for name, button in _stars(message)}


def star_of(message: ResponseMessage, name: str) -> str:
    """The id of the star beside a name."""
    return str(dict(_stars(message))[name]["custom_id"])


def _stars(message: ResponseMessage) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in walk_components(message.components):
        if part["type"] == Kind.SECTION:
            (name,) = re.findall(r"\*\*(.+)\*\*", part["components"][0]["content"])
            yield name.replace("\\", ""), part["accessory"]


def seed_on(message: ResponseMessage) -> int:
    """The seed that a card says it was made with."""
    found = re.search(r"seed (\d+)", text_of(message))
    assert found is not None
    return int(found[1])
