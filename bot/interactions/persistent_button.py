"""Buttons and selects whose custom id holds all their state, so that they outlive the process."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Self, TypeVar, cast

import discord
from discord import ui

from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.custom_ids import MAX_CUSTOM_ID_LENGTH, OutdatedComponentError
from bot.interactions.error_handler import handle_error

_Item = TypeVar("_Item", ui.Button[Any], ui.Select[Any])


class PersistentItem(ui.DynamicItem[_Item], ABC, template=r"(?!)"):
    """A button or a select whose custom id is its kind, a colon, and a payload.

    Subclasses name their kind and define `press`; middleware and error handler are applied here.

    Attributes:
        component: what logs and metrics call such an item.
        kind: unique among all items; messages already sent contain it, so it never changes.
    """

    component: ClassVar[str]
    kind: ClassVar[str]

    def __init_subclass__(cls, *, kind: str | None = None) -> None:
        template = "(?!)" if kind is None else rf"{kind}:(?P<payload>.*)"
        super().__init_subclass__(template=re.compile(template, re.DOTALL))
        if kind is not None:
            cls.kind = kind

    @classmethod
    def payload_of(cls, custom_id: str) -> str | None:
        """Return the payload in a custom id; None if it is of another kind."""
        kind, colon, payload = custom_id.partition(":")
        return payload if colon and kind == cls.kind else None

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], __: re.Match[str], /
    ) -> Self:
        """Wrap an item that was used; `callback` reads its payload."""
        return cls(cast("_Item", item))  # nothing else was ever sent with such an id

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Run the middleware."""
        client: NomenClient = interaction.client
        return await client.middleware.admit(interaction, f"{self.component} {self.kind}")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Use the item, and pass any error to the error handler."""
        try:
            await self.press(interaction, self.custom_id.removeprefix(f"{self.kind}:"))
        except Exception as error:  # noqa: BLE001 - all errors end in the error handler
            await handle_error(interaction, error)

    @classmethod
    def has_room_for(cls, payload: str) -> bool:
        """Return whether a custom id can hold a payload."""
        return len(f"{cls.kind}:{payload}") <= MAX_CUSTOM_ID_LENGTH and payload.isprintable()

    @abstractmethod
    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Respond to its use.

        Raises:
            OutdatedComponentError: this version sends no such payload.
        """


class PersistentButton(PersistentItem[ui.Button[Any]]):
    """A button; `press` responds to it."""

    component = "button"

    @classmethod
    def create(
        cls,
        payload: str = "",
        *,
        label: str | None = None,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> Self:
        """Create a button with a label, an emoji or both.

        Kind and payload must fit into the 100 characters of a custom id.
        """
        custom_id = f"{cls.kind}:{payload}"
        return cls(make_button(custom_id, label, emoji, style, disabled=disabled))


def make_button(
    custom_id: str,
    label: str | None = None,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    disabled: bool = False,
) -> ui.Button[Any]:
    """Create a button that leads to whatever is registered for its custom id."""
    return ui.Button(custom_id=custom_id, label=label, emoji=emoji, style=style, disabled=disabled)


class PersistentSelect(PersistentItem[ui.Select[Any]]):
    """A list to choose one value from; `choose` responds to it."""

    component = "select"

    @classmethod
    def create(
        cls, payload: str = "", *, options: Sequence[discord.SelectOption], placeholder: str
    ) -> Self:
        """Create a list of 1 to 25 options, with a text that stands there until one is chosen."""
        custom_id = f"{cls.kind}:{payload}"
        return cls(ui.Select(custom_id=custom_id, options=[*options], placeholder=placeholder))

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Respond to a choice."""
        data: Any = interaction.data
        match data.get("values"):
            case [str(value)]:
                await self.choose(interaction, payload, value)
            case _:
                raise OutdatedComponentError

    @abstractmethod
    async def choose(self, interaction: NomenInteraction, payload: str, value: str) -> None:
        """Respond to the choice of a value, which may be none of the options.

        Raises:
            OutdatedComponentError: this version sends no such payload or value.
        """


async def answer_unknown_button(
    interaction: discord.Interaction[Any], items: tuple[type[PersistentItem[Any]], ...]
) -> None:
    """Answer a press that discord.py dispatches to no button and would leave unanswered.

    Either no button of this version has its custom id, or the message has no such button.
    """
    if interaction.type is not discord.InteractionType.component:
        return
    data: Any = interaction.data
    custom_id = str(data["custom_id"])
    known = any(item.payload_of(custom_id) is not None for item in items)
    sent = interaction.message.components if interaction.message else ()
    handled = known and custom_id in _custom_ids(sent)
    if not handled and await interaction.client.middleware.admit(interaction, "button unknown"):
        await handle_error(interaction, OutdatedComponentError())


def _custom_ids(components: Iterable[discord.Component]) -> Iterator[str | None]:
    """Yield a message's custom ids; building a `LayoutView` would cost as much as a card."""
    for component in components:
        yield getattr(component, "custom_id", None)
        yield from _custom_ids(getattr(component, "children", ()))
        if isinstance(component, discord.SectionComponent):
            yield from _custom_ids([component.accessory])
