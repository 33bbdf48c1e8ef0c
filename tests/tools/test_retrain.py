"""`make retrain`: what it does again, and whether this tree needs it."""

import sys
from pathlib import Path

import pytest

from tests.support import processes
from tools.retrain.steps import STEPS, Step
from tools.retrain.tasks import LOCK, run


def call(*arguments: str | Path) -> tuple[int, str]:
    """Run this Python; return exit code and output."""
    done = processes.run(sys.executable, *arguments)
    return done.returncode, done.stdout + done.stderr


def outdated(status: str) -> set[str]:
    return {line.split()[1] for line in status.splitlines() if not line.startswith("U ")}


def test_a_fresh_clone_is_up_to_date() -> None:
    code, output = call("-m", "tools.retrain", "list", "--status", "--quiet")
    assert code == 0, output
    assert len(output.splitlines()) == len(STEPS)
    assert outdated(output) == set(), (
        "run `make retrain`, or `python -m tools.retrain reset-dep STEP` if what changed makes no "
        "other weights or figures; `info STEP` says what has changed"
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty tree, which is the current folder."""
    (tmp_path / LOCK).parent.mkdir(parents=True)
    (tmp_path / "names.txt").write_text("Anna\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


COUNT = Step(
    "count", "wc -l names.txt > count.txt && echo again >> runs", ["names.txt"], ["count.txt"]
)


def runs(folder: Path) -> int:
    """Run the step, and return how often it has."""
    assert run([COUNT], []) == 0
    return (folder / "runs").read_text().count("again")


def test_a_step_is_done_until_an_input_has_other_content(folder: Path) -> None:
    assert runs(folder) == 1
    (folder / "names.txt").write_text("Anna\n")
    assert runs(folder) == 1
    (folder / "names.txt").write_text("Hanna\n")
    assert runs(folder) == 2


@pytest.mark.parametrize("missing", [False, True])
def test_a_step_is_done_until_its_output_is_another(folder: Path, *, missing: bool) -> None:
    assert runs(folder) == 1
    (folder / "count.txt").write_text("by hand")
    if missing:
        (folder / "count.txt").unlink()
    assert runs(folder) == 2


def test_what_was_accepted_is_done(folder: Path) -> None:
    assert runs(folder) == 1
    (folder / "names.txt").write_text("Hanna\n")
    assert run([COUNT], ["reset-dep", "count"]) == 0
    assert runs(folder) == 1


def test_a_step_without_its_input_fails(folder: Path) -> None:
    (folder / "names.txt").unlink()
    assert run([COUNT], []) != 0
    assert run([COUNT], ["info", "count"]) != 0


@pytest.mark.usefixtures("folder")
def test_a_step_that_does_not_write_its_output_is_not_done() -> None:
    forgetful = Step("forgetful", "true", ["names.txt"], ["count.txt"])
    assert run([forgetful], []) != 0
    assert run([forgetful], ["info", "forgetful"]) != 0


@pytest.mark.usefixtures("folder")
def test_steps_that_write_into_a_page_take_turns() -> None:
    first = Step("first", "sleep 0.2; touch one", ["names.txt"], ["card.md"])
    second = Step("second", "test -e one", ["names.txt"], ["card.md"])
    assert run([first, second], []) == 0


def test_what_is_done_is_recorded_at_once(folder: Path) -> None:
    following = Step("following", f"grep count.txt {LOCK} > recorded", ["count.txt"])
    assert run([COUNT, following], []) == 0
    assert (folder / "recorded").read_text()
