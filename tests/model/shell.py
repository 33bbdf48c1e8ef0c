"""Runs the commands of `python -m model`."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from model.cli import main


@dataclass(frozen=True, slots=True)
class Shell:
    """A shell, and what stands in it."""

    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> str:
        """Run a command that succeeds, and return what it prints."""
        assert main(arguments) == 0
        return self.capsys.readouterr().out

    def json(self, *arguments: str) -> Any:  # noqa: ANN401 - JSON
        """Run a command that succeeds, and return the JSON that it prints."""
        return json.loads(self.run(*arguments, "--json"))

    def json_lines(self, *arguments: str) -> list[Any]:
        """Run a command that succeeds, and return the JSON of each line that it prints."""
        return [json.loads(line) for line in self.run(*arguments, "--json").splitlines()]

    def error(self, *arguments: str) -> str:
        """Run a command that fails, and return its error, one line."""
        assert main(arguments) == 2
        return self._only_error()

    def usage_error(self, *arguments: str) -> str:
        """Run a command with arguments that it does not have, and return its error, one line."""
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
        return self._only_error()

    def _only_error(self) -> str:
        out, err = self.capsys.readouterr()
        assert out == ""
        assert err.count("\n") == 1
        return err
