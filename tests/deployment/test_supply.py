"""What is built and served comes from known files, and can be listed."""

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs.supply import bill_of_materials, licence, serving_packages

ROOT = Path(__file__).parents[2]
LOCKS = ("build", "serving", "cluster", "sound", "playground")


def pins(file: str) -> dict[str, str]:
    """Return the packages of a file of pins with their versions."""
    text = (ROOT / file).read_text("utf-8")
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def test_pins_are_within_their_ranges() -> None:
    for line in requires("nomen") or ():
        requirement = Requirement(line)
        if requirement.name != "nomen":
            pinned = pins("constraints.txt")[canonicalize_name(requirement.name)]
            assert pinned in requirement.specifier, line


@pytest.mark.parametrize("name", LOCKS)
def test_locked_versions_are_the_pinned_ones_and_have_hashes(name: str) -> None:
    locked = pins(f"locks/{name}.txt")
    assert locked.items() <= pins("constraints.txt").items()
    text = (ROOT / "locks" / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        assert line.startswith("#") or re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


def test_serving_lock_has_every_package_that_serving_needs() -> None:
    needed = {canonicalize_name(package.metadata["Name"]) for package in serving_packages()}
    locked = pins("locks/serving.txt").keys()
    assert needed - {"nomen"} <= locked
    assert not {"torch", "simcord", "pip"} & locked
    assert pins("locks/serving.txt").items() < pins("locks/playground.txt").items()
    more = pins("locks/cluster.txt").items() - pins("locks/serving.txt").items()
    assert {name for name, _ in more} == {"asyncpg", "cffi", "cryptography", "pycparser"}
    more = pins("locks/sound.txt").items() - pins("locks/cluster.txt").items()
    assert {name for name, _ in more} == {"espeakng-loader"}


def test_build_requirements_are_pinned_with_all_that_they_need() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    stated = [Requirement(line) for line in project["build-system"]["requires"]]
    assert {item.name: str(item.specifier) for item in stated} == {
        name: f"=={version}" for name, version in pins("locks/build.txt").items()
    }
    for item in stated:
        for line in requires(item.name) or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in pins("locks/build.txt"), line


def test_the_page_installs_nothing_whose_hash_is_not_compared() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    install, build = re.findall(r"^[$] sudo \S+/pip install (.+)$", page, re.MULTILINE)
    assert install == "--require-hashes -r locks/build.txt -r locks/serving.txt"
    assert build == "--no-deps --no-build-isolation ."  # else pip fetches what builds it


def test_bill_of_materials_lists_every_package_with_version_and_licence() -> None:
    document = bill_of_materials()
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["name"] == "nomen"
    listed = {part["name"]: part["version"] for part in document["components"]}
    packages = {package.metadata["Name"]: package.version for package in serving_packages()}
    assert listed == {name: version for name, version in packages.items() if name != "nomen"}
    licences = {part["name"]: part["licenses"] for part in document["components"]}
    assert licences["aiohttp"] == [{"expression": "Apache-2.0 AND MIT"}]
    assert licences["matplotlib"] == [{"license": {"name": "Python Software Foundation License"}}]
    aiohttp = next(part for part in document["components"] if part["name"] == "aiohttp")
    assert aiohttp["purl"] == f"pkg:pypi/aiohttp@{listed['aiohttp']}"


def test_every_package_that_serving_needs_states_its_licence() -> None:
    packages = serving_packages()
    assert packages
    assert [each.metadata["Name"] for each in packages if licence(each) == "not stated"] == []
