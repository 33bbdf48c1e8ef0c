"""Installation: make targets, pins and the built wheel."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "bot/i18n/catalogues"
SQL = [*ROOT.glob("bot/favourites/*/*.sql")]


def run(*command: str, folder: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own commands
    assert done.returncode == 0, done.stderr
    return done.stdout


def dependencies(package: str, extra: str = "") -> Iterator[str]:
    """Yield a package and all its dependencies in this environment."""
    yield canonicalize_name(package)
    for line in requires(package) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            for extra_of_requirement in requirement.extras or {""}:
                yield from dependencies(requirement.name, extra_of_requirement)


def test_make_run_installs_no_torch() -> None:
    steps = run("make", "-n", "-B", "run")
    first, fallback = re.findall(r"-e \"(.*?)\"", steps)
    assert (first, fallback) == (".[playground,sound]", ".[playground]")
    packages = set(dependencies("nomen", "playground"))
    assert {"nomen", "discord-py", "numpy", "simcord"} <= packages
    assert not packages & {"torch", "scikit-learn"}


def test_make_run_uses_discord_if_there_is_a_token() -> None:
    steps = run("make", "-n", "run")
    assert "-m bot run" in steps
    assert "-m bot playground" in steps


def test_make_test_installs_torch_from_the_given_index() -> None:
    steps = run("make", "-n", "-B", "test", "TORCH_INDEX_URL=https://example.org/cpu")
    assert '--index-url "https://example.org/cpu" torch' in steps


def test_pins_are_within_their_ranges() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    pins = {canonicalize_name(name): version for name, version in pairs}
    for line in requires("nomen") or ():
        requirement = Requirement(line)
        if requirement.name != "nomen":
            assert pins[canonicalize_name(requirement.name)] in requirement.specifier, line


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    run(*build, "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("nomen-*.whl")
    return built


@pytest.mark.slow
def test_wheel_contains_exactly_what_serving_needs(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    tables = ("countries", "countries_without_names", "voices")
    assert {*(f"model/domain/{each}.tsv" for each in tables), "bot/py.typed"} <= names
    assert {f"model/weights/{file}.npz" for file in ("shipped", "known_names")} <= names
    assert {f"model/selection/{file}" for file in ("everyday_words.npz", "languages.tsv")} <= names
    assert {file.parent.name for file in SQL} == {"queries", "schema"}
    assert {file.relative_to(ROOT).as_posix() for file in SQL} <= names
    catalogues = {Path("bot/i18n/catalogues", file.name) for file in CATALOGUES.glob("*.po")}
    assert catalogues
    compiled = {file.with_suffix(suffix) for file in catalogues for suffix in (".mo", ".json")}
    assert set(map(str, compiled)) <= names
    assert any(name.endswith("licenses/data/LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"bot", "model", "nomen"}


@pytest.mark.slow
def test_wheel_generates_names_without_the_repository(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = "import sys; sys.path.insert(0, '.'); import model.__main__ as m; sys.exit(m.main({}))"
    names = ["names", "NL", "--count", "3"]
    assert run(sys.executable, "-P", "-c", code.format(names), folder=tmp_path).count("\n") == 3
    split = [sys.executable, "-P", "-c", code.format(["split", "test"])]
    refused = subprocess.run(split, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
