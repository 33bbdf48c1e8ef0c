"""Gather what members read, and bring the catalogues up to date; `make words` runs this.

A text is found where the code says it: `words("…")`, `words.plural("…", "…", number)` and
`message("…")`, and in the commands' own descriptions, options and choices. New ones stand in each
`bot/i18n/catalogues/*.po` with an empty translation, those that nobody says any more are gone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from discord.app_commands import Command, Group

from tools import compile_catalogues

ROOT = Path(__file__).parent.parent
SOURCES = ("bot", "model")
SAID_BY = {"_": None, "plural": (1, 2), "gettext_noop": None}
WIDTH = 96


def phrases() -> Catalog:
    """Gather all texts, each with the files that say it."""
    found = Catalog()
    for source in SOURCES:
        for file, _, text, _, _ in extract_from_dir(
            ROOT / source, [("**.py", "python")], keywords=SAID_BY
        ):
            found.add(text, locations=[(f"{source}/{file}", 1)])
    for text, context in _of_commands():
        found.add(text, locations=[("bot/commands", 1)], context=context)
    return found


def _of_commands() -> Iterator[tuple[str, str | None]]:
    from bot.commands import COMMANDS  # noqa: PLC0415 - slow, and only this needs it

    for command in COMMANDS:
        yield from _of_command(command)


def _of_command(command: Command[Any, ..., Any] | Group) -> Iterator[tuple[str, str | None]]:
    yield command.description, None
    if isinstance(command, Group):
        for part in command.commands:
            yield from _of_command(part)
        return
    for option in command.parameters:
        yield option.name, "option"
        yield str(option.description), None
        for choice in option.choices:
            yield choice.name, None


def update(path: Path, found: Catalog) -> None:
    """Bring one catalogue up to date; what is translated stays."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(
            file,
            catalogue,
            width=WIDTH,
            include_lineno=False,
            ignore_obsolete=True,
            sort_output=True,
        )


def main() -> None:
    """Bring all catalogues up to date, and make of them what is read at run time."""
    found = phrases()
    for path in sorted((ROOT / compile_catalogues.CATALOGUES).glob("*.po")):
        update(path, found)
    compile_catalogues.make(ROOT)


if __name__ == "__main__":
    main()
