"""Buttons that know all they need by their own id, so that nothing is remembered for them."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar, Self, cast

import discord
from discord import ui

from bot.interactions.client import NomenClient
from bot.interactions.error_handler import OutdatedComponentError, handle_error


class PersistentButton(ui.DynamicItem[ui.Button[Any]], ABC, template=r"(?!)"):
    """A button whose id is its kind, a colon, and the payload that it carries.

    A subclass names its kind and says what a press does; doorway and error funnel are seen to here.

    Attributes:
        kind: what tells this button from others; it stands in messages already sent, so it stays.
    """

    kind: ClassVar[str]

    def __init_subclass__(cls, *, kind: str) -> None:
        super().__init_subclass__(template=re.compile(rf"{kind}:(?P<payload>.*)", re.DOTALL))
        cls.kind = kind

    @classmethod
    def with_payload(
        cls,
        payload: str,
        *,
        label: str,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> Self:
        """Make one that carries a payload, which with its kind is short enough for an id."""
        return cls(
            ui.Button(
                custom_id=f"{cls.kind}:{payload}",
                label=label,
                emoji=emoji,
                style=style,
                disabled=disabled,
            )
        )

    @classmethod
    def payload_of(cls, custom_id: str) -> str | None:
        """What a button of this kind carries, by its id; None if the id is another kind's."""
        kind, colon, payload = custom_id.partition(":")
        return payload if colon and kind == cls.kind else None

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], __: re.Match[str], /
    ) -> Self:
        """Stand in for a button that was pressed; `callback` reads the payload."""
        return cls(cast("ui.Button[Any]", item))  # nothing else was ever sent with such an id

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Go through the doorway."""
        client: NomenClient = interaction.client
        return await client.middleware.admit(interaction, f"button {self.kind}")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Press, and let errors end in the funnel."""
        try:
            await self.press(interaction, self.custom_id.removeprefix(f"{self.kind}:"))
        except Exception as error:  # noqa: BLE001 - the funnel is where all errors end
            await handle_error(interaction, error)

    @abstractmethod
    async def press(self, interaction: discord.Interaction[NomenClient], payload: str) -> None:
        """Do what the button is for.

        Raises:
            StaleError: the payload is none that this version writes.
        """


async def answer_stray(
    interaction: discord.Interaction, buttons: tuple[type[PersistentButton], ...]
) -> None:
    """Answer a press that discord.py finds no button for and would leave without a word.

    Its id is one that no button of this version has, or one that the message has not.
    """
    if interaction.type is not discord.InteractionType.component:
        return
    data = cast("Mapping[str, object]", interaction.data)
    pressed = str(data["custom_id"])
    known = any(pressed.startswith(f"{button.kind}:") for button in buttons)
    if not (known and _is_on(interaction.message, pressed)):
        client: NomenClient = cast("NomenClient", interaction.client)
        if await client.middleware.admit(interaction, "button unknown"):
            await handle_error(interaction, OutdatedComponentError())


def _is_on(message: discord.Message | None, custom_id: str) -> bool:
    return message is not None and any(
        getattr(part, "custom_id", None) == custom_id for part in _parts(message.components)
    )


def _parts(components: Iterable[discord.Component]) -> Iterator[discord.Component]:
    """Visit all components of a message; a layout made of them would take as long as a card."""
    for component in components:
        yield component
        yield from _parts(getattr(component, "children", ()))
        if isinstance(component, discord.SectionComponent):
            yield component.accessory
