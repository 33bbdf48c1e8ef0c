"""What each step read and wrote when it was last run, by content: a clone is as fresh as its lock.

Modification times say nothing in a clone. Hashes of content do, so the lock is committed.
"""

import json
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

Record = Mapping[str, object]
"""A step's settings, and the digests of its inputs and outputs by resource."""


@dataclass(frozen=True)
class Lock:
    """A file of records by step; safe to write to from several threads.

    Attributes:
        path: of the file, in JSON.
        root: the folder that resources are relative to.
    """

    path: Path
    root: Path
    _writing: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def record(
        self, step: str, settings: str, inputs: Iterable[str], outputs: Iterable[str]
    ) -> None:
        """Remember that a step was run on what its resources are now."""
        current = self._describe(settings, inputs, outputs)
        with self._writing:
            text = json.dumps({**self._load(), step: current}, indent=1, sort_keys=True)
            partial = self.path.with_suffix(".partial")
            partial.write_text(f"{text}\n", "utf-8")
            partial.replace(self.path)

    def changes(
        self, step: str, settings: str, inputs: Iterable[str], outputs: Iterable[str]
    ) -> list[str]:
        """Return what is not as it was when a step was last run: resources, or `settings`."""
        recorded, current = self._load().get(step, {}), self._describe(settings, inputs, outputs)
        was, now = _flatten(recorded), _flatten(current)
        changed = {name for name in was | now if was.get(name) != now.get(name)}
        return sorted(changed | {name for name, value in now.items() if value is None})

    def _load(self) -> dict[str, Record]:
        return json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}

    def _describe(self, settings: str, inputs: Iterable[str], outputs: Iterable[str]) -> Record:
        return {
            # A tree's own place is no setting.
            "settings": settings.replace(str(self.root), "."),
            "inputs": {resource: digest(self.root, resource) for resource in inputs},
            "outputs": {resource: digest(self.root, resource) for resource in outputs},
        }


def digest(root: Path, resource: str) -> str | None:
    """Return the SHA-256 of a file, or of the block `name` of a page for `page.md#name`.

    What is missing has None.
    """
    file, _, block = resource.partition("#")
    path = root / file
    if not path.exists():
        return None
    content = path.read_bytes()
    if block:
        found = find_block(content.decode(), block)
        if found is None:
            return None
        content = found.encode()
    return sha256(content).hexdigest()


def find_block(page: str, name: str) -> str | None:
    """Return what stands between a page's marks of a generated block, None without these."""
    name = re.escape(name)
    marks = rf"<!-- {name}: [^>]* -->(.*?)<!-- end of {name} -->"
    found = re.search(marks, page, re.DOTALL)
    return found and found[1]


def _flatten(record: Record) -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in record.items():
        flat |= value if isinstance(value, dict) else {key: value}
    return flat
