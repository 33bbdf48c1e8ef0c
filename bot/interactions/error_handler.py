"""The one place where errors end: the member gets an answer, the log gets the cause."""

import logging
from collections.abc import Iterator

import aiohttp
import discord
from discord import app_commands

from bot.favourites.errors import StoreError
from bot.i18n.discord_locale import translator_for_user
from bot.i18n.translator import Translator
from bot.runtime.log import named
from bot.runtime.request_context import Outcome, Request, current
from bot.services.concurrency import BusyError, LimitError
from model.domain.errors import InputError, UserFacingError

_log = logging.getLogger(__name__)


class OutdatedComponentError(Exception):
    """A button that was pressed carries what this version cannot read."""


async def handle_error(interaction: discord.Interaction, error: Exception) -> None:
    """Answer a member whose request raised an error, and log it unless it was foreseen."""
    cause = _cause(error)
    request = current() or Request(_label(interaction))
    request.outcome = _outcome(cause)
    if is_expired(cause):
        _log.warning("Request %s is over for Discord: %s", _label(interaction), named(cause))
        return
    _ = translator_for_user(interaction)
    told = _foreseen(cause, _)
    if is_missing(interaction, cause):
        request.outcome = Outcome.FORBIDDEN
        _log.warning("Request %s was not let answer: %s", _label(interaction), named(cause))
        told = told_missing(interaction, _)
    if told is None:
        incident = request.id
        if is_network_failure(cause):
            _log.error("Request %s failed [%s]: %s", _label(interaction), incident, named(cause))
        else:
            _log.error("Request %s failed [%s]", _label(interaction), incident, exc_info=cause)
        told = _(
            "Something broke on my side; it is nothing that you did. Try again, and if it happens "
            "again, tell whoever runs me this code: `{incident}`",
            incident=incident,
        )
    await reply_ephemeral(interaction, told)


async def reply_ephemeral(interaction: discord.Interaction, text: str) -> None:
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


def _foreseen(cause: BaseException, _: Translator) -> str | None:
    match cause:
        case StoreError():
            _log.warning("%s: %r", cause, cause.__cause__)
            return _.error(cause)
        case UserFacingError():
            return _.error(cause)
        case OutdatedComponentError():
            return _("This button is from an older Nomen. Use /name again for a fresh one.")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return _(
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
            return Outcome.TIMEOUT
        case StoreError():
            return Outcome.DATABASE_ERROR
        case (
            OutdatedComponentError()
            | app_commands.CommandNotFound()
            | app_commands.CommandSignatureMismatch()
        ):
            return Outcome.OUTDATED
        case _:
            return Outcome.FAILED


def _label(interaction: discord.Interaction) -> str:
    command = interaction.command
    return f"/{command.qualified_name}" if command is not None else interaction.type.name


_ANSWERED = 40060
"""Discord's code for an interaction that has been answered, such as by an attempt thought lost."""
_EXPIRED = 50027
"""Its code for a token that is older than fifteen minutes."""
_TOO_MANY = 429


def is_expired(error: BaseException) -> bool:
    """Whether Discord takes no answer any more: there is one, it came too late, or all is gone."""
    match error:
        case discord.NotFound():
            return True
        case discord.HTTPException(code=code):
            return code in {_ANSWERED, _EXPIRED}
        case _:
            return False


def is_network_failure(error: BaseException) -> bool:
    """Whether the answer was as it should be, and broke or crowded lines kept it from Discord."""
    match error:
        case aiohttp.ClientError() | discord.DiscordServerError():
            return True
        case discord.HTTPException(status=status):
            return status == _TOO_MANY
        case _:
            return False


MISSING_ACCESS, MISSING_PERMISSIONS = 50001, 50013


def is_missing(interaction: discord.Interaction, error: BaseException) -> bool:
    """Whether Discord refused something because the bot, a member there, may not do it."""
    codes = {MISSING_ACCESS, MISSING_PERMISSIONS}
    guild = interaction.client.get_guild(interaction.guild_id or 0)
    return isinstance(error, discord.Forbidden) and error.code in codes and guild is not None


def told_missing(interaction: discord.Interaction, _: Translator) -> str:
    """Say which permission is missing where a request was made, as far as can be known.

    Discord does not say for which of them it refused. Those that it said beforehand that the bot
    lacks are named; where it lacks none, all that an answer can want.
    """
    wanted = [*_wanted(interaction, _)]
    names = [name for name, had in wanted if not had] or list(dict(wanted))
    return _(
        "Discord does not let me answer here. Ask whoever looks after this server to allow me, in "
        "this channel: {permissions}.",
        permissions=", ".join(f"**{name}**" for name in names),
    )


def _wanted(interaction: discord.Interaction, _: Translator) -> Iterator[tuple[str, bool]]:
    """What an answer can want, by the names that Discord shows, and whether the bot has it."""
    has = interaction.app_permissions
    yield _("View Channel"), has.view_channel
    if isinstance(interaction.channel, discord.Thread):
        yield _("Send Messages in Threads"), has.send_messages_in_threads
    else:
        yield _("Send Messages"), has.send_messages
    yield _("Embed Links"), has.embed_links
    yield _("Attach Files"), has.attach_files
