"""Buttons that open a form: a few questions at once, whose answers are used when it is sent off.

Like a button, a form holds all its state in its custom id, so that it outlives the process. A
subclass of `FormButton` says what is asked, what stands there at first, and what is done with the
answers; it is registered like any other button, and in nothing else.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

import discord
from discord import ui

from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.codec import OutdatedComponentError, decode
from bot.interactions.errors import handle_error
from bot.interactions.items import Button, Item
from bot.interactions.rate_limit import Bucket
from model.domain.countries import countries

P = TypeVar("P")

Answers = Mapping[str, str]
"""What was typed or chosen, by the field's key; nothing typed is empty."""


@dataclass(frozen=True, slots=True)
class Field:
    """A question of a form: a line to type, or one of a few choices.

    Attributes:
        key: of its answer.
        label: what is asked, in English; 45 characters at most in any language.
        hint: more about it, likewise; 100 characters at most, or empty.
        max_length: characters of what is typed.
        choices: the labels of the values to choose from; if there are none, it is a line to type.
    """

    key: str
    label: str
    hint: str = ""
    max_length: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)

    def accepts(self, answer: str) -> bool:
        """Return whether Discord lets a member answer that."""
        return answer in self.choices if self.choices else len(answer) <= self.max_length

    def to_item(self, _: Translator, answer: str) -> ui.Label[Any]:
        """Lay it out, with an answer to begin with."""
        question: ui.Select[Any] | ui.TextInput[Any]
        if self.choices:
            options = [
                discord.SelectOption(label=_(label), value=value, default=value == answer)
                for value, label in self.choices.items()
            ]
            question = ui.Select(custom_id=self.key, options=options)
        else:
            question = ui.TextInput(
                custom_id=self.key, default=answer, max_length=self.max_length, required=False
            )
        return ui.Label(text=_(self.label), description=_(self.hint) or None, component=question)


class CountryField(Field):
    """A country, which stands there by its name if its code is known."""

    def to_item(self, _: Translator, answer: str) -> ui.Label[Any]:
        """Lay it out."""
        return Field.to_item(self, _, _.country_name(answer) if answer in countries() else answer)


class FormButton(Button[P], bucket=Bucket.BUTTON):
    """A button that opens a form; its payload says what the form is about.

    Attributes:
        fields: what is asked; five at most.
    """

    fields: ClassVar[Sequence[Field]]

    @classmethod
    @abstractmethod
    def title(cls, _: Translator) -> str:
        """Return what stands above the questions; 45 characters at most in any language."""

    @classmethod
    @abstractmethod
    async def first_answers(cls, interaction: NomenInteraction, payload: P) -> Answers:
        """Return what stands in each field at first."""

    @classmethod
    @abstractmethod
    async def submit(cls, interaction: NomenInteraction, payload: P, answers: Answers) -> None:
        """Respond to the answers.

        Raises:
            UserFacingError: the answers will not do, or not now.
        """

    async def press(self, interaction: NomenInteraction, payload: P) -> None:
        """Open the form."""
        answers = await self.first_answers(interaction, payload)
        _ = translator_for_user(interaction)
        form = ui.Modal(title=self.title(_), custom_id=self.custom_id_of(payload))
        for each in self.fields:
            form.add_item(each.to_item(_, answers[each.key]))
        form.stop()  # discord.py would keep it for ever
        await interaction.response.send_modal(form)

    @classmethod
    async def answer(cls, interaction: NomenInteraction) -> None:
        """Respond to a form that was sent off.

        Raises:
            OutdatedComponentError: this version sends no such form.
        """
        data: Any = interaction.data
        answers = dict(_read_answers(data["components"]))
        if [*answers] != [each.key for each in cls.fields] or not all(
            each.accepts(answers[each.key]) for each in cls.fields
        ):
            raise OutdatedComponentError
        payload = decode(cls.payload, cls.text_in(data["custom_id"]) or "")
        await cls.submit(interaction, payload, answers)


def _read_answers(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        match component.get("component"):
            case {"custom_id": str(key), "value": str(typed)}:
                yield key, typed
            case {"custom_id": str(key), "values": [str(chosen)]}:
                yield key, chosen


async def answer_form(
    interaction: discord.Interaction[Any], items: Sequence[type[Item[Any, Any]]]
) -> None:
    """Respond to a form that was sent off, if it is that; discord.py knows none that it keeps."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data: Any = interaction.data
    forms = (item for item in items if issubclass(item, FormButton))
    form = next((form for form in forms if form.text_in(data["custom_id"]) is not None), None)
    client: NomenClient = interaction.client
    kind = "unknown" if form is None else form.kind
    if not await client.guard.admit(interaction, f"form {kind}", Bucket.INFERENCE):
        return
    if form is None:
        await handle_error(interaction, OutdatedComponentError())
        return
    try:
        await form.answer(interaction)
    except Exception as error:  # noqa: BLE001 - all errors end there
        await handle_error(interaction, error)
