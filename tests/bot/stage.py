"""A simulated Discord with two members, and helpers that read the bot's messages."""

import asyncio
import codecs
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discord import ui
from simcord import Env, InteractionResult, MemberActor, ResponseMessage
from simcord.builders import ChannelHandle, UserHandle
from simcord.components import walk_components

from bot.app import NomenBot
from bot.store.store import Store
from model.domain.generation import Provenance
from tests.support.commands import as_read
from tests.support.patience import PATIENCE
from tests.wire.discord_server.components import ComponentType

REQUESTER = 1
"""Some member of some server."""
SLUR, OBSCENE = codecs.decode("Avttre", "rot13"), codecs.decode("phz", "rot13")
"""Two blocked words; real names begin with the second, too."""
PLOT = b"\x89PNG"
"""What takes the place of a plot."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A channel with two members, Ada and Ben, and the bot."""

    env: Env
    channel: ChannelHandle
    ada: MemberActor
    ben: MemberActor

    @property
    def bot(self) -> NomenBot:
        """The bot, which a test may have restarted."""
        assert isinstance(self.env.bot, NomenBot)
        return self.env.bot

    @property
    def store(self) -> Store:
        """The store that the bot has open."""
        return self.bot.store

    async def public(
        self, command: str, by: MemberActor | None = None, /, **options: object
    ) -> ResponseMessage:
        """Let a member, Ada unless said otherwise, use a command; return its public answer."""
        return public_message(await (by or self.ada).slash(self.channel, command, **options))

    async def private(
        self, command: str, by: MemberActor | None = None, /, **options: object
    ) -> ResponseMessage:
        """Let a member, Ada unless said otherwise, use a command; return the ephemeral answer."""
        return ephemeral_message(await (by or self.ada).slash(self.channel, command, **options))

    async def pressed(
        self, card: ResponseMessage, label: str, by: MemberActor | None = None
    ) -> ResponseMessage:
        """Let a member, Ada unless said otherwise, press a button; return the public answer."""
        return public_message(await (by or self.ada).click(card, label=label))

    async def told(
        self, card: ResponseMessage, label: str, by: MemberActor | None = None
    ) -> ResponseMessage:
        """Let a member, Ada unless said otherwise, press a button; return what they alone see."""
        return ephemeral_message(await (by or self.ada).click(card, label=label))

    async def refusal(
        self, command: str, by: MemberActor | None = None, /, **options: object
    ) -> str:
        """Let a member, Ada unless said otherwise, use a command; return why it is refused."""
        before = len(self.env.errors)
        text = (await self.private(command, by, **options)).content
        assert len(self.env.errors) > before
        return text

    async def give_stars(
        self, by: MemberActor, *names: str, provenance: Provenance | None = None
    ) -> None:
        """Store stars of a member in the server."""
        for name in names:
            await self.store.stars.star(by.guild.id, by.id, name, provenance)

    async def starred_by(self, member: MemberActor) -> list[str]:
        """Return a member's favourites in the server, in their order."""
        return [name for name, _ in await self.stars_of(member)]

    async def stars_of(self, member: MemberActor) -> list[tuple[str, Provenance | None]]:
        """Return a member's favourites in the server, with where they are from."""
        stars = await self.store.stars.favourites(member.guild.id, member.id)
        return [(star.name, star.provenance) for star in stars]

    def add_member(self, name: str) -> MemberActor:
        """Add a member to the server."""
        return self.ada.guild.add_member(self.env.create_user(name))

    async def name_card(self, **options: object) -> ResponseMessage:
        """Let Ada use `/name`; return the public card."""
        return await self.public("name", **options)

    async def one_name(self) -> tuple[ResponseMessage, str]:
        """Let Ada ask for one name; return the card and the name."""
        card = await self.name_card(country="NL", count=1)
        (name,) = names_on(card)
        return card, name

    async def origin_of(self, card: ResponseMessage, name: str) -> ResponseMessage:
        """Let Ada choose a name in the list on a card; return the card of its origin."""
        return public_message(await self.ada.select(card, [name], custom_id="origins:"))

    async def press_forged(self, custom_id: str) -> tuple[ResponseMessage, InteractionResult]:
        """Let Ada press a button in place of one that was sent; return its card and the result."""
        card = await self.name_card(country="NL", count=1)
        stored = self.env.backend.get_message(self.channel.id, card.id)
        stored.components[0]["components"][-1]["components"][0]["custom_id"] = custom_id
        return card, await self.ada.click(card, custom_id=custom_id)

    async def star(self, by: MemberActor, card: ResponseMessage, name: str) -> InteractionResult:
        """Press the star button beside a name."""
        return await by.click(card, custom_id=star_of(card, name))

    async def told_of_star(self, by: MemberActor, card: ResponseMessage, name: str) -> str:
        """Press the star button beside a name; return what the member alone is told instead."""
        return ephemeral_text(await self.star(by, card, name))


