"""`python -m bot`: run Nomen on Discord, try it in a browser, or maintain it."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from dotenv import dotenv_values

from bot.i18n.languages import languages
from bot.runtime.exit_codes import ExitCode, StartError
from bot.runtime.log import LogFormat, configure_logging
from bot.runtime.settings import Settings, SettingsError

SETUP_HELP = (
    "DISCORD_TOKEN is not set, so there is no bot to be on Discord.\n"
    "To try Nomen without one, in your browser: make run\n"
    'To get a token: see "Run it on Discord" in README.md.'
)
DOTENV = Path(".env")
"""The file of settings, in the folder in which the bot is started."""
HOLDING_CODES = frozenset({ExitCode.TOKEN_REJECTED, ExitCode.CONFIG_ERROR})
"""Exit codes after which another start would end in the same way."""
HOLD_MESSAGE = "Starting again would not help, so this process waits until it is stopped."
PROBE_TIMEOUT = 3.0
"""Seconds for a running bot to say how it is: more than its checks take."""
_ID_LIMIT = 2**63
"""One more than the largest id that a database can hold."""
_LOOPBACK_OF_ALL = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask a bot that listens on all

_Command = Callable[[argparse.Namespace, Settings], int]


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command line, and return the exit code."""
    arguments = _parser().parse_args(argv)
    # BLAS threads take memory per core and do not speed up matrices as small as these; on busy
    # cores they wait for each other, and a name takes ten times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        settings = Settings.from_environment({**_dotenv(DOTENV), **environ})
        run: _Command = arguments.run
        code = run(arguments, settings)
    except SettingsError as error:
        code = _fail(error, ExitCode.CONFIG_ERROR)
    if code in HOLDING_CODES and arguments.command == "run" and arguments.hold:
        _hold()
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: _Command, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text)
        command.set_defaults(run=run)
        return command

    run = add("run", _run, "run the bot on Discord; needs DISCORD_TOKEN")
    run.add_argument(
        "--hold",
        action="store_true",
        help="if the token or a setting is wrong, wait for SIGTERM before exiting, "
        "for a supervisor that would start it again and again",
    )
    run.add_argument(
        "--new", action="store_true", help="make a new database though there are backups of one"
    )
    playground = add("playground", _playground, "try the bot in a browser, without a token")
    playground.add_argument("--port", type=int, default=8765, help="of the page (default: 8765)")
    playground.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only print the address"
    )
    playground.add_argument(
        "--language", choices=languages(), metavar="CODE", help=f"one of {', '.join(languages())}"
    )
    backup = add("backup", _backup, "copy the database file while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy, which must not be there")
    restore = add("restore", _restore, "put a backup in the database file's place")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup, which is only read")
    for command in (run, restore):
        command.add_argument(
            "--without-record",
            action="store_true",
            help="go on though no deletions are recorded of this database, which may be back then",
        )
    forget = add("forget", _forget, "delete what is stored about a member or a server")
    forget.add_argument("--member", type=discord_id, metavar="ID", help="whose data to delete")
    forget.add_argument(
        "--guild", type=discord_id, metavar="ID", help="the only server in which to delete it"
    )
    export = add("export", _export, "print what is stored about a member, as JSON")
    export.add_argument("--member", type=discord_id, required=True, metavar="ID")
    check = add("check", _check, "see that all is there that the bot needs")
    check.add_argument(
        "--quick", action="store_true", help="ask the running bot on NOMEN_METRICS_PORT instead"
    )
    return parser


