"""The one place where errors end: the member gets a reply, the log gets the cause."""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.interactions.codec import OutdatedComponentError
from bot.runtime.log import error_summary
from bot.runtime.request_context import Outcome, Request, current_request
from bot.services.concurrency import BusyError, ImpatientError, LimitError
from bot.store.errors import StoreBusyError, StoreError
from model.domain.errors import InputError, UserFacingError

_ALREADY_ACKNOWLEDGED = 40060
"""Discord's code for an interaction that has a response, such as one that seemed lost."""
_INVALID_WEBHOOK_TOKEN = 50027
"""Its code for an interaction that is older than fifteen minutes."""
_MISSING_ACCESS, _MISSING_PERMISSIONS = 50001, 50013

_log = logging.getLogger(__name__)


_OUTCOMES: Mapping[type[BaseException], Outcome] = {
    InputError: Outcome.REFUSED,
    BusyError: Outcome.BUSY,
    ImpatientError: Outcome.RATE_LIMITED,
    LimitError: Outcome.TIMEOUT,
    StoreError: Outcome.DATABASE_ERROR,
    OutdatedComponentError: Outcome.OUTDATED,
    app_commands.CommandNotFound: Outcome.OUTDATED,
    app_commands.CommandSignatureMismatch: Outcome.OUTDATED,
}
"""Subclasses come before their base classes."""


async def handle_error(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Record the outcome, log the error unless the member caused it, and reply to the member."""
    cause = _cause(error)
    request = current_request() or Request(_label(interaction))
    request.outcome = _outcome(interaction, cause)
    if _is_expired(cause):
        _log.warning(
            "Request %s is over for Discord: %s", _label(interaction), error_summary(cause)
        )
        return
    _ = translator_for_user(interaction)
    message = _expected_message(interaction, cause, _)
    if message is None:
        _log_failure(interaction, cause, request.id)
        message = _(
            "Sorry, something went wrong on my end. It’s not your fault. Try again, and if it "
            "keeps happening, give this code to the bot’s owner: `{incident}`",
            incident=request.id,
        )
    await reply_ephemeral(interaction, message)


async def reply_ephemeral(interaction: discord.Interaction[Any], text: str) -> None:
    """Send a text to the member alone, whatever the interaction is; this never raises."""
    try:
        if interaction.type is discord.InteractionType.autocomplete:
            if not interaction.response.is_done():
                await interaction.response.autocomplete([])
        elif interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except Exception as error:  # noqa: BLE001 - there is no other way left to reply
        _log.warning(
            "Request %s could not be answered: %s", _label(interaction), error_summary(error)
        )


def _cause(error: BaseException) -> BaseException:
    wrapped = isinstance(error, app_commands.TransformerError | app_commands.CommandInvokeError)
    return error.__cause__ if wrapped and error.__cause__ is not None else error


def _label(interaction: discord.Interaction) -> str:
    command = interaction.command
    return f"/{command.qualified_name}" if command is not None else interaction.type.name


def _outcome(interaction: discord.Interaction, cause: BaseException) -> Outcome:
    if _lacks_permissions(interaction, cause):
        return Outcome.FORBIDDEN
    outcomes = (outcome for error, outcome in _OUTCOMES.items() if isinstance(cause, error))
    return next(outcomes, Outcome.FAILED)


def _is_expired(error: BaseException) -> bool:
    """Whether Discord accepts no response any more: there is one, it is late, or all is deleted."""
    codes = {_ALREADY_ACKNOWLEDGED, _INVALID_WEBHOOK_TOKEN}
    return isinstance(error, discord.NotFound) or (
        isinstance(error, discord.HTTPException) and error.code in codes
    )


def _expected_message(
    interaction: discord.Interaction, cause: BaseException, _: Translator
) -> str | None:
    """Return the reply to an error that is no bug, or None; log those that the host can fix."""
    match cause:
        case StoreError():
            _log.warning("%s: %s", cause, error_summary(cause.__cause__))
            return _store_message(cause, _)
        case UserFacingError():
            return _.error_message(cause)
        case OutdatedComponentError():
            return _(
                "This button is from an older version of me. Use the command again for a new one."
            )
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return _(
                "This command has changed. Restart Discord or wait a minute, then type it again."
            )
        case _ if _lacks_permissions(interaction, cause):
            _log.warning(
                "Request %s lacks permissions to respond: %s",
                _label(interaction),
                error_summary(cause),
            )
            return _missing_permissions_message(interaction, _)
        case _:
            return None


def _store_message(error: StoreError, _: Translator) -> str:
    """Say what a member can do; what the error itself says is for the host."""
    if isinstance(error, StoreBusyError):
        return _("I can’t reach your favourites right now. Try again in a moment.")
    return _(
        "I can’t reach your favourites right now, so nothing has changed. Try again later. "
        "If it keeps failing, tell the bot’s owner."
    )


def _log_failure(interaction: discord.Interaction, cause: BaseException, incident: str) -> None:
    """Log a failure, without a traceback if the network or Discord's load is the cause."""
    label = _label(interaction)
    match cause:
        case (
            aiohttp.ClientError()
            | discord.DiscordServerError()
            | discord.HTTPException(status=HTTPStatus.TOO_MANY_REQUESTS)
        ):
            _log.error("Request %s failed [%s]: %s", label, incident, error_summary(cause))
        case _:
            _log.error("Request %s failed [%s]", label, incident, exc_info=cause)


def _lacks_permissions(interaction: discord.Interaction, error: BaseException) -> bool:
    """Whether Discord refused because of the permissions of the bot, a member of the server.

    Where only the asking member has brought it along, it is none.
    """
    codes = {_MISSING_ACCESS, _MISSING_PERMISSIONS}
    is_refused = isinstance(error, discord.Forbidden) and error.code in codes
    is_member = interaction.is_guild_integration() or not interaction.is_user_integration()
    return is_refused and interaction.guild_id is not None and is_member


def _missing_permissions_message(interaction: discord.Interaction, _: Translator) -> str:
    """Name the permissions that are missing in the channel.

    Discord does not say which one it refused for. So these are the ones that the interaction says
    the bot lacks; if it lacks none, all that a response can need.
    """
    needed = dict(_needed_permissions(interaction, _))
    missing = [name for name, granted in needed.items() if not granted] or list(needed)
    return _(
        "Discord won’t let me answer here. Ask the server’s managers to give me these permissions "
        "in this channel: {permissions}.",
        permissions=", ".join(f"**{name}**" for name in missing),
    )


def _needed_permissions(
    interaction: discord.Interaction, _: Translator
) -> Iterator[tuple[str, bool]]:
    """Yield what a response can need, as Discord's settings call it, and whether it is granted."""
    granted = interaction.app_permissions
    yield _("View Channel"), granted.view_channel
    if isinstance(interaction.channel, discord.Thread):
        yield _("Send Messages in Threads"), granted.send_messages_in_threads
    else:
        yield _("Send Messages"), granted.send_messages
    yield _("Embed Links"), granted.embed_links
    yield _("Attach Files"), granted.attach_files
