"""Buttons and lists whose custom id holds all their state, so that they outlive the process.

Each is a class with a `kind`, unique among all, and a `payload`, a frozen dataclass that the codec
writes. The feature that it belongs to says what a press does.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from types import EllipsisType
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

import discord
from discord import ui

from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.codec import (
    MAX_CUSTOM_ID_LENGTH,
    Nothing,
    OutdatedComponentError,
    decode,
    encode,
)
from bot.interactions.errors import handle_error
from bot.interactions.rate_limit import Bucket

_Item = TypeVar("_Item", ui.Button[Any], ui.Select[Any])
P = TypeVar("P")


class Item(ui.DynamicItem[_Item], ABC, Generic[_Item, P], template=r"(?!)"):
    """A button or a list whose custom id is its kind, a colon, and its payload.

    Attributes:
        component: what logs and metrics call such an item.
        kind: unique among all items.
        payload: the class of its payloads.
        bucket: by which its use is limited; None if it is not.
    """

    component: ClassVar[str]
    kind: ClassVar[str]
    payload: ClassVar[type[Any]]
    bucket: ClassVar[Bucket | None] = Bucket.INFERENCE

    def __init_subclass__(
        cls,
        *,
        kind: str | None = None,
        payload: type[Any] = Nothing,
        bucket: Bucket | EllipsisType | None = ...,
    ) -> None:
        template = "(?!)" if kind is None else rf"{kind}:(?P<payload>.*)"
        super().__init_subclass__(template=re.compile(template, re.DOTALL))
        if kind is not None:
            cls.kind, cls.payload = kind, payload
        if bucket is not ...:
            cls.bucket = bucket

    @classmethod
    def read(cls, custom_id: str) -> P | None:
        """Return the payload in a custom id; None if it is of another kind.

        Raises:
            OutdatedComponentError: no version of today writes it.
        """
        return decode(cls.payload, text) if (text := cls.text_in(custom_id)) is not None else None

    @classmethod
    def text_in(cls, custom_id: str) -> str | None:
        """Return a payload as it is written in a custom id; None if it is of another kind."""
        kind, colon, text = custom_id.partition(":")
        return text if colon and kind == cls.kind else None

    @classmethod
    def custom_id_of(cls, payload: P) -> str:
        """Return the custom id of an item."""
        custom_id = f"{cls.kind}:{encode(payload)}"
        assert len(custom_id) <= MAX_CUSTOM_ID_LENGTH, custom_id  # noqa: S101 - the types see to it
        return custom_id

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], __: re.Match[str], /
    ) -> Self:
        """Wrap an item that was used; `callback` reads its payload."""
        return cls(cast("_Item", item))  # nothing else was ever sent with such an id

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Run the guard."""
        client: NomenClient = interaction.client
        return await client.guard.admit(interaction, f"{self.component} {self.kind}", self.bucket)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Use the item, and pass any error to the one place where they end."""
        try:
            payload = decode(self.payload, self.custom_id.removeprefix(f"{self.kind}:"))
            await self.use(interaction, payload)
        except Exception as error:  # noqa: BLE001 - all errors end there
            await handle_error(interaction, error)

    @abstractmethod
    async def use(self, interaction: NomenInteraction, payload: P) -> None:
        """Respond to its use."""


class Button(Item[ui.Button[Any], P]):
    """A button; `press` responds to it."""

    component = "button"

    @classmethod
    def create(
        cls,
        payload: P,
        *,
        label: str | None = None,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> Self:
        """Create a button with a label, an emoji or both."""
        custom_id = cls.custom_id_of(payload)
        button = ui.Button[Any](
            custom_id=custom_id, label=label, emoji=emoji, style=style, disabled=disabled
        )
        return cls(button)

    async def use(self, interaction: NomenInteraction, payload: P) -> None:
        """Respond to a press."""
        await self.press(interaction, payload)

    @abstractmethod
    async def press(self, interaction: NomenInteraction, payload: P) -> None:
        """Respond to a press."""


class Select(Item[ui.Select[Any], P]):
    """A list to choose one value from; `choose` responds to it."""

    component = "select"

    @classmethod
    def create(
        cls, payload: P, *, options: Sequence[discord.SelectOption], placeholder: str
    ) -> Self:
        """Create a list of 1 to 25 options, with a text that stands there until one is chosen."""
        custom_id = cls.custom_id_of(payload)
        return cls(ui.Select(custom_id=custom_id, options=[*options], placeholder=placeholder))

    async def use(self, interaction: NomenInteraction, payload: P) -> None:
        """Respond to a choice."""
        data: Any = interaction.data
        match data.get("values"):
            case [str(value)]:
                await self.choose(interaction, payload, value)
            case _:
                raise OutdatedComponentError

    @abstractmethod
    async def choose(self, interaction: NomenInteraction, payload: P, value: str) -> None:
        """Respond to the choice of a value, which may be none of the options."""


async def answer_unknown_item(
    interaction: discord.Interaction[Any], items: Sequence[type[Item[Any, Any]]]
) -> None:
    """Answer a press that discord.py dispatches to no item and would leave unanswered.

    Either no item of this version has its custom id, or the message has no such item.
    """
    if interaction.type is not discord.InteractionType.component:
        return
    data: Any = interaction.data
    custom_id = str(data["custom_id"])
    known = any(item.text_in(custom_id) is not None for item in items)
    sent = interaction.message.components if interaction.message else ()
    handled = known and custom_id in _custom_ids(sent)
    guard = interaction.client.guard
    if not handled and await guard.admit(interaction, "button unknown", Bucket.BUTTON):
        await handle_error(interaction, OutdatedComponentError())


def _custom_ids(components: Iterable[discord.Component]) -> Iterator[str | None]:
    """Yield a message's custom ids; building a `LayoutView` would cost as much as a card."""
    for component in components:
        yield getattr(component, "custom_id", None)
        yield from _custom_ids(getattr(component, "children", ()))
        if isinstance(component, discord.SectionComponent):
            yield from _custom_ids([component.accessory])
