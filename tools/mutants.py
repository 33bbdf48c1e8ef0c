"""Changes single operators and constants of files that protect people, to see if a test notices.

`python -m tools.mutants [FILE ...]` runs each file's tests once for each mutant, in a copy of the
repository. Survivors that are listed with a reason in `tests/survivors.tsv` are expected; any other
is printed, and the exit code is 1.
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
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EXPECTED = Path("tests/survivors.tsv")
_CONFIG, _SESSION = "mutants.toml", "mutants.sqlite"
_TIMEOUT = 120
"""Seconds of one run of the tests; a mutant that loops for longer is killed by that."""
_MEMORY = 8 << 30
"""Bytes that a process may have: a mutant that fills a list for ever would take all there are."""
_ORDERS, _SAMENESSES = "(Lt|LtE|Gt|GtE)", "(Eq|NotEq|Is|IsNot)"
_NOISE = (
    "core/ReplaceBinaryOperator_BitOr_.*",  # of types
    "core/ReplaceBinaryOperator_.*_(Pow|LShift|RShift|BitOr|BitAnd|BitXor|FloorDiv|Mod)",
    "core/ReplaceBinaryOperator_(Add|Sub)_(Mul|Div)",
    "core/ReplaceBinaryOperator_(Mul|Div)_(Add|Sub)",
    "core/ReplaceComparisonOperator_(Gt_Lt|GtE_LtE|Lt_Gt|LtE_GtE)",  # beside their negations
    f"core/ReplaceComparisonOperator_{_ORDERS}_{_SAMENESSES}",
    f"core/ReplaceComparisonOperator_{_SAMENESSES}_{_ORDERS}",
    "core/ReplaceComparisonOperator_(Eq|NotEq)_(Is|IsNot)",
    "core/ReplaceComparisonOperator_(Is|IsNot)_(Eq|NotEq)",
    "core/ReplaceUnaryOperator_(USub|UAdd|Invert|Not)_.*",  # they are deleted, too
    "core/RemoveDecorator",
    "core/ExceptionReplacer",
)
"""Operators that mostly make what no test runs, or what the test of another's mutant notices."""
_NO_BEHAVIOUR = ("@dataclass(", "*,", "def ", "async def ", "self, ")
"""How lines start that a type checker, not a test, watches."""

SUBJECTS: Mapping[str, Sequence[str]] = {
    "bot/interactions/rate_limit.py": ["tests/bot/interactions/test_rate_limit.py"],
    "bot/interactions/custom_ids.py": [
        "tests/bot/interactions/test_custom_ids.py",
        "tests/bot/interactions/test_stored_custom_ids.py::test_payloads_are_decoded_and_encoded",
        "tests/bot/interactions/test_stored_custom_ids.py::test_countries_of_a_ranking_are_decoded",
        "tests/bot/interactions/test_stored_custom_ids.py::test_a_ranking_is_of_25_known_countries_at_most",
    ],
    "bot/commands/options.py": [
        "tests/bot/commands/test_payloads.py",
        "tests/bot/commands/test_options.py",
        "tests/bot/commands/test_origin.py::test_only_the_countries_asked_for_are_ranked",
        "tests/bot/commands/test_origin.py::test_countries_autocomplete_words_and_lists",
        "tests/bot/commands/test_origin.py::test_shows_the_five_likeliest_countries_of_a_percent_or_more_each_on_a_line",
        "tests/bot/commands/test_blend.py::test_country_options_autocomplete",
        "tests/bot/commands/test_name.py",
        "tests/bot/commands/test_refusals.py",
    ],
    "bot/store/deletion.py": [
        "tests/bot/store/test_deletion.py",
        "tests/bot/store/test_backups.py",
    ],
    "bot/store/record.py": ["tests/bot/store/test_deletion.py", "tests/bot/store/test_backups.py"],
    "bot/store/retention.py": ["tests/bot/store/test_retention.py"],
    "model/domain/validation.py": ["tests/model/domain/test_validation.py"],
    "model/selection/rounds.py": [
        "tests/model/selection/test_rounds.py",
        "tests/model/selection/test_good_names.py",
    ],
}
"""Files of which a default or a line protects people, and their tests."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one line.

    Attributes:
        file: where it is.
        before: the line, without its indentation.
        after: what it is changed to.
        is_killed: whether a test noticed.
    """

    file: str
    before: str
    after: str
    is_killed: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return self.file, self.before, self.after


