"""Buttons that use a refused command again, with a country or a name that may have been meant."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self, TypeAlias, cast

import discord
from discord import AppCommandOptionType, app_commands

from bot.cards.labels import flag
from bot.commands.countries import CountriesButton, SurpriseButton
from bot.commands.options import split_list
from bot.commands.whose import TooFewStarsError
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.client import NomenInteraction
from bot.interactions.custom_ids import OutdatedComponentError
from bot.interactions.middleware import given_options, has_type
from bot.interactions.persistent_button import PersistentButton
from model.domain.countries import Gazetteer, UnknownCountryError
from model.domain.errors import MisspeltError
from model.domain.spelling import normalise

_LEAST_LETTERS = 3
"""Letters of a word that may be a name of its own, as the "de" of a surname is not."""
_BETWEEN_LETTERS = " -'’"
"""What names are written with besides letters: others would be refused again."""


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
        commands = interaction.client.tree.walk_commands()
        command = next((each for each in commands if each.qualified_name == name), None)
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
        return f"{self.command.qualified_name}.{text}"

    def is_valid(self) -> bool:
        """Return whether members may type a text for it, each value fits and none is missing."""
        options = {option.display_name: option for option in self.command.parameters}
        return (
            (self.command.root_parent or self.command).default_permissions is None
            and any(option.type is AppCommandOptionType.string for option in options.values())
            and all(
                name in options and _fits(value, options[name].type)
                for name, value in self.values.items()
            )
            and all(name in self.values for name, option in options.items() if option.required)
        )

    def with_country(self, gazetteer: Gazetteer, typed: str, code: str) -> Self:
        """Write a country's code for what was typed, and codes for the other known countries."""
        return self._corrected(
            lambda text: _correct(gazetteer, text, typed, code), are_countries=True
        )

    def with_name(self, typed: str, meant: str) -> Self:
        """Write the name that was meant for one that was typed, in a list or alone."""
        return self._corrected(lambda text: _rename(text, typed, meant), are_countries=False)

    def _corrected(self, correct: Callable[[str], str], *, are_countries: bool) -> Self:
        """Correct the texts of all options that are countries, or of all others."""
        corrected = {
            option.display_name: correct(str(self.values[option.display_name]))
            for option in self.command.parameters
            if option.type is AppCommandOptionType.string
            and option.autocomplete is are_countries  # only countries are completed
            and option.display_name in self.values
        }
        return replace(self, values={**self.values, **corrected})

    def with_words_apart(self, typed: str) -> Iterator[Self]:
        """Take the words of a name as a name and a surname, or as names, if both may be given."""
        options = {option.display_name for option in self.command.parameters}
        name, *others = typed.split()
        if (
            others
            and all(letter.isalpha() or letter in _BETWEEN_LETTERS for letter in typed)
            and "surname" in options - self.values.keys()
            and normalise(str(self.values.get("name"))) == typed
        ):
            yield replace(self, values={**self.values, "name": name, "surname": " ".join(others)})
            if min(map(len, others)) >= _LEAST_LETTERS:
                yield replace(self, values={**self.values, "name": ", ".join([name, *others])})

    async def run(self, interaction: NomenInteraction) -> None:
        """Use the command as if the member had typed it."""
        options = [
            {"name": option.display_name, "type": option.type.value, "value": value}
            for option in self.command.parameters
            if (value := self.values.get(option.display_name)) is not None
        ]
        namespace = app_commands.Namespace(interaction, {}, cast("Any", options))
        for option in options:
            if option["type"] == AppCommandOptionType.user.value:  # comes with a command, as an id
                user = await _fetch_user(interaction, int(str(option["value"])))
                setattr(namespace, str(option["name"]), user)
        # discord.py has no public way to use a command with values of one's own.
        await self.command._invoke_with_namespace(interaction, namespace)  # noqa: SLF001


Guess: TypeAlias = tuple[CommandUse, str, str | None]
"""A use that was probably meant, its button's label and emoji."""


class RetryButton(PersistentButton, kind="retry"):
    """Uses the command in its payload."""

    async def press(self, interaction: NomenInteraction, payload: str) -> None:
        """Use the command."""
        await CommandUse.decode(interaction, payload).run(interaction)


def retry_buttons(interaction: NomenInteraction, error: Exception) -> Sequence[PersistentButton]:
    """Return a button for each country or name that may have been meant, if an error is about one.

    Where no country is near, it is the button that shows all of them; where stars are missing, one
    that invents names to star. A button whose custom id would be too long is left out: the message
    says what is meant.
    """
    _ = translator_for_user(interaction)
    match error:
        case TooFewStarsError():
            return [SurpriseButton.labelled(_)]
        case UnknownCountryError() if not error.nearest:
            return [CountriesButton.create(label=_("See all countries"), emoji="🌍")]
        case UnknownCountryError() | MisspeltError():
            use = CommandUse.of(interaction)
            return [
                RetryButton.create(guess.encode(), label=label, emoji=emoji)
                for guess, label, emoji in ([] if use is None else _guesses(_, use, error))
                if guess.is_valid() and RetryButton.has_room_for(guess.encode())
            ]
        case _:
            return []


def _guesses(
    _: Translator, use: CommandUse, error: UnknownCountryError | MisspeltError
) -> Iterator[Guess]:
    if isinstance(error, UnknownCountryError):
        for country in error.nearest:
            guess = use.with_country(_.gazetteer, error.typed, country.code)
            yield guess, _.country_name(country.code), flag(country.code)
        return
    for divided in use.with_words_apart(error.typed):
        if "surname" in divided.values:
            yield divided, _("{name}, surname {surname}", **divided.values), None
        else:
            yield divided, _("Compare {names}", names=divided.values["name"]), None
    if error.meant is not None:
        yield use.with_name(error.typed, error.meant), error.meant, None


async def _fetch_user(interaction: NomenInteraction, user_id: int) -> discord.User:
    try:
        return await interaction.client.fetch_user(user_id)
    except discord.NotFound as error:
        raise OutdatedComponentError from error


def _fits(value: str | float, option_type: AppCommandOptionType) -> bool:
    if option_type is AppCommandOptionType.user:
        return str(value).isdecimal()
    return has_type(value, option_type)


def _rename(text: str, typed: str, meant: str) -> str:
    if normalise(text) == typed:
        return meant
    return "".join(
        meant if normalise(part) == typed else part for part in re.split(r"(\s*[,;\n]\s*)", text)
    )


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
