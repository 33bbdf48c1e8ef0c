"""The one place where errors end: the member gets an answer, the log gets the cause."""

import logging

import discord
from discord import app_commands

from bot.commands.permissions import is_missing, told_missing
from bot.commands.tongue import for_member
from bot.commands.transit import is_over, is_transit
from bot.favourites.errors import StoreError
from bot.limits import BusyError, LimitError
from bot.log import named
from bot.request import Outcome, Request, current
from bot.words.words import Words
from model.errors import InputError
from model.messages import MessageError

_log = logging.getLogger(__name__)


class StaleError(Exception):
    """A button that was pressed carries what this version cannot read."""


async def answer_error(interaction: discord.Interaction, error: Exception) -> None:
    """Answer a member whose request raised an error, and log it unless it was foreseen."""
    cause = _cause(error)
    request = current() or Request(_label(interaction))
    request.outcome = _outcome(cause)
    if is_over(cause):
        _log.warning("Request %s is over for Discord: %s", _label(interaction), named(cause))
        return
    words = for_member(interaction)
    told = _foreseen(cause, words)
    if is_missing(interaction, cause):
        request.outcome = Outcome.FORBIDDEN
        _log.warning("Request %s was not let answer: %s", _label(interaction), named(cause))
        told = told_missing(interaction, words)
    if told is None:
        incident = request.id
        if is_transit(cause):
            _log.error("Request %s failed [%s]: %s", _label(interaction), incident, named(cause))
        else:
            _log.error("Request %s failed [%s]", _label(interaction), incident, exc_info=cause)
        told = words(
            "Something broke on my side; it is nothing that you did. Try again, and if it happens "
            "again, tell whoever runs me this code: `{incident}`",
            incident=incident,
        )
    await tell(interaction, told)


async def tell(interaction: discord.Interaction, text: str) -> None:
    """Say something to one member alone, whatever the request was; it never raises."""
    try:
        if interaction.type is discord.InteractionType.autocomplete:
            if not interaction.response.is_done():
                await interaction.response.autocomplete([])
        elif interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except Exception as error:  # noqa: BLE001 - the last stop: nobody is left to answer
        _log.warning("Request %s could not be answered: %s", _label(interaction), named(error))


def _cause(error: BaseException) -> BaseException:
    wrapped = isinstance(error, app_commands.TransformerError | app_commands.CommandInvokeError)
    return error.__cause__ if wrapped and error.__cause__ is not None else error


def _foreseen(cause: BaseException, words: Words) -> str | None:
    match cause:
        case StoreError():
            _log.warning("%s: %r", cause, cause.__cause__)
            return words.error(cause)
        case MessageError():
            return words.error(cause)
        case StaleError():
            return words("This button is from an older Nomen. Use /name again for a fresh one.")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return words(
                "This command has changed. Restart Discord or wait a minute, then type it again."
            )
        case _:
            return None


def _outcome(cause: BaseException) -> Outcome:
    match cause:
        case InputError():
            return Outcome.REFUSED
        case BusyError():
            return Outcome.BUSY
        case LimitError():
            return Outcome.LATE
        case StoreError():
            return Outcome.STORE
        case (
            StaleError() | app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch()
        ):
            return Outcome.STALE
        case _:
            return Outcome.FAILED


def _label(interaction: discord.Interaction) -> str:
    command = interaction.command
    return f"/{command.qualified_name}" if command is not None else interaction.type.name
