"""`make retrain`: in a small copy of the tree, and whether this tree needs it."""

import operator
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tools.retrain import comparison
from tools.retrain.lock import Lock, digest

ROOT = Path(__file__).parents[2]


def retrain(folder: Path) -> tuple[int, str]:
    """Retrain in a small copy of the tree; return exit code and output."""
    command = [sys.executable, "-m", "tools.retrain.small", str(folder), "--jobs", "2"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def steps_run(output: str) -> set[str]:
    started = ".  step:"
    return {line.removeprefix(started) for line in output.splitlines() if line.startswith(started)}


@pytest.mark.slow
def test_all_is_learnt_anew_and_then_only_what_has_changed(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    code, output = retrain(tree)
    assert code == 0, output
    assert "| shipped: nats a test name |" in output
    expected = {"teacher 1", "teacher 2", "student", "ranker", "assignment page", "checksums"}
    assert expected <= steps_run(output)
    ratings = tree / "data" / "ratings" / "names.tsv"
    head, *rows = ratings.read_text("utf-8").splitlines(keepends=True)
    ratings.write_text("".join([head, *rows[1:]]), "utf-8")
    (tree / "data" / "finalNames.txt").touch()
    code, output = retrain(tree)
    assert code == 0, output
    fitted = {"ranker", "blend ranker", "reader ratings", "novelty"}
    assert steps_run(output) == {*fitted, "assignment page", "checksums"}


@pytest.mark.slow
def test_a_fresh_clone_is_up_to_date() -> None:
    from tools.retrain.cli import all_steps  # noqa: PLC0415 - PyTorch is slow to load

    outdated = {step.step.name: step.changes() for step in all_steps()}
    assert not any(outdated.values()), (
        "run `make retrain`, or `python -m tools.retrain --accept` if what changed makes no "
        f"other weights or figures: {outdated}"
    )


@pytest.mark.slow
def test_steps_that_train_the_same_networks_do_not_run_at_once() -> None:
    from tools.retrain.cli import all_steps  # noqa: PLC0415 - as above
    from tools.retrain.tasks import create_tasks  # noqa: PLC0415 - as above

    follows = {task["name"]: task["task_dep"] for task in create_tasks(all_steps())}
    assert "step:teacher 5" in follows["student"]  # type: ignore[operator] # a list
    assert "step:peer transformer" in follows["peer table"]  # type: ignore[operator] # a list


@pytest.mark.slow
def test_a_failure_keeps_what_was_done_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tools.retrain.steps import Step  # noqa: PLC0415 - PyTorch is slow to load
    from tools.retrain.tasks import LockedStep, run  # noqa: PLC0415 - likewise

    monkeypatch.chdir(tmp_path)
    lock = Lock(tmp_path / "lock.json", tmp_path)

    def step(name: str, work: Callable[[], object], output: str) -> LockedStep:
        return LockedStep(Step(name, work, [], [output], settings=""), lock)

    first = step("first", partial(Path.touch, tmp_path / "a", exist_ok=False), "a")
    failing = step("second", partial(operator.truediv, 1, 0), "b")
    mended = step("second", partial(Path.touch, tmp_path / "b"), "b")
    assert run([first, failing], ["run"]) != 0
    assert first.is_current()
    assert not failing.is_current()
    # Were the first run again, its file would exist already.
    assert run([first, mended], ["run"]) == 0
    assert mended.is_current()


@pytest.fixture
def lock(tmp_path: Path) -> Lock:
    (tmp_path / "names.txt").write_text("Anna\n")
    (tmp_path / "card.md").write_text("Text.\n<!-- sums: by hand -->\n2\n<!-- end of sums -->\n")
    lock = Lock(tmp_path / "lock.json", tmp_path)
    lock.record("step", "1", ["names.txt"], ["card.md#sums"])
    return lock


def changes(lock: Lock, settings: str = "1") -> list[str]:
    return lock.changes("step", settings, ["names.txt"], ["card.md#sums"])


def test_a_step_is_done_until_an_input_has_other_content(lock: Lock) -> None:
    names = lock.root / "names.txt"
    names.write_text("Anna\n")
    assert changes(lock) == []
    names.write_text("Hanna\n")
    assert changes(lock) == ["names.txt"]


def test_a_step_is_done_until_its_block_of_a_page_changes(lock: Lock) -> None:
    card = lock.root / "card.md"
    card.write_text(card.read_text().replace("Text", "Another text"))
    assert changes(lock) == []
    card.write_text(card.read_text().replace("2", "3"))
    assert changes(lock) == ["card.md#sums"]


def test_a_step_is_done_until_its_settings_change(lock: Lock) -> None:
    assert changes(lock, "2") == ["settings"]


def test_a_step_is_not_done_while_something_is_missing(lock: Lock) -> None:
    (lock.root / "names.txt").unlink()
    lock.record("step", "1", ["names.txt"], ["card.md#sums"])
    assert changes(lock) == ["names.txt"]


def test_a_setting_is_the_same_in_another_folder(lock: Lock) -> None:
    lock.record("step", f"{lock.root}/docs", [], [])
    elsewhere = lock.root / "elsewhere"
    moved = Lock(lock.path, elsewhere)
    assert moved.changes("step", f"{elsewhere}/docs", [], []) == []


def test_a_block_that_a_page_lacks_is_missing(lock: Lock) -> None:
    assert digest(lock.root, "card.md#other") is None


def test_every_compared_figure_is_in_the_cards() -> None:
    pages = {figure.page: (ROOT / figure.page).read_text("utf-8") for figure in comparison.FIGURES}
    missing = [f for f in comparison.FIGURES if comparison.read(pages[f.page], f) == "–"]
    assert missing == []
