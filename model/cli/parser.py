"""What the commands share: a parser that refuses in one line, and JSON."""

import argparse
import json
from collections.abc import Callable, Iterator
from typing import NoReturn, TypeAlias

UNUSABLE = 2
"""Exit code for what cannot be used."""

Run = Callable[[argparse.Namespace], Iterator[str]]
"""Does what was asked and yields the lines of the answer; raises InputError for what cannot be."""


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one line, as everything here does."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to read what is right."""
        self.exit(UNUSABLE, f"{message}; see {self.prog} --help\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - see below
"""Where a command adds its parser; argparse has no public name for it."""


def as_json(value: object) -> str:
    """Write a value as JSON on one line, letters as they are."""
    return json.dumps(value, ensure_ascii=False)
