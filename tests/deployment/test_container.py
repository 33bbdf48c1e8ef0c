"""What a host is given: the images, the services, and the unit, as far as no engine is needed."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.supply import serving

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
BIN = Path(sys.executable).parent


def run(*command: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - of subprocess
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # noqa: S603 - our own commands


def stage(name: str) -> list[tuple[str, str]]:
    """The instructions of a stage of the Dockerfile, those of what it is built on first."""
    lines = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if line[:1].isupper()]
    stages: dict[str, list[tuple[str, str]]] = {}
    for word, rest in lines:
        if word == "FROM":
            image, _, current = rest.partition(" AS ")
            stages[current] = list(stages.get(image, []))
        else:
            stages[current].append((word, rest))
    return stages[name]


def environment(name: str) -> dict[str, str]:
    """What a stage sets."""
    settings = " ".join(rest for word, rest in stage(name) if word == "ENV")
    return dict(re.findall(r"(\w+)=(\S+)", settings))


def services() -> dict[str, dict[str, Any]]:
    composed = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    found: dict[str, dict[str, Any]] = composed["services"]
    return found


def test_the_dockerfile_pleases_its_linter() -> None:
    linted = run(BIN / "hadolint", ROOT / "Dockerfile")
    assert (linted.returncode, linted.stdout) == (0, "")


def test_the_services_fit_the_schema_of_compose() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    checked = run(BIN / "check-jsonschema", *schema, ROOT / "docker-compose.yml")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", ["bot", "playground"])
def test_an_image_is_nobodys_in_particular_and_ends_when_told(name: str) -> None:
    instructions = dict(stage(name))
    assert instructions["USER"] == "10001"
    assert instructions["STOPSIGNAL"] == "SIGTERM"
    assert {"LABEL", "ENTRYPOINT", "CMD"} <= instructions.keys()


def test_the_image_that_serves_asks_the_bot_for_its_health_and_has_no_extra() -> None:
    instructions = dict(stage("bot"))
    assert '"check", "--quick"' in instructions["HEALTHCHECK"]
    assert environment("bot")["NOMEN_METRICS_PORT"].isdigit()
    assert dict(stage("build"))["RUN"].endswith("-c constraints.txt .")
    assert "--from=build /opt" in instructions["COPY"]


@pytest.mark.parametrize("name", ["bot", "playground"])
def test_a_service_can_do_as_little_as_can_be(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["build"]["target"] == name
    assert {"mem_limit", "pids_limit", "tmpfs"} <= service.keys()


def test_the_bot_comes_back_and_its_log_does_not_fill_the_disk() -> None:
    bot = services()["bot"]
    assert bot["restart"] == "unless-stopped"
    assert bot["logging"]["options"].keys() == {"max-size", "max-file"}
    assert bot["volumes"] == ["data:/data"]
    assert "profiles" not in bot
    assert services()["playground"]["profiles"] == ["playground"]


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    unit = (ROOT / "docs" / "nomen.service").read_text("utf-8")
    settings = dict(re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE))
    for hardening in ("NoNewPrivileges", "DynamicUser", "PrivateDevices", "RestrictNamespaces"):
        assert settings[hardening] == "yes"
    assert settings["ProtectSystem"] == "strict"
    assert settings["CapabilityBoundingSet"] == ""
    assert settings["ExecStart"].endswith("-m bot run")
    if shutil.which("systemd-analyze"):
        here = tmp_path / "nomen.service"
        here.write_text(unit.replace("/opt/nomen/bin/python", sys.executable), "utf-8")
        verified = run("systemd-analyze", "verify", here)
        assert (verified.returncode, verified.stderr) == (0, "")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the stage `build` does: a wheel of what is copied, and what it needs, no more."""
    folder = tmp_path_factory.mktemp("image")
    source, home = folder / "src", folder / "nomen"
    for word, rest in stage("build"):
        if word == "COPY":
            *names, target = rest.split()
            for name in names:
                folders = target.endswith("/")
                place = source / target / Path(name).name if folders else source / target
                place.parent.mkdir(parents=True, exist_ok=True)
                if (ROOT / name).is_dir():
                    shutil.copytree(
                        ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__")
                    )
                else:
                    shutil.copy(ROOT / name, place)
    alone = ["--quiet", "--no-deps", "--disable-pip-version-check"]
    wheel = ["wheel", *alone, "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    made = run(sys.executable, "-m", "pip", *wheel)
    assert made.returncode == 0, made.stderr
    (built,) = folder.glob("nomen-*.whl")
    assert run(sys.executable, "-m", "venv", "--without-pip", home).returncode == 0
    python = home / "bin" / "python"
    put = ["install", *alone, "--no-index", "--no-compile", str(built)]
    assert run(sys.executable, "-m", "pip", "--python", python, *put).returncode == 0
    (packages,) = home.glob("lib/python*/site-packages")
    for part in parts():
        (packages / part.name).symlink_to(part)
    for path in [*home.rglob("*"), home]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    return home


def parts() -> set[Path]:
    """The files and folders in site-packages of all that serving needs."""
    found = set()
    for package in serving():
        if package.metadata["Name"] == "nomen":
            continue
        for file in package.files or ():
            if file.parts[0] not in {"..", "__pycache__"}:
                found.add(Path(str(package.locate_file(file.parts[0]))))
    return found


def test_all_that_is_copied_is_let_through_to_the_build() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    let_through = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = [name for word, rest in stage("build") if word == "COPY" for name in rest.split()[:-1]]
    assert ignored[0] == "*"
    assert let_through == set(copied)


def state(folder: Path) -> Iterator[tuple[str, int]]:
    for path in sorted(folder.rglob("*")):
        yield str(path), path.lstat().st_mtime_ns


def test_what_is_installed_serves_from_anywhere_and_is_not_written_to(
    installed: Path, tmp_path: Path
) -> None:
    python = installed / "bin" / "python"
    settings = environment("bot") | {
        "NOMEN_DATABASE": str(tmp_path / "nomen.sqlite3"),
        "MPLCONFIGDIR": str(tmp_path / "matplotlib"),
    }
    before = list(state(installed))
    checked = run(python, "-m", "bot", "check", cwd=tmp_path, env=settings)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    named = run(python, "-m", "model", "names", "NL", "--count", "3", cwd=tmp_path, env=settings)
    assert named.stdout.count("\n") == 3, named.stderr
    plot = [str(python), "-m", "model.assignment.clip_plot", "312", "50", "100"]
    drawn = subprocess.run(plot, cwd=tmp_path, env=settings, capture_output=True, check=False)  # noqa: S603 - our own command
    assert drawn.stdout.startswith(b"\x89PNG"), drawn.stderr
    refused = run(python, "-m", "bot", "run", cwd=tmp_path, env=settings)
    assert refused.returncode == 78
    absent = run(
        python, "-c", "import bot.app, model.origin.classifier; import simcord", cwd=tmp_path
    )
    assert "No module named 'simcord'" in absent.stderr
    assert list(state(installed)) == before
