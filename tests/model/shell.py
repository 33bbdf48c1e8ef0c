"""Runs the commands of `python -m model`."""

import pytest

from model.__main__ import main

SUGGESTION_FIELDS = ("novel", "nearest", "distance", "abroad", "kind", "bearing")
"""The last fields of a name in JSON."""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that succeeds, and return what it prints."""
    assert main(arguments) == 0
    return capsys.readouterr().out


def error_message(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that fails, and return its error, one line."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err
