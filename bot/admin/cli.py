"""Administration commands of `python -m bot`, each of which imports no more than it needs."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.runtime.exit_codes import ExitCode
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings, parse_database

COMMANDS = frozenset({"backup", "restore", "drill", "forget", "export", "check", "move"})

_ID_LIMIT = 2**63
"""One more than the largest id that the database can hold."""


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommands to the parser."""
    backup = commands.add_parser("backup", help="copy the database while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy, which must not be there")
    backup.add_argument("--force", action="store_true", help="replace the file if it is there")
    restore = commands.add_parser("restore", help="put a backup in the database's place")
    restore.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="the backup, which is only read; none for PostgreSQL, after its own restore",
    )
    restore.add_argument(
        "--deletions",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a record of deletions, if it is neither beside the backup nor in NOMEN_BACKUP_FOLDER",
    )
    unknown = restore.add_mutually_exclusive_group()
    unknown.add_argument(
        "--first-installation",
        action="store_true",
        help="there is no database here yet, and nobody has used the bot since the backup",
    )
    unknown.add_argument(
        "--forget-deletions",
        action="store_true",
        help="go on even if nothing tells what members have had deleted since the backup",
    )
    move = commands.add_parser("move", help="copy everything into another, empty database")
    for option, dest in (("--from", "source"), ("--to", "target")):
        move.add_argument(
            option,
            dest=dest,
            type=database_place,
            required=True,
            metavar="DATABASE",
            help="a file, or postgresql://USER@HOST/NAME",
        )
    commands.add_parser("drill", help="try whether a backup can be restored, changing nothing")
    forget = commands.add_parser("forget", help="delete what is stored about a member or a server")
    forget.add_argument("--member", type=discord_id, metavar="ID", help="whose stars to delete")
    forget.add_argument(
        "--guild", type=discord_id, metavar="ID", help="the only server in which to delete them"
    )
    export = commands.add_parser("export", help="print what is stored about a member, as JSON")
    export.add_argument("--member", type=discord_id, required=True, metavar="ID")
    check = commands.add_parser("check", help="see that all is there that the bot needs")
    check.add_argument(
        "--quick", action="store_true", help="ask the running bot on NOMEN_METRICS_PORT instead"
    )


def database_place(text: str) -> Path | PostgresUrl:
    """Parse the path of a file or the address of a PostgreSQL database.

    Raises:
        ArgumentTypeError: it is neither.
    """
    try:
        return parse_database(text)
    except ValueError as error:
        message = f"it {error}"
        raise argparse.ArgumentTypeError(message) from None


def discord_id(text: str) -> int:
    """Parse one of Discord's ids.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < _ID_LIMIT:
        message = f"{text!r} is no id; Discord's are whole numbers"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def run(arguments: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Run a command and return the exit code.

    Raises:
        SettingsError: a setting is invalid.
    """
    if arguments.command == "check" and not arguments.quick:
        return _check(environ)  # reports invalid settings itself
    settings = Settings.from_environment(environ)
    if arguments.command == "check":
        return _check_quickly(settings)
    from bot.favourites.errors import StoreError  # noqa: PLC0415 - only these commands need it

    try:
        if arguments.command == "move":
            return _move(arguments)
        if arguments.command in {"forget", "export"}:
            return _answer_request(arguments, settings)
        return _copy_database(arguments, settings)
    except StoreError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line's output
        return ExitCode.UNUSABLE_DATABASE


def _copy_database(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.admin.backup_commands import (  # noqa: PLC0415 - only these need it
        run_admission,
        run_backup,
        run_restore,
    )
    from bot.admin.drill_command import run_drill  # noqa: PLC0415 - as above
    from bot.favourites.backup.restore import UnknownDeletions  # noqa: PLC0415 - as above

    if arguments.command == "drill":
        return ExitCode.OK if run_drill(settings) else ExitCode.CHECK_FAILED
    if arguments.command == "backup":
        run_backup(arguments.file, settings, replace=arguments.force)
        return ExitCode.OK
    unknown = UnknownDeletions.REFUSE
    if arguments.first_installation:
        unknown = UnknownDeletions.FIRST_INSTALLATION
    elif arguments.forget_deletions:
        unknown = UnknownDeletions.FORGET
    if isinstance(settings.database, PostgresUrl) and arguments.file is None:
        run_admission(settings.database, settings, arguments.deletions, unknown)
    elif arguments.file is None:
        print("Which backup? Name its file.", file=sys.stderr)  # noqa: T201 - as above
        return ExitCode.CONFIG_ERROR
    else:
        run_restore(arguments.file, settings, arguments.deletions, unknown)
    return ExitCode.OK


def _move(arguments: argparse.Namespace) -> int:
    from bot.admin.move_command import run_move  # noqa: PLC0415 - only this command needs it

    run_move(arguments.source, arguments.target)
    return ExitCode.OK


def _answer_request(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.admin.personal_data import run_export, run_forget  # noqa: PLC0415 - only these need it
    from bot.favourites.models import Scope  # noqa: PLC0415 - as above

    if arguments.command == "export":
        run_export(arguments.member, settings)
        return ExitCode.OK
    if arguments.member is None and arguments.guild is None:
        print("Whose stars? Name --member, --guild or both.", file=sys.stderr)  # noqa: T201 - as above
        return ExitCode.CONFIG_ERROR
    run_forget(Scope(arguments.member, arguments.guild), settings)
    return ExitCode.OK


def _check(environ: Mapping[str, str]) -> int:
    from bot.admin.check import run_checks  # noqa: PLC0415 - only this command needs it

    ok = True
    for result in run_checks(environ):
        print(result.format_line(), flush=True)  # noqa: T201 - a command line's output
        ok = ok and result.ok
    return ExitCode.OK if ok else ExitCode.CHECK_FAILED


def _check_quickly(settings: Settings) -> int:
    from bot.admin.healthcheck import probe  # noqa: PLC0415 - only this command needs it

    healthy, message = probe(settings.metrics_host, settings.metrics_port)
    print(message, file=sys.stdout if healthy else sys.stderr)
    return ExitCode.OK if healthy else ExitCode.CHECK_FAILED
