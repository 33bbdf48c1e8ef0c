"""Installation: make targets and the built wheel."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.processes import ROOT, run

MODEL = ROOT / "model"
SQL = [*ROOT.glob("bot/store/**/*.sql")]


def dependencies(package: str, extra: str = "") -> Iterator[str]:
    """Yield a package and all its dependencies in this environment."""
    yield canonicalize_name(package)
    for line in requires(package) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            for extra_of_requirement in requirement.extras or {""}:
                yield from dependencies(requirement.name, extra_of_requirement)


def test_make_run_installs_no_torch() -> None:
    steps = run("make", "-n", "-B", "run").stdout
    first, fallback = re.findall(r"-e \"(.*?)\"", steps)
    assert (first, fallback) == (".[playground,sound]", ".[playground]")
    packages = set(dependencies("nomen", "playground"))
    assert {"nomen", "discord-py", "numpy", "simcord"} <= packages
    assert not packages & {"torch", "scikit-learn"}


def test_make_run_uses_discord_if_there_is_a_token() -> None:
    steps = run("make", "-n", "run").stdout
    assert "-m bot run" in steps
    assert "-m bot playground" in steps


def test_make_test_installs_torch_from_the_given_index() -> None:
    steps = run("make", "-n", "-B", "test", "TORCH_INDEX_URL=https://example.org/cpu").stdout
    assert '--index-url "https://example.org/cpu" torch' in steps


@pytest.mark.slow
def test_wheel_contains_exactly_what_serving_needs(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    done = run(*build, "--wheel-dir", tmp_path, ROOT)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("nomen-*.whl")
    names = set(ZipFile(wheel).namelist())
    kinds = ("npz", "bin", "tsv", "txt")
    files = [file for kind in kinds for file in MODEL.rglob(f"*.{kind}")]
    data = {file.relative_to(ROOT).as_posix() for file in files}
    assert {"model/weights/shipped.npz", "model/inference/blocked.txt"} <= data <= names
    assert {"model/weights/SHA256SUMS", "bot/py.typed"} <= names
    assert {file.parent.name for file in SQL} == {"queries", "store"}
    assert {file.relative_to(ROOT).as_posix() for file in SQL} <= names
    catalogues = {file.relative_to(ROOT) for file in ROOT.glob("bot/i18n/catalogues/*.po")}
    assert catalogues
    compiled = {file.with_suffix(suffix) for file in catalogues for suffix in (".mo", ".json")}
    assert set(map(str, compiled)) <= names
    assert any(name.endswith("licenses/data/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"bot", "model", "nomen"}
    page = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    assert f"with its networks, is {wheel.stat().st_size / 2**20:.0f} MiB" in page
