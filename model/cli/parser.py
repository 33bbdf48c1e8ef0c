"""Shared by the commands: a parser with one-line errors, JSON, and an error for a missing extra."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from model.domain.countries import find_country
from model.domain.errors import InputError

USAGE_ERROR = 2
"""Exit code for unusable arguments or input."""

CommandRunner = Callable[[argparse.Namespace], Iterator[str]]
"""Runs a command and yields its output line by line; raises InputError for unusable input."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with the error and a pointer to the help."""
        self.exit(USAGE_ERROR, f"{message}; see {self.prog} --help\n")


def to_json(value: object) -> str:
    """Return JSON on one line, without escaping letters."""
    return json.dumps(value, ensure_ascii=False)


def find_codes(text: str) -> tuple[str, ...]:
    """Return the codes of countries that are given with commas between them, each once.

    Raises:
        InputError: a country is unknown.
    """
    return tuple(dict.fromkeys(find_country(name.strip()).code for name in text.split(",")))


@contextmanager
def requires_train_extra(activity: str) -> Iterator[None]:
    """Explain a failed import of what the extra `train` installs.

    Raises:
        InputError: a module is missing; the message names it and the command to install it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"{activity} needs {error.name}: pip install -c constraints.txt -e '.[train]'"
        raise InputError(message) from error