@dataclass(frozen=True, slots=True)
class InferenceGate:
    """Blocks inference until it is opened; `entered` is set when a request waits."""

    entered: threading.Event
    opened: threading.Event

    async def wait_entered(self) -> None:
        """Wait until a request has entered."""
        assert await asyncio.to_thread(self.entered.wait, PATIENCE)


def public_message(result: InteractionResult) -> ResponseMessage:
    """Return the public response."""
    assert result.response is not None
    assert not result.response.ephemeral, result.response.content
    return result.response


def ephemeral_message(result: InteractionResult) -> ResponseMessage:
    """Return the response that only the member sees."""
    assert result.response is not None
    assert result.response.ephemeral
    return result.response


def ephemeral_text(result: InteractionResult) -> str:
    """Return the text of the response that only the member sees."""
    return as_read(ephemeral_message(result).content)


def text_of(message: ResponseMessage) -> str:
    """Return all text of a card as it reads, with its no-break spaces as spaces."""
    components = walk_components(message.components)
    text = "\n".join(part["content"] for part in components if "content" in part)
    return as_read(text).replace("\u00a0", " ")


def texts_of(card: ui.LayoutView) -> list[str]:
    """Return the texts of a card as they are sent to Discord."""
    return [part["content"] for part in components_of(card) if "content" in part]


def components_of(card: ui.LayoutView) -> list[dict[str, Any]]:
    """Return all components of a card as they are sent to Discord."""
    return list(walk_components(card.to_components()))  # type: ignore[no-untyped-call] # discord.py's


def names_on(message: ResponseMessage) -> list[str]:
    """Return the names on a card, without the ranks before them and the escapes of Markdown."""
    return [
        name.replace("\\", "")
        for name in re.findall(r"^## (?:\S+ )?(\S+)$", text_of(message), re.MULTILINE)
    ]


def buttons_on(message: ResponseMessage) -> dict[str, str]:
    """Return the custom ids of the buttons but for those beside names, by label or else emoji."""
    beside_names = {button["custom_id"] for _name, button in _stars(message)}
    return {
        part.get("label") or part["emoji"]["name"]: part["custom_id"]
        for part in walk_components(message.components)
        if part["type"] == ComponentType.BUTTON and part["custom_id"] not in beside_names
    }


def select_on(message: ResponseMessage) -> dict[str, Any]:
    """Return the list on a card to choose from."""
    (found,) = selects_on(message)
    return found


def selects_on(message: ResponseMessage) -> list[dict[str, Any]]:
    """Return the lists on a card to choose from."""
    return [part for part in walk_components(message.components) if "options" in part]


def options_on(message: ResponseMessage) -> list[str]:
    """Return the labels of the list on a card to choose from."""
    return [option["label"] for option in select_on(message)["options"]]


def stars_on(message: ResponseMessage) -> dict[str, str]:
    """Return the label of each name's star button."""
    return {name: button["label"] for name, button in _stars(message)}


def star_of(message: ResponseMessage, name: str) -> str:
    """Return the custom id of the star button beside a name."""
    return str(dict(_stars(message))[name]["custom_id"])


def told_beside(result: InteractionResult) -> ResponseMessage:
    """Return what a press on a star tells its member alone, which offers to take the star back."""
    (message,) = [*result.followups] or [ephemeral_message(result)]
    assert message.ephemeral
    assert [*buttons_on(message)] == ["Take it back"]
    return message


async def take_back(
    by: MemberActor | UserHandle, card: ResponseMessage, name: str
) -> ResponseMessage:
    """Let a member press a star of theirs, and take it back; return what tells them so."""
    message = told_beside(await by.click(card, custom_id=star_of(card, name)))
    assert f"**{name}** is one of your favourites." in text_of(message)
    await by.click(message, label="Take it back")
    assert f"**{name}** is no longer one of your favourites." in text_of(message)
    return message


def _stars(message: ResponseMessage) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in walk_components(message.components):
        if part["type"] == ComponentType.SECTION:
            text = part["components"][0]["content"]
            for name in re.findall(r"^## (?:\S+ )?(\S+)$", text, re.MULTILINE):
                yield name.replace("\\", ""), part["accessory"]
