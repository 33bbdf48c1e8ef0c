"""Administration commands of `python -m bot`, each of which imports no more than it needs."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.runtime.exit_codes import ExitCode
from bot.runtime.settings import Settings

COMMANDS = frozenset({"backup", "restore", "check"})


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the subcommands to the parser."""
    backup = commands.add_parser("backup", help="copy the database while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy, which must not be there")
    backup.add_argument("--force", action="store_true", help="replace the file if it is there")
    restore = commands.add_parser("restore", help="put a backup in the database's place")
    restore.add_argument("file", type=Path, metavar="FILE", help="the backup; it is only read")
    restore.add_argument(
        "--forget-deletions",
        action="store_true",
        help="go on even if the database is too damaged to tell what members have had deleted",
    )
    check = commands.add_parser("check", help="see that all is there that the bot needs")
    check.add_argument(
        "--quick", action="store_true", help="ask the running bot on NOMEN_METRICS_PORT instead"
    )


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
    from bot.admin.backup_commands import run_backup, run_restore  # noqa: PLC0415 - only these need it
    from bot.favourites.errors import StoreError  # noqa: PLC0415 - as above

    try:
        if arguments.command == "backup":
            run_backup(arguments.file, settings, replace=arguments.force)
        else:
            run_restore(arguments.file, settings, forget_deletions=arguments.forget_deletions)
    except StoreError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line's output
        return ExitCode.UNUSABLE_DATABASE
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

    healthy, message = probe(settings.metrics_port)
    print(message, file=sys.stdout if healthy else sys.stderr)
    return ExitCode.OK if healthy else ExitCode.CHECK_FAILED
