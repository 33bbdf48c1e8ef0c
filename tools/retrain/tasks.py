"""The steps as tasks of doit, which orders them, skips what is done, and runs two at once."""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from doit.action import CmdAction
from doit.cmd_base import ModuleTaskLoader
from doit.dependency import FileChangedChecker, JsonDB
from doit.doit_cmd import DoitMain

from tools.retrain.steps import Step

LOCK = "tools/retrain/lock.json"

ENVIRONMENT = {
    # The shell's `python` is this one.
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    # The networks are small: more threads would only wait for each other. Two steps use two cores.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # glibc keeps memory once asked for: the system takes longer to hand it out than we to use it.
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TRIM_THRESHOLD_": "4000000000",
    "MALLOC_TOP_PAD_": "100000000",
}


class Content(FileChangedChecker):  # type: ignore[misc] # doit ships no types
    """Tells by its content alone whether a file has changed: a clone has no times to go by."""

    def info(self, file_path: str) -> None:
        """Let a file be missing: it is one that has changed."""

    def check_modified(self, file_path: str, _: None, state: str) -> bool:
        """Return whether a file is missing, or other than when it was recorded."""
        return not Path(file_path).exists() or self.get_state(file_path, state) != state

    def get_state(self, dep: str, _: str | None) -> str:
        """Return what is recorded of a file."""
        return sha256(Path(dep).read_bytes()).hexdigest()


class Record(JsonDB):  # type: ignore[misc] # likewise
    """What every task was run on. doit writes it when it ends; here, also after each task."""

    def set(self, task_id: str, dependency: str, value: object) -> None:
        """Record something of a task."""
        super().set(task_id, dependency, value)
        # What doit records last of a task: the names of its dependencies, in no order.
        if dependency == "deps:" and isinstance(value, tuple):
            super().set(task_id, dependency, sorted(value))
            self.dump()

    def dump(self) -> None:
        """Write the file, such that it is whole whenever the computer stops."""
        partial = Path(f"{self.name}.partial")
        partial.write_text(json.dumps(self._db, indent=1, sort_keys=True) + "\n", "utf-8")
        partial.replace(self.name)


def run(steps: Sequence[Step], arguments: Sequence[str], *, small: bool = False) -> int:
    """Run doit on steps in the current folder, with its own arguments; return its exit code."""
    namespace = {
        "task_steps": lambda: tasks(steps, {"SMALL": "--small" if small else ""}),
        "DOIT_CONFIG": {
            "dep_file": LOCK,
            "backend": "record",
            "check_file_uptodate": Content,
            "num_process": 2,
            "par_type": "thread",
            "verbosity": 2,
        },
    }
    plugins = {"BACKEND": {"record": f"{__name__}:Record"}}
    doit = DoitMain(ModuleTaskLoader(namespace), config_filenames=(), extra_config=plugins)
    return int(doit.run([*arguments]) or 0)


def tasks(steps: Sequence[Step], variables: Mapping[str, str]) -> Iterator[Mapping[str, object]]:
    """Yield a task for each step, with further variables of its environment."""
    environment = {**os.environ, **ENVIRONMENT, **variables}
    last: dict[str, str] = {}
    for step in steps:
        # Steps of one page take turns: each reads all of it, and writes all of it.
        pages = {path for path in (*step.inputs, *step.outputs) if path.endswith(".md")}
        outputs = [path for path in step.outputs if path not in pages]
        yield {
            "basename": step.name,
            "doc": step.command,
            "actions": [CmdAction(step.command, env=environment)],
            # doit only asks whether outputs exist. Spelled otherwise, or it would see a circle,
            # they are dependencies too: what came from elsewhere is made anew.
            "file_dep": [*({*step.inputs} - pages), *(f"./{path}" for path in outputs)],
            "targets": outputs,
            "task_dep": sorted({last[page] for page in pages if page in last}),
            "io": {"capture": False},
        }
        last |= dict.fromkeys(pages, step.name)
