"""The command line of `python -m tools.retrain`."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tools.retrain import comparison
from tools.retrain.lock import Lock
from tools.retrain.sizes import FULL, SMALL
from tools.retrain.steps import steps
from tools.retrain.tasks import LockedStep, run

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "tools" / "retrain" / "lock.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what has changed, or say what has; return an exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.retrain", description=main.__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help="with what they need [all]")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="steps to run at once [1]")
    parser.add_argument(
        "--small", action="store_true", help="tiny networks; see tools.retrain.small"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--status", action="store_true", help="only list what has changed")
    what.add_argument("--force", action="store_true", help="run these steps, and no others, anyhow")
    what.add_argument(
        "--accept",
        action="store_true",
        help="run nothing, and take what is there for their result: after a change of no effect",
    )
    options = parser.parse_args(arguments)
    if options.small and (ROOT / ".git").exists():
        parser.error("--small would replace the weights: use python -m tools.retrain.small FOLDER")
    chosen = all_steps(small=options.small)
    if unknown := set(options.steps) - {locked.step.name for locked in chosen}:
        known = ", ".join(locked.step.name for locked in chosen)
        parser.error(f"no step is called {', '.join(sorted(unknown))}; there are {known}")
    selected = [locked for locked in chosen if locked.step.name in options.steps] or chosen
    if options.status:
        return show_status(selected)
    if options.accept:
        for locked in selected:
            locked.accept()
        return 0
    forced = ["--always-execute", "--single"] if options.force else []
    names = [f"step:{name}" for name in options.steps]
    failed = run(chosen, ["run", "--process", str(options.jobs), *forced, *names])
    sys.stdout.writelines(f"{line}\n" for line in ["", *comparison.table(ROOT)])
    return failed


def all_steps(*, small: bool = False) -> Sequence[LockedStep]:
    """Return all steps of this tree; in small, those that need no network."""
    size = SMALL if small else FULL
    lock = Lock(LOCK, ROOT)
    return [LockedStep(step, lock) for step in steps(size) if not (small and step.downloads)]


def show_status(selected: Iterable[LockedStep]) -> int:
    """List the steps that would run, and why; return 1 if there are any."""
    outdated = {locked.step.name: changes for locked in selected if (changes := locked.changes())}
    for name, changes in outdated.items():
        sys.stdout.write(f"{name}: {', '.join(changes)}\n")
    sys.stdout.write("" if outdated else "everything is up to date\n")
    return int(bool(outdated))
