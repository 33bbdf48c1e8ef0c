"""The steps as tasks of doit: it orders them, runs two at once if asked to, and stops on failure.

doit's own record of files goes by modification times and is written at the end of a run. What
counts here is the `Lock`, written after every step.
"""

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from doit.cmd_base import ModuleTaskLoader
from doit.doit_cmd import DoitMain

from tools.retrain.lock import Lock
from tools.retrain.steps import Step

Task = Mapping[str, object]

# Each step reads files anew, as what one process has cached another may have changed, but libraries
# are imported once.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tools.retrain.steps"])


def run(steps: Sequence["LockedStep"], arguments: Sequence[str]) -> int:
    """Run doit on the steps with its own arguments, such as `run`; return its exit code."""
    build = Path("build")
    build.mkdir(exist_ok=True)
    config = {
        "dep_file": str(build / "retrain.json"),
        "backend": "json",
        "verbosity": 2,
        "par_type": "thread",
    }
    tasks = {"task_step": lambda: create_tasks(steps), "DOIT_CONFIG": config}
    return int(DoitMain(ModuleTaskLoader(tasks)).run(list(arguments)))


def create_tasks(steps: Sequence["LockedStep"]) -> Iterator[Task]:
    """Yield a task for each step, after those that it must follow."""
    earlier: dict[str, str] = {}
    for locked in steps:
        step = locked.step
        # Steps that write into one page take turns: each reads all of it, and writes all of it.
        pages = {resource.partition("#")[0] for resource in step.outputs if "#" in resource}
        reads = {resource.partition("#")[0] for resource in step.inputs}
        after = {earlier[file] for file in {*pages, *reads} if file in earlier}
        yield _task(locked, sorted(after))
        earlier |= {resource.partition("#")[0]: step.name for resource in step.outputs}


def _task(locked: "LockedStep", after: Sequence[str]) -> Task:
    return {
        "name": locked.step.name,
        "doc": " ".join(locked.step.outputs) or None,
        "actions": [locked.execute],
        "uptodate": [locked.is_current],
        "task_dep": [f"step:{name}" for name in after],
        "io": {"capture": False},
    }


@dataclass(frozen=True, slots=True, repr=False)
class LockedStep:
    """A step and the lock that knows whether it is done."""

    step: Step
    lock: Lock

    def __repr__(self) -> str:
        return self.step.name

    def is_current(self) -> bool:
        """Return whether nothing has changed since the step was last run."""
        return not self.changes()

    def changes(self) -> Sequence[str]:
        """Return what has."""
        step = self.step
        return self.lock.changes(step.name, step.fingerprint, step.inputs, step.outputs)

    def accept(self) -> None:
        """Record the step as done on what its inputs and outputs are now."""
        step = self.step
        self.lock.record(step.name, step.fingerprint, step.inputs, step.outputs)

    def execute(self) -> bool:
        """Run the step in a process of its own, and record it; return whether it succeeded."""
        started = monotonic()
        process = _CONTEXT.Process(target=_run_and_exit, args=(self.step.run,))
        process.start()
        process.join()
        if process.exitcode:
            return False
        self.accept()
        sys.stdout.write(f"   {self.step.name}: {(monotonic() - started) / 60:.1f} minutes\n")
        return True


def _run_and_exit(work: Callable[[], object]) -> None:
    """Run a step; what it returns other than None or 0 is a failure, as of a command."""
    sys.exit(work() or 0)  # type: ignore[arg-type] # commands return exit codes, other steps None