def mutants_of(file: str, tests: Sequence[str], copy: Path) -> Iterator[Mutant]:
    """Run a file's tests with each of its mutants in a copy of the repository.

    Raises:
        CalledProcessError: the tests fail without any, or cosmic-ray does.
    """
    # Slow ones ask PostgreSQL what the others ask SQLite, by the same code.
    plain = ["-x", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:xdist"]
    test = ["-m", "pytest", "-q", *plain, *tests]
    _run(copy, sys.executable, *test)
    (copy / _SESSION).unlink(missing_ok=True)
    (copy / _CONFIG).write_text(_config(file, shlex.join([sys.executable, *test])), "utf-8")
    scripts = Path(sys.executable).parent
    _run(copy, scripts / "cosmic-ray", "init", _CONFIG, _SESSION)
    _run(copy, scripts / "cr-filter-operators", _SESSION, _CONFIG)
    _run(copy, scripts / "cosmic-ray", "exec", _CONFIG, _SESSION)
    for line in _run(copy, scripts / "cosmic-ray", "dump", _SESSION).splitlines():
        _item, result = json.loads(line)
        if result and result["diff"] and result["worker_outcome"] == "normal":
            before, after = _changed(result["diff"])
            if not before.startswith(_NO_BEHAVIOUR):
                yield Mutant(file, before, after, result["test_outcome"] != "survived")


def _run(folder: Path, *command: str | Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own


def _config(file: str, command: str) -> str:
    noise = json.dumps(_NOISE)
    return f"""\
[cosmic-ray]
module-path = "{file}"
timeout = {_TIMEOUT}
excluded-modules = []
test-command = "{command}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = {noise}
"""


def _changed(diff: str) -> tuple[str, str]:
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    before, after = (
        " ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return before, after


def read_expected(path: Path = EXPECTED) -> set[tuple[str, str, str]]:
    """Read the survivors that are expected, as file, line before and line after."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["file"], row["before"], row["after"])
            for row in csv.DictReader(file, dialect="excel-tab")
        }


def copy_repository(target: Path) -> None:
    """Copy what git knows, and the catalogues that were compiled."""
    listed = _run(Path(), "git", "ls-files", "-co", "--exclude-standard").splitlines()
    compiled = Path("bot/i18n/catalogues").glob("*.[mj]*")
    for path in (*map(Path, listed), *compiled):
        if path.is_file():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target / path)


def report(
    file: str, tried: Sequence[Mutant], expected: Collection[tuple[str, str, str]]
) -> list[str]:
    """Return how many of a file's mutants were killed, and then each that survived unexpectedly."""
    alive = [mutant.key for mutant in tried if not mutant.is_killed]
    unexpected = [key for key in alive if key not in expected]
    killed, known = len(tried) - len(alive), len(alive) - len(unexpected)
    title = f"{file}: {len(tried)} tried, {killed} killed, {known} expected to survive"
    return [title, *map("\t".join, unexpected)]


def main() -> None:
    """Print what survives, and how many were killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"any of {', '.join(SUBJECTS)}")
    files = parser.parse_args().files or [*SUBJECTS]
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))  # also of all that it starts
    expected, has_unexpected = read_expected(), False
    with tempfile.TemporaryDirectory() as folder:
        copy_repository(Path(folder))
        for file in files:
            tried = [*mutants_of(file, SUBJECTS[file], Path(folder))]
            title, *unexpected = report(file, tried, expected)
            sys.stdout.writelines(f"{line}\n" for line in (title, *unexpected))
            sys.stdout.flush()
            has_unexpected |= bool(unexpected)
    sys.exit(has_unexpected)


if __name__ == "__main__":
    main()
