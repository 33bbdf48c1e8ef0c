"""The host's commands of `python -m bot`, and what each loads: no more than it needs."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.runtime.exit_codes import Exit
from bot.runtime.settings import Settings

NAMES = frozenset({"backup", "restore", "check"})


def add_to(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands to the command line."""
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


def run(chosen: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Do one of the commands and return the exit code.

    Raises:
        SettingsError: a setting that it needs cannot be used.
    """
    if chosen.command == "check" and not chosen.quick:
        return _check(environ)  # which tells of settings itself
    settings = Settings.from_environment(environ)
    if chosen.command == "check":
        return _check_quickly(settings)
    from bot.admin.backup_commands import backup_to, restore_from  # noqa: PLC0415 - only these need it

    if chosen.command == "backup":
        return backup_to(chosen.file, settings, replace=chosen.force)
    return restore_from(chosen.file, settings, forget_deletions=chosen.forget_deletions)


def _check(environ: Mapping[str, str]) -> int:
    from bot.admin.check import check  # noqa: PLC0415 - only this command needs it

    good = True
    for finding in check(environ):
        print(finding.line(), flush=True)  # noqa: T201 - a command line's work
        good = good and finding.good
    return Exit.DONE if good else Exit.FAILED


def _check_quickly(settings: Settings) -> int:
    from bot.admin.healthcheck import ask  # noqa: PLC0415 - only this command needs it

    well, told = ask(settings.metrics_port)
    print(told, file=sys.stdout if well else sys.stderr)
    return Exit.DONE if well else Exit.FAILED
