"""`python -m bot`: run Nomen on Discord, try it in a browser, or maintain it."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dotenv import dotenv_values

from bot.admin import cli as admin
from bot.i18n.languages import languages
from bot.runtime.exit_codes import ExitCode, StartError
from bot.runtime.log import LogFormat, configure_logging
from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.private_files import UMASK, is_open_to_others
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

_log = logging.getLogger(__name__)


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a command line and return the exit code."""
    args = _parser().parse_args(argv)
    code = _dispatch(args, environ)
    if args.command == "run" and args.hold and code in HOLDING_CODES:
        _hold()
    return code


def _dispatch(args: argparse.Namespace, environ: Mapping[str, str]) -> int:
    # BLAS threads take memory per core and do not speed up matrices as small as these; on busy
    # cores they wait for each other, and a name takes ten times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    environ = {**_dotenv(DOTENV), **environ}
    try:
        if args.command in admin.COMMANDS:
            return admin.run(args, environ)
        settings = Settings.from_environment(environ)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return ExitCode.CONFIG_ERROR
    configure_logging(settings.log_level, settings.log_format)
    if args.command == "playground":
        return _playground(args.port, open_browser=args.browser, language=args.language)
    if args.command == "favourites":
        return _print_favourites(args.database or settings.database, args.guild, as_json=args.json)
    return run(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run the bot on Discord; needs DISCORD_TOKEN")
    run.add_argument(
        "--hold",
        action="store_true",
        help="if the token or a setting is wrong, wait for SIGTERM before exiting, "
        "for a supervisor that would start it again and again",
    )
    playground = commands.add_parser("playground", help="try the bot in a browser, without a token")
    playground.add_argument("--port", type=int, default=8765, help="of the page (default: 8765)")
    playground.add_argument(
        "--no-browser", dest="browser", action="store_false", help="only print the address"
    )
    playground.add_argument(
        "--language", choices=languages(), metavar="CODE", help=f"one of {', '.join(languages())}"
    )
    favourites = commands.add_parser("favourites", help="print a group's top five and counts")
    favourites.add_argument(
        "--guild", type=admin.discord_id, required=True, metavar="ID", help="of the group's server"
    )
    favourites.add_argument(
        "--database",
        type=admin.database_place,
        metavar="FILE",
        help="or the address of a PostgreSQL database; only read (default: the bot's)",
    )
    favourites.add_argument("--json", action="store_true")
    admin.add_commands(commands)
    return parser


def _dotenv(path: Path) -> dict[str, str]:
    values = dotenv_values(path, interpolate=False)
    return {key: value for key, value in values.items() if value is not None}


def run(settings: Settings) -> int:
    """Run the bot on Discord, and return the exit code."""
    if not settings.token:
        print(SETUP_HELP, file=sys.stderr)
        return ExitCode.CONFIG_ERROR
    if is_open_to_others(DOTENV):
        _log.warning("The file .env can be read by others: chmod 600 .env")
    # Imported late, so that a missing setting is reported at once and without discord.py.
    from bot.serve import serve  # noqa: PLC0415 - see above
    from bot.services.name_service import NameService  # noqa: PLC0415 - see above

    name_service = NameService.load()
    try:
        asyncio.run(serve(settings, name_service))
    except StartError as error:
        if settings.log_format is LogFormat.JSON:  # its readers cannot parse other lines
            logging.getLogger("bot").critical("%s", error)
        else:
            print(error, file=sys.stderr)
        return error.code
    finally:
        name_service.close()
    return ExitCode.OK


def _hold() -> None:
    """Wait for SIGTERM or SIGINT, also as process 1, which ignores them by default."""
    signals = {signal.SIGTERM, signal.SIGINT}
    # Before it is said: whoever reads that it waits may stop it at once.
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    print(HOLD_MESSAGE, file=sys.stderr)
    signal.sigwait(signals)


def _playground(port: int, *, open_browser: bool, language: str | None) -> int:
    from bot.playground.serve import serve  # noqa: PLC0415 - SimCord is an extra

    return serve(port, open_browser=open_browser, language=language)


def _print_favourites(database: Path | PostgresUrl, guild_id: int, *, as_json: bool) -> int:
    from bot.admin.summary import GroupSummary  # noqa: PLC0415 - only this command needs it
    from bot.favourites.errors import StoreError  # noqa: PLC0415 - as above

    try:
        summary = asyncio.run(GroupSummary.read(database, guild_id))
    except StoreError as error:
        print(error, file=sys.stderr)
        return ExitCode.UNUSABLE_DATABASE
    if as_json:
        print(json.dumps(summary.to_dict(), ensure_ascii=False))
    else:
        print(*summary.format_lines(), sep="\n")
    return ExitCode.OK


if __name__ == "__main__":
    os.umask(UMASK)
    raise SystemExit(main(sys.argv[1:], os.environ))
