"""Commands of our own, run to their end."""

import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - subprocess's options
    """Run a command, in the repository unless told otherwise; return its exit code and output."""
    options = {"cwd": ROOT, **options}
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # noqa: S603 - our own commands


def modules_loaded_by(code: str) -> set[str]:
    """Run Python code in the repository, and return the modules that are loaded at its end."""
    done = run(sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())
