"""Extract the messages from the source and update the catalogues; `make words` runs this.

Messages are the arguments of `_("…")`, `_.plural("…", "…", number)` and `gettext_noop("…")`, and
the commands' descriptions, options and choices. New ones are added to each
`bot/i18n/catalogues/*.po` with an empty translation; those no longer used are removed.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from discord.app_commands import Group

from tools.compile_catalogues import CATALOGUES, compile_catalogues

ROOT = Path(__file__).parent.parent
SOURCES = ("bot", "model")
KEYWORDS = {"_": 1, "plural": 2, "gettext_noop": 1}
"""Functions, with how many of their first arguments are texts."""
WIDTH = 96


def extract_messages() -> Catalog:
    """Return all messages, each with the files that use it."""
    messages = Catalog()
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*.py")):
            for texts in messages_in(path.read_text("utf-8")):
                location = path.relative_to(ROOT).as_posix()
                messages.add(texts[0] if len(texts) == 1 else texts, locations=[(location, 1)])
    for text, context in _messages_of_commands():
        messages.add(text, locations=[("bot/features", 1)], context=context)
    return messages


def messages_in(source: str) -> Iterator[tuple[str, ...]]:
    """Yield the messages of a module: a text, or the singular and the plural.

    Babel finds them by tokens, and so misses those in an f-string, and a plural before a call.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in KEYWORDS:
                arguments = node.args[: KEYWORDS[name]]
                if all(isinstance(each, ast.Constant) for each in arguments):
                    yield tuple(ast.literal_eval(each) for each in arguments)


def _messages_of_commands() -> Iterator[tuple[str, str | None]]:
    from bot.features import COMMANDS  # noqa: PLC0415 - slow, and only needed here

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
