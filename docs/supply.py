"""Print the packages that serving needs, by licence, and their size: `python docs/supply.py`.

With `--sbom` it is a software bill of materials instead, in CycloneDX's JSON. Both are about the
environment that it runs in.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, distribution
from itertools import groupby
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
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
    """Yield a Markdown table by licence. Nomen itself is left out: its wheel is what counts."""
    others = [package for package in serving_packages() if package.metadata["Name"] != "nomen"]
    yield "| licence | packages | MiB |"
    yield "|---|---|--:|"
    for name, packages in groupby(sorted(others, key=licence), licence):
        yield _row(name, packages)
    yield f"| all | | {sum(map(installed_size, others)) / MIB:.1f} |"


def _row(name: str, packages: Iterable[Distribution]) -> str:
    sizes = {package.metadata["Name"]: installed_size(package) for package in packages}
    return f"| {name} | {', '.join(sizes)} | {sum(sizes.values()) / MIB:.1f} |"


def bill_of_materials() -> dict[str, Any]:
    """Return Nomen and the packages that serving needs, as a document of CycloneDX 1.6."""
    nomen, *others = sorted(
        serving_packages(), key=lambda package: package.metadata["Name"] != "nomen"
    )
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(nomen, "application")},
        "components": [_component(package, "library") for package in others],
    }


def _component(package: Distribution, kind: str) -> dict[str, Any]:
    name = package.metadata["Name"]
    reference = f"pkg:pypi/{canonicalize_name(name)}@{package.version}"
    return {
        "type": kind,
        "bom-ref": reference,
        "name": name,
        "version": package.version,
        "purl": reference,
        "licenses": [_licence_choice(licence(package))],
    }


def _licence_choice(text: str) -> dict[str, Any]:
    """Return an SPDX expression where it is one, or else the name."""
    try:
        return {"expression": canonicalize_license_expression(text)}
    except InvalidLicenseExpression:
        return {"license": {"name": text}}


if __name__ == "__main__":
    if sys.argv[1:] == ["--sbom"]:
        print(json.dumps(bill_of_materials(), indent=2))  # noqa: T201 - a command line prints
    else:
        print(*table(), sep="\n")  # noqa: T201 - a command line prints
