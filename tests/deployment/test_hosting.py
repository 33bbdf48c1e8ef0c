"""The hosting page is up to date."""

import re
from pathlib import Path

from packaging.utils import canonicalize_name

from bot.runtime.settings import Settings
from docs.supply import installed_size, licence, serving_packages

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hosting.md").read_text("utf-8")


def test_page_lists_every_setting() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    variables = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE)) == variables


def test_example_file_gives_the_default_settings() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    pairs = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert Settings.from_environment(pairs) == Settings()


def test_page_lists_every_runtime_package_with_its_licence() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \| [\d.]+ \| [\d.]+ \| (.+) \|$", PAGE, re.MULTILINE)
    listed = {canonicalize_name(name): licence_name for name, licence_name in rows}
    packages = [package for package in serving_packages() if package.metadata["Name"] != "nomen"]
    assert {canonicalize_name(package.metadata["Name"]) for package in packages} <= listed.keys()
    for package in packages:
        assert listed[canonicalize_name(package.metadata["Name"])] == licence(package)
        assert licence(package) != "not stated"
    assert "torch" not in listed
    assert "simcord" not in listed


def test_package_size_is_the_sum_of_its_files() -> None:
    sizes = {package.metadata["Name"]: installed_size(package) for package in serving_packages()}
    assert sizes["numpy"] > sizes["aiosqlite"] > 10_000
