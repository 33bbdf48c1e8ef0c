"""Print the size and licence of each package that serving needs: `python docs/supply.py`.

They are those of the environment that it runs in.
"""

from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MIB = 2**20


def serving_packages(root: str = "nomen") -> Sequence[Distribution]:
    """Return a package and all its dependencies here, sorted by name, without the root's extras."""
    packages: dict[str, Distribution] = {}
    pending = [(root, "")]
    seen = set()
    while pending:
        name, extra = pending.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        package = packages[canonicalize_name(name)] = distribution(name)
        for line in package.requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                pending += [(requirement.name, wanted) for wanted in ("", *requirement.extras)]
    return [packages[name] for name in sorted(packages)]


def installed_size(package: Distribution) -> int:
    """Return the bytes of a package's files here, without compiled Python files."""
    files = (file for file in package.files or () if "__pycache__" not in file.parts)
    paths = (package.locate_file(file) for file in files)
    return sum(path.stat().st_size for path in paths if path.is_file())  # type: ignore[attr-defined] # a Path


def licence(package: Distribution) -> str:
    """Return a package's licence: SPDX expression, else classifiers, else a first line of text."""
    stated, *_ = package.metadata.get_all("License-Expression") or [""]
    classified = [
        line.rpartition(" :: ")[2]
        for line in package.metadata.get_all("Classifier") or ()
        if line.startswith("License :: ")
    ]
    text, *_ = (package.metadata.get_all("License") or [""])[0].strip().split("\n")
    return stated or ", ".join(classified) or text or "not stated"


def table() -> Iterator[str]:
    """Yield a Markdown table with a total. Nomen itself is left out: its wheel is what counts."""
    yield "| package | version | MiB | licence |"
    yield "|---|---|--:|---|"
    total = 0
    for package in serving_packages():
        name = package.metadata["Name"]
        if name == "nomen":
            continue
        size = installed_size(package)
        total += size
        yield f"| {name} | {package.version} | {size / MIB:.1f} | {licence(package)} |"
    yield f"| together | | {total / MIB:.1f} | |"


if __name__ == "__main__":
    print(*table(), sep="\n")  # noqa: T201 - a command line prints
