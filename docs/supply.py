"""Print what serving takes on disk, package by package, and under which licences.

`python docs/supply.py` speaks of the packages of the environment that it runs in.
"""

from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MIB = 2**20


def serving(root: str = "nomen") -> Sequence[Distribution]:
    """Find a package and all that it needs here, its extras left out, by name."""
    found: dict[str, Distribution] = {}
    waiting = [(root, "")]
    seen = set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        package = found[canonicalize_name(name)] = distribution(name)
        for line in package.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                waiting += [(requirement.name, one) for one in ("", *requirement.extras)]
    return [found[name] for name in sorted(found)]


def size(package: Distribution) -> int:
    """Count the bytes that a package's files take here, without what Python compiles."""
    files = (file for file in package.files or () if "__pycache__" not in file.parts)
    paths = (package.locate_file(file) for file in files)
    return sum(path.stat().st_size for path in paths if path.is_file())  # type: ignore[attr-defined] # a Path


def licence(package: Distribution) -> str:
    """Tell a package's licence as briefly as it does itself."""
    stated, *_ = package.metadata.get_all("License-Expression") or [""]
    classified = [
        line.rpartition(" :: ")[2]
        for line in package.metadata.get_all("Classifier") or ()
        if line.startswith("License :: ")
    ]
    text, *_ = (package.metadata.get_all("License") or [""])[0].strip().split("\n")
    return stated or ", ".join(classified) or text or "not stated"


def lines() -> Iterator[str]:
    """Give a Markdown table, and the sum. Nomen itself is measured by its wheel, not here."""
    yield "| package | version | MiB | licence |"
    yield "|---|---|--:|---|"
    total = 0
    for package in serving():
        name = package.metadata["Name"]
        if name == "nomen":
            continue
        total += size(package)
        yield f"| {name} | {package.version} | {size(package) / MIB:.1f} | {licence(package)} |"
    yield f"| together | | {total / MIB:.1f} | |"


if __name__ == "__main__":
    print(*lines(), sep="\n")  # noqa: T201 - printing is what it is for