def discord_id(text: str) -> int:
    """Parse one of Discord's ids.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < _ID_LIMIT:
        message = f"{text!r} is no id; Discord's are whole numbers"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _of_database(run: _Command) -> _Command:
    """Make a command report what is wrong with the database."""

    def run_and_report(arguments: argparse.Namespace, settings: Settings) -> int:
        from bot.store.errors import StoreError  # noqa: PLC0415 - only these commands need the store

        try:
            return run(arguments, settings)
        except StoreError as error:
            return _fail(error, ExitCode.UNUSABLE_DATABASE)

    return run_and_report


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    configure_logging(settings.log_level, settings.log_format)
    if not settings.token:
        return _fail(SETUP_HELP, ExitCode.CONFIG_ERROR)
    # Imported late, so that a missing setting is reported at once and without discord.py.
    from bot.serve import serve  # noqa: PLC0415 - see above
    from bot.services.name_service import NameService  # noqa: PLC0415 - see above

    name_service = NameService.load()
    try:
        is_without_record = arguments.without_record
        asyncio.run(
            serve(settings, name_service, is_new=arguments.new, is_without_record=is_without_record)
        )
    except StartError as error:
        if settings.log_format is LogFormat.JSON:  # its readers cannot parse other lines
            logging.getLogger("bot").critical("%s", error)
            return error.code
        return _fail(error, error.code)
    finally:
        name_service.close()
    return ExitCode.OK


def _playground(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.playground.serve import serve  # noqa: PLC0415 - SimCord is an extra

    configure_logging(settings.log_level, settings.log_format)
    return serve(arguments.port, open_browser=arguments.browser, language=arguments.language)


@_of_database
def _backup(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.store.backups import back_up  # noqa: PLC0415 - only this command needs it

    back_up(settings.database_file, arguments.file)
    size = arguments.file.stat().st_size
    _print(f"{settings.database_file} is backed up to {arguments.file}, {size:,} bytes.")
    return ExitCode.OK


@_of_database
def _restore(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.store.backups import become_owner, restore  # noqa: PLC0415 - only this command needs it
    from bot.store.record import DeletionRecord  # noqa: PLC0415 - as above

    database = settings.database_file.resolve()  # keeps a link to it
    become_owner(database.parent)
    record = DeletionRecord(settings.backup_folder)
    kept, deleted = asyncio.run(
        restore(
            *(arguments.file, database, record, datetime.now(UTC)),
            is_without_record=arguments.without_record,
        )
    )
    _print(f"{settings.database_file} is what was backed up to {arguments.file}.")
    if kept:
        _print(f"What it was before is kept in {kept}.")
    if deleted:
        _print(f"Deleted again, as {record.path} says: {deleted:,} rows.")
    return ExitCode.OK


@_of_database
def _forget(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.store.deletion import Scope  # noqa: PLC0415 - only this command needs it
    from bot.store.store import open_store  # noqa: PLC0415 - as above

    if arguments.member is None and arguments.guild is None:
        return _fail("Whose data? Name --member, --guild or both.", ExitCode.CONFIG_ERROR)

    async def forget() -> Mapping[str, int]:
        folder = settings.backup_folder
        async with open_store(settings.database, create=False, folder=folder) as store:
            return await store.deletions.delete(Scope(arguments.member, arguments.guild))

    deleted = asyncio.run(forget())
    rows = ", ".join(f"{table} {number:,}" for table, number in deleted.items() if number)
    _print(f"Deleted, {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC: {rows or 'nothing was there'}.")
    return ExitCode.OK


@_of_database
def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.store.export import export_member  # noqa: PLC0415 - only this command needs it
    from bot.store.store import open_store  # noqa: PLC0415 - as above

    async def export() -> bytes:
        async with open_store(settings.database, create=False) as store:
            return await export_member(store.database, arguments.member)

    print(asyncio.run(export()).decode(), end="")  # noqa: T201 - a command line's output
    return ExitCode.OK


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.quick:
        return _probe(settings)
    from bot.check import run_checks  # noqa: PLC0415 - only this command needs it

    is_well = True
    for component, problem, detail in run_checks(settings):
        _print(f"{component:10}{'BAD' if problem else 'ok':5}{problem or detail}")
        is_well = is_well and not problem
    return ExitCode.OK if is_well else ExitCode.CHECK_FAILED


def _probe(settings: Settings) -> int:
    """Ask a running bot, for a container's health check, which imports as little as it can."""
    host, port = settings.metrics_host, settings.metrics_port
    if port is None:
        complaint = "NOMEN_METRICS_PORT is not set, so no bot can be asked."
        return _fail(complaint, ExitCode.CHECK_FAILED)
    connection = HTTPConnection(_LOOPBACK_OF_ALL.get(host, host), port, timeout=PROBE_TIMEOUT)
    with contextlib.closing(connection):
        try:
            connection.request("GET", "/livez")
            status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            complaint = f"Nobody answers on port {port} of {host}: {error!r}"
            return _fail(complaint, ExitCode.CHECK_FAILED)
    if status != HTTPStatus.OK:
        return _fail(f"The bot is not well: it answers {status}.", ExitCode.CHECK_FAILED)
    _print("The bot is well.")
    return ExitCode.OK


def _dotenv(path: Path) -> dict[str, str]:
    values = dotenv_values(path, interpolate=False)
    return {key: value for key, value in values.items() if value is not None}


def _hold() -> None:
    """Wait for SIGTERM or SIGINT, also as process 1, which ignores them by default."""
    signals = {signal.SIGTERM, signal.SIGINT}
    # Before it is said: whoever reads that it waits may stop it at once.
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    _fail(HOLD_MESSAGE, ExitCode.CONFIG_ERROR)
    signal.sigwait(signals)


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command line's output


def _fail(complaint: object, code: ExitCode) -> ExitCode:
    print(complaint, file=sys.stderr)  # noqa: T201 - a command line's complaint
    return code
