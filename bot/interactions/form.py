"""Buttons that open a form: a few questions at once, whose answers are used when it is sent off.

Like a button, a form holds all its state in its custom id, so that it outlives the process. A
subclass of `FormButton` says what is asked, what stands there at first, and what is done with the
answers; it is registered like any other button, and in nothing else. Where the answers will not
do, `submit` raises an `InputError`: the member reads it above a button that opens the form as it
was filled in.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.cards.labels import flag
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenClient, NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.error_handler import handle_error
from bot.interactions.persistent_button import PersistentButton, PersistentItem
from model.domain.countries import UnknownCountryError, countries
from model.domain.errors import UserFacingError

Answers = Mapping[str, str]
"""What was typed or chosen, by the field's key; nothing typed is empty."""
_SEPARATOR = "/"
"""Before each answer that a custom id holds; it is in no name, so answers do without it."""


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


class FormButton(PersistentButton):
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
    def first_answers(cls, payload: str) -> Answers:
        """Return what stands in each field at first.

        Raises:
            OutdatedComponentError: this version sends no such payload.
        """

    @classmethod
    @abstractmethod
    async def submit(cls, interaction: NomenInteraction, payload: str, answers: Answers) -> None:
        """Respond to the answers.

        Raises:
            OutdatedComponentError: this version sends no such payload.
            UserFacingError: the answers will not do, or not now.
        """

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Open the form."""
        filled: Answers = {}
        if payload.startswith(_SEPARATOR):
            payload, filled = self._decode(payload)
        answers = {**self.first_answers(payload), **filled}
        _ = translator_for_user(interaction)
        form = ui.Modal(title=self.title(_), custom_id=f"{self.kind}:{payload}")
        for each in self.fields:
            form.add_item(each.to_item(_, answers[each.key]))
        form.stop()  # discord.py would keep it for ever
        await interaction.response.send_modal(form)

    @classmethod
    def reopening(
        cls, _: Translator, payload: str, answers: Answers, error: Exception
    ) -> Iterator[Self]:
        """Yield buttons that open the form as it was filled in, or else as it was at first.

        The first ones have a country in it that may have been meant, if the error is about one.
        """
        if isinstance(error, UnknownCountryError):
            for country in error.nearest:
                keys = [each.key for each in cls.fields if isinstance(each, CountryField)]
                filled = cls._encode(payload, {**answers, **dict.fromkeys(keys, country.code)})
                if filled is not None:
                    label = _.country_name(country.code)
                    yield cls.create(filled, label=label, emoji=flag(country.code))
        yield cls.create(cls._encode(payload, answers) or payload, label=_("Change it"), emoji="✏️")

    @classmethod
    def _encode(cls, payload: str, answers: Answers) -> str | None:
        """Return a payload that holds answers; None where a custom id has no room for them."""
        typed = [answers[each.key].replace(_SEPARATOR, "") for each in cls.fields]
        filled = _SEPARATOR.join(["", *typed, payload])
        return filled if cls.has_room_for(filled) else None

    @classmethod
    def _decode(cls, filled: str) -> tuple[str, Answers]:
        """Return the payload and the answers that a button holds."""
        parts = filled.removeprefix(_SEPARATOR).split(_SEPARATOR, len(cls.fields))
        if len(parts) <= len(cls.fields):
            raise OutdatedComponentError
        *typed, payload = parts
        return payload, cls._checked(dict(zip(cls._keys(), typed, strict=True)))

    @classmethod
    def _keys(cls) -> list[str]:
        return [each.key for each in cls.fields]

    @classmethod
    def _checked(cls, answers: Answers) -> Answers:
        """Return answers to all fields that Discord lets a member give."""
        if [*answers] != cls._keys() or not all(
            each.accepts(answers[each.key]) for each in cls.fields
        ):
            raise OutdatedComponentError
        return answers

    @classmethod
    def read(cls, interaction: NomenInteraction) -> tuple[str, Answers]:
        """Return the payload of a form that was sent off, and its answers.

        Raises:
            OutdatedComponentError: this version sends no such form.
        """
        data: Any = interaction.data
        payload = cls.payload_of(data["custom_id"]) or ""
        return payload, cls._checked(dict(_read_answers(data["components"])))


def _read_answers(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        match component.get("component"):
            case {"custom_id": str(key), "value": str(typed)}:
                yield key, typed
            case {"custom_id": str(key), "values": [str(chosen)]}:
                yield key, chosen


def _form_of(
    interaction: discord.Interaction[Any], items: Sequence[type[PersistentItem[Any]]]
) -> type[FormButton] | None:
    data: Any = interaction.data
    return next(
        (
            item
            for item in items
            if issubclass(item, FormButton) and item.payload_of(data["custom_id"]) is not None
        ),
        None,
    )


async def answer_form(
    interaction: discord.Interaction[Any], items: Sequence[type[PersistentItem[Any]]]
) -> None:
    """Respond to a form that was sent off, if it is that; discord.py knows none that it keeps."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    form = _form_of(interaction, items)
    client: NomenClient = interaction.client
    kind = "unknown" if form is None else form.kind
    if not await client.middleware.admit(interaction, f"form {kind}"):
        return
    try:
        await _submit(form, interaction)
    except Exception as error:  # noqa: BLE001 - all errors end in the error handler
        await handle_error(interaction, error)


async def _submit(form: type[FormButton] | None, interaction: NomenInteraction) -> None:
    if form is None:
        raise OutdatedComponentError
    await form.submit(interaction, *form.read(interaction))


def reopening_buttons(
    interaction: NomenInteraction, error: Exception, items: Sequence[type[PersistentItem[Any]]]
) -> Sequence[PersistentButton]:
    """Return buttons that open a form as it was filled in, if an error is about its answers."""
    is_form = interaction.type is discord.InteractionType.modal_submit
    form = _form_of(interaction, items) if is_form else None
    if form is None or not isinstance(error, UserFacingError):
        return []
    return [*form.reopening(translator_for_user(interaction), *form.read(interaction), error)]
