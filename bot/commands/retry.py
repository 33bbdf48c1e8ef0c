"""Buttons that use a refused command again, with a country that may have been meant."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, cast

from discord import app_commands

from bot.cards.labels import flag
from bot.commands.countries import CountriesButton
from bot.commands.options import split_list
from bot.i18n.discord_locale import translator_for_user
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.middleware import given_options, has_type
from bot.interactions.persistent_button import PersistentButton
from model.domain.countries import Gazetteer, UnknownCountryError


@dataclass(frozen=True, slots=True)
class CommandUse:
    """A command and the values given to its options, by name."""

    command: app_commands.Command[Any, ..., Any]
    values: Mapping[str, str | float]

    @classmethod
    def of(cls, interaction: NomenInteraction) -> Self | None:
        """Return what a member used, by the command itself or by the button below."""
        data: Any = interaction.data
        if isinstance(interaction.command, app_commands.Command):
            values = {option["name"]: option["value"] for option in given_options(data)}
            return cls(interaction.command, values)
        payload = RetryButton.payload_of(data.get("custom_id", ""))
        return None if payload is None else cls.decode(interaction, payload)

    @classmethod
    def decode(cls, interaction: NomenInteraction, payload: str) -> Self:
        """Decode what `encode` returned.

        Raises:
            OutdatedComponentError: it never returns this text for the commands of today.
        """
        name, _, text = payload.partition(".")
        command = interaction.client.tree.get_command(name)
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise OutdatedComponentError from error
        if not isinstance(command, app_commands.Command) or not isinstance(values, dict):
            raise OutdatedComponentError
        use = cls(command, values)
        if not use.is_valid() or use.encode() != payload:
            raise OutdatedComponentError
        return use

    def encode(self) -> str:
        """Return the command's name, a dot, and the values by the options' names as JSON."""
        text = json.dumps(self.values, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return f"{self.command.name}.{text}"

    def is_valid(self) -> bool:
        """Return whether countries are among the options, each value fits and none is missing."""
        options = {option.display_name: option for option in self.command.parameters}
        return (
            any(option.autocomplete for option in options.values())
            and all(
                name in options and has_type(value, options[name].type)
                for name, value in self.values.items()
            )
            and all(name in self.values for name, option in options.items() if option.required)
        )

    def with_guess(self, gazetteer: Gazetteer, typed: str, code: str) -> Self:
        """Write a country's code for what was typed, and codes for the other known countries."""
        corrected = {
            option.display_name: _correct(
                gazetteer, str(self.values[option.display_name]), typed, code
            )
            for option in self.command.parameters
            # Only countries are completed.
            if option.autocomplete and option.display_name in self.values
        }
        return replace(self, values={**self.values, **corrected})

    async def run(self, interaction: NomenInteraction) -> None:
        """Use the command as if the member had typed it."""
        options = [
            {"name": option.display_name, "type": option.type.value, "value": value}
            for option in self.command.parameters
            if (value := self.values.get(option.display_name)) is not None
        ]
        namespace = app_commands.Namespace(interaction, {}, cast("Any", options))
        # discord.py has no public way to use a command with values of one's own.
        await self.command._invoke_with_namespace(interaction, namespace)  # noqa: SLF001


class RetryButton(PersistentButton, kind="retry"):
    """Uses the command in its payload, for everyone to see."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Use the command."""
        await CommandUse.decode(interaction, payload).run(interaction)


def retry_buttons(interaction: NomenInteraction, error: Exception) -> Sequence[PersistentButton]:
    """Return a button for each country that may have been meant, if the error is about one.

    Where none is near, it is the button that shows all of them. A button whose custom id would be
    too long is left out: the message names the country.
    """
    if not isinstance(error, UnknownCountryError):
        return []
    if not error.nearest:
        _ = translator_for_user(interaction)
        return [CountriesButton.create(label=_("See all countries"), emoji="🌍")]
    use = CommandUse.of(interaction)
    return [] if use is None else [*_buttons(interaction, use, error)]


def _buttons(
    interaction: NomenInteraction, use: CommandUse, error: UnknownCountryError
) -> Iterator[RetryButton]:
    _ = translator_for_user(interaction)
    for country in error.nearest:
        payload = use.with_guess(_.gazetteer, error.typed, country.code).encode()
        if RetryButton.has_room_for(payload):
            label = _.country_name(country.code)
            yield RetryButton.create(payload, label=label, emoji=flag(country.code))


def _correct(gazetteer: Gazetteer, text: str, typed: str, code: str) -> str:
    if text == typed:
        return code
    parts = (code if part == typed else _code(gazetteer, part) for part in split_list(text))
    return ", ".join(parts)


def _code(gazetteer: Gazetteer, text: str) -> str:
    try:
        return gazetteer.find(text).code
    except UnknownCountryError:
        return text
