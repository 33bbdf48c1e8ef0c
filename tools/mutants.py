"""Changes single operators and constants of files that protect people, to see if a test notices.

`python -m tools.mutants [FILE ...]` has cosmic-ray run the tests that `mutants.toml` names once for
each mutant, in a copy of the repository. Survivors that `tests/survivors.tsv` lists with a reason
are expected; any other is printed, and the exit code is 1.
"""

import argparse
import csv
import json
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

CONFIG = Path(__file__).with_suffix(".toml")
EXPECTED = Path("tests/survivors.tsv")
_MEMORY = 8 << 30
"""Bytes that a process may have: a mutant that fills a list for ever would take all there are."""
_NO_BEHAVIOUR = ("@dataclass(", "*,", "def ", "async def ", "self, ")
"""How lines start that a type checker, not a test, watches."""


def survivors(file: str, tests: Sequence[str], copy: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the file, a line, and what it can be changed to without failing its tests.

    Raises:
        CalledProcessError: the tests fail without any change, or cosmic-ray does.
    """
    # Slow ones ask PostgreSQL what the others ask SQLite, by the same code.
    options = ("-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:xdist")
    command = (sys.executable, "-m", "pytest", *options, *tests)
    _run(copy, *command)
    config = CONFIG.read_text("utf-8").replace('"FILE"', json.dumps(file))
    config = config.replace('"COMMAND"', json.dumps(shlex.join(command)))
    (copy / "mutants.toml").write_text(config, "utf-8")
    (copy / "session").unlink(missing_ok=True)
    scripts = Path(sys.executable).parent
    _run(copy, scripts / "cosmic-ray", "init", "mutants.toml", "session")
    _run(copy, scripts / "cr-filter-operators", "session", "mutants.toml")
    _run(copy, scripts / "cosmic-ray", "exec", "mutants.toml", "session")
    for line in _run(copy, scripts / "cosmic-ray", "dump", "session").splitlines():
        _, result = json.loads(line)
        if result and result["worker_outcome"] == "normal" and result["test_outcome"] == "survived":
            lines = [each for each in result["diff"].splitlines() if each[:3] not in {"---", "+++"}]
            before, after = (
                " ".join(each[1:].strip() for each in lines if each.startswith(sign))
                for sign in "-+"
            )
            if not before.startswith(_NO_BEHAVIOUR):
                yield file, before, after


def _run(folder: Path, *command: str | Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own


def copy_repository(target: Path) -> None:
    """Copy what git knows, and the catalogues that were compiled."""
    listed = _run(Path(), "git", "ls-files", "-co", "--exclude-standard").splitlines()
    for path in (*map(Path, listed), *Path("bot/i18n/catalogues").glob("*.[mj]*")):
        if path.is_file():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target / path)


def main() -> int:
    """Print what survives and is not expected to."""
    subjects = tomllib.loads(CONFIG.read_text("utf-8"))["subjects"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"any of {', '.join(subjects)}")
    files = parser.parse_args().files or subjects
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))  # also of all that it starts
    with EXPECTED.open(encoding="utf-8", newline="") as table:
        rows = [*csv.DictReader(table, dialect="excel-tab")]
    expected = {(row["file"], row["before"], row["after"]) for row in rows}
    unexpected = 0
    with tempfile.TemporaryDirectory() as folder:
        copy_repository(Path(folder))
        for file in files:
            for survivor in survivors(file, subjects[file], Path(folder)):
                if survivor not in expected:
                    print(*survivor, sep="\t", flush=True)  # noqa: T201 - a command's output
                    unexpected += 1
    return int(unexpected > 0)


if __name__ == "__main__":
    sys.exit(main())
