"""`python -m bot`: run Nomen on Discord, play with it in a browser, or look after it."""

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dotenv import dotenv_values

from bot.admin import cli as host
from bot.i18n.languages import languages
from bot.runtime.exit_codes import Exit, StartError
from bot.runtime.log import LogFormat, set_up
from bot.runtime.settings import Settings, SettingsError

HOW_TO_START = (
    "DISCORD_TOKEN is not set, so there is no bot to be on Discord.\n"
    "To try Nomen without one, in your browser: make run\n"
    'To get a token: see "Run it on Discord" in README.md.'
)

_IDS = 2**63
"""Above all ids that Discord gives out and a database holds."""


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Do what the command line says and return the exit code."""
    chosen = _parser().parse_args(arguments)
    # Threads of NumPy's linear algebra take memory for each core and help no matrix as small as
    # these; where the cores are busy they wait for each other, and a name takes ten times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    environ = {**_dotenv(Path(".env")), **environ}
    try:
        if chosen.command in host.NAMES:
            return host.run(chosen, environ)
        settings = Settings.from_environment(environ)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return Exit.NOT_SET_UP
    set_up(settings.log_level, settings.log_format)
    if chosen.command == "playground":
        return _playground(chosen.port, open_browser=chosen.browser, language=chosen.language)
    if chosen.command == "favourites":
        return _favourites(chosen.database or settings.database, chosen.guild, as_json=chosen.json)
    return _run(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="be a bot on Discord; DISCORD_TOKEN must be set")
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
        "--guild", type=_id, required=True, metavar="ID", help="of the group's server"
    )
    favourites.add_argument(
        "--database", type=Path, metavar="FILE", help="which is only read (default: the bot's)"
    )
    favourites.add_argument("--json", action="store_true")
    host.add_to(commands)
    return parser


def _id(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) < _IDS:
        message = f"{text!r} is no id; Discord's are whole numbers"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _dotenv(path: Path) -> dict[str, str]:
    values = dotenv_values(path, interpolate=False)
    return {key: value for key, value in values.items() if value is not None}


def _run(settings: Settings) -> int:
    if not settings.token:
        print(HOW_TO_START, file=sys.stderr)
        return Exit.NOT_SET_UP
    # Imported here, so that a missing setting is told at once and without Discord's library.
    from bot.app import serve  # noqa: PLC0415 - see above
    from bot.services.name_service import NameService  # noqa: PLC0415 - see above

    naming = NameService.load()
    try:
        asyncio.run(serve(settings, naming))
    except StartError as error:
        if settings.log_format is LogFormat.JSON:  # who reads it has no use for other lines
            logging.getLogger("bot").critical("%s", error)
        else:
            print(error, file=sys.stderr)
        return error.code
    finally:
        naming.close()
    return Exit.DONE


def _playground(port: int, *, open_browser: bool, language: str | None) -> int:
    from bot.playground import serve  # noqa: PLC0415 - SimCord is an extra

    return serve(port, open_browser=open_browser, language=language)


def _favourites(database: Path, guild: int, *, as_json: bool) -> int:
    from bot.admin.summary import Summary  # noqa: PLC0415 - as above
    from bot.favourites.errors import StoreError  # noqa: PLC0415 - only this command needs it

    try:
        summary = asyncio.run(Summary.of(database, guild))
    except StoreError as error:
        print(error, file=sys.stderr)
        return Exit.NO_INPUT
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        print(*summary.lines(), sep="\n")
    return Exit.DONE


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], os.environ))
