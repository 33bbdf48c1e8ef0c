from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main

Host = Callable[..., str]


@pytest.fixture(autouse=True)
def _working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def host(capsys: pytest.CaptureFixture[str]) -> Host:
    """Runs `python -m bot`, which must end with a code, and returns what it prints.

    That is an error alone where the code is one, and no error where it is 0.
    """

    def run(*arguments: str, code: int = 0, **environ: str) -> str:
        assert main(arguments, environ) == code
        printed = capsys.readouterr()
        if code:
            return printed.err or printed.out
        assert not printed.err
        return printed.out

    return run
