"""What the page for hosts says is so."""

import re
from pathlib import Path

from packaging.utils import canonicalize_name

from bot.runtime.settings import Settings
from docs.supply import licence, serving, size

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hosting.md").read_text("utf-8")


def test_the_page_lists_every_setting() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    variables = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE)) == variables


def test_the_example_file_can_be_used_as_it_is() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert Settings.from_environment(pairs) == Settings()


def test_the_page_lists_every_package_that_serves_with_its_licence() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \| [\d.]+ \| [\d.]+ \| (.+) \|$", PAGE, re.MULTILINE)
    listed = {canonicalize_name(name): told for name, told in rows}
    packages = [package for package in serving() if package.metadata["Name"] != "nomen"]
    assert {canonicalize_name(package.metadata["Name"]) for package in packages} <= listed.keys()
    for package in packages:
        assert listed[canonicalize_name(package.metadata["Name"])] == licence(package)
        assert licence(package) != "not stated"
    assert "torch" not in listed
    assert "simcord" not in listed


def test_a_package_is_measured_by_its_files() -> None:
    sizes = {package.metadata["Name"]: size(package) for package in serving()}
    assert sizes["numpy"] > sizes["aiosqlite"] > 10_000
