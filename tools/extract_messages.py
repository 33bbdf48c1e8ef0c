"""Extract the messages from the source and update the catalogues; `make words` runs this.

Messages are the arguments of `_("…")`, `_.plural("…", "…", number)` and `gettext_noop("…")`, and
the commands' descriptions, options and choices. New ones are added to each
`bot/i18n/catalogues/*.po` with an empty translation; those no longer used are removed.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from discord.app_commands import Group

from tools.compile_catalogues import CATALOGUES, compile_catalogues

ROOT = Path(__file__).parent.parent
SOURCES = ("bot", "model")
KEYWORDS = {"_": None, "plural": (1, 2), "gettext_noop": None}
WIDTH = 96


def extract_messages() -> Catalog:
    """Return all messages, each with the files that use it."""
    messages = Catalog()
    for source in SOURCES:
        for file, _, text, _, _ in extract_from_dir(
            ROOT / source, [("**.py", "python")], keywords=KEYWORDS
        ):
            messages.add(text, locations=[(f"{source}/{file}", 1)])
    for text, context in _messages_of_commands():
        messages.add(text, locations=[("bot/commands", 1)], context=context)
    return messages


def _messages_of_commands() -> Iterator[tuple[str, str | None]]:
    from bot.commands import COMMANDS  # noqa: PLC0415 - slow, and only needed here

    for command in COMMANDS:
        subcommands = [*command.walk_commands()] if isinstance(command, Group) else []
        for each in (command, *subcommands):
            yield each.description, None
            for option in [] if isinstance(each, Group) else each.parameters:
                yield option.display_name, "option"
                yield str(option.description), None
                yield from ((choice.name, None) for choice in option.choices)


def update_catalogue(path: Path, messages: Catalog) -> None:
    """Update one catalogue, keeping its translations."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    catalogue.update(messages, no_fuzzy_matching=True, update_creation_date=False)
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
    """Update and compile all catalogues."""
    messages = extract_messages()
    for path in sorted((ROOT / CATALOGUES).glob("*.po")):
        update_catalogue(path, messages)
    compile_catalogues(ROOT)


if __name__ == "__main__":
    main()
