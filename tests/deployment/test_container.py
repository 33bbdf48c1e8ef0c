"""The images, compose services and systemd unit, as far as they need no container engine."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import HOLDING_CODES
from bot.runtime.exit_codes import ExitCode
from bot.webhook import PATH
from docs.supply import serving_packages
from tests.support.processes import ROOT, run

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
CADDYFILE = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text("utf-8")
BIN = Path(sys.executable).parent


def stage(name: str) -> list[tuple[str, str]]:
    """Return the instructions of a stage of the Dockerfile, those of its base stages first."""
    lines = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if line[:1].isupper()]
    stages: dict[str, list[tuple[str, str]]] = {"": []}
    current = ""
    for keyword, arguments in lines:
        if keyword == "FROM":
            image, _, current = arguments.partition(" AS ")
            stages[current] = list(stages.get(image, []))
        else:
            stages[current].append((keyword, arguments))
    return stages[name]


def environment(name: str) -> dict[str, str]:
    """Return the environment variables that a stage sets."""
    settings = " ".join(arguments for keyword, arguments in stage(name) if keyword == "ENV")
    return dict(re.findall(r"(\w+)=(\S+)", settings))


def test_dockerfile_passes_hadolint() -> None:
    result = run(BIN / "hadolint", ROOT / "Dockerfile")
    assert (result.returncode, result.stdout) == (0, "")


def test_compose_files_match_the_schema(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    documented = re.findall(r"^```yaml\n(services:.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert documented
    files = [ROOT / "docker-compose.yml"]
    for number, text in enumerate(documented):
        files.append(tmp_path / f"{number}.yml")
        files[-1].write_text(text, "utf-8")
    result = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", *files)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("name", ["bot", "playground"])
def test_images_run_unprivileged_and_stop_on_sigterm(name: str) -> None:
    instructions = dict(stage(name))
    assert instructions["USER"] == "10001"
    assert instructions["STOPSIGNAL"] == "SIGTERM"
    assert {"LABEL", "ENTRYPOINT", "CMD"} <= instructions.keys()


def test_bot_image_has_a_health_check_and_no_extras() -> None:
    instructions = dict(stage("bot"))
    assert '"check", "--quick"' in instructions["HEALTHCHECK"]
    assert environment("bot")["NOMEN_METRICS_PORT"].isdigit()
    assert "--from=build /opt" in instructions["COPY"]


def test_images_contain_only_packages_whose_hashes_are_known() -> None:
    installs = {
        command
        for name in ("build", "build-playground")
        for keyword, arguments in stage(name)
        if keyword == "RUN"
        for command in arguments.split("&&")
        if " install " in command
    }
    assert len(installs) == 4
    for command in installs:
        assert "--require-hashes" in command or "--no-deps --no-index /tmp/wheel/" in command


SCALE = ("worker", "caddy", "postgres")
"""The services of several workers."""


@pytest.mark.parametrize("name", ["bot", "playground", *SCALE])
def test_services_are_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service.get("read_only", False) is (name != "postgres")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit"} <= service.keys()


@pytest.mark.parametrize("name", ["bot", *SCALE])
def test_services_restart_and_rotate_their_logs(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert "volumes" in service
    assert name == "bot" or "healthcheck" in service  # the image has that of the bot
    assert name == "bot" or "container_name" not in service


def test_bot_alone_is_started_and_keeps_its_file_unless_a_database_is_named() -> None:
    bot, playground = SERVICES["bot"], SERVICES["playground"]
    assert bot["command"] == ["run", "--hold"]  # or Docker would start a wrong token for ever
    assert bot["volumes"] == ["data:/data"]
    assert bot["environment"]["NOMEN_DATABASE"] == "${DATABASE:-/data/nomen.sqlite3}"
    assert not {"profiles", "depends_on"} & bot.keys()
    assert playground["profiles"] == ["playground"]
    assert (bot["build"]["target"], playground["build"]["target"]) == ("bot", "playground")


def test_profile_for_several_workers_has_no_gateway_bot() -> None:
    profiles = {name: service.get("profiles") for name, service in SERVICES.items()}
    assert {name for name, of in profiles.items() if of == ["scale"]} == {*SCALE}
    needed = {name: SERVICES[name].get("depends_on", ()) for name in SCALE}
    assert {name for names in needed.values() for name in names} == {"worker", "postgres"}


def test_only_caddy_can_be_reached_from_outside() -> None:
    ports = {name: service.get("ports") for name, service in SERVICES.items()}
    assert ports == dict.fromkeys(ports) | {"caddy": ["80:80", "443:443"]}
    assert SERVICES["caddy"]["cap_add"] == ["NET_BIND_SERVICE"]


def test_worker_is_the_image_of_the_bot_with_the_packages_for_several() -> None:
    worker, bot = SERVICES["worker"], SERVICES["bot"]
    assert worker["build"]["target"] == bot["build"]["target"]
    assert worker["build"]["args"] == bot["build"]["args"] | {"PACKAGES": "${PACKAGES:-cluster}"}
    assert worker["image"] != bot["image"]
    assert worker["command"] == ["run", "--hold"]


def test_worker_has_time_to_end_and_a_folder_that_outlives_it() -> None:
    worker = SERVICES["worker"]
    assert worker["stop_grace_period"] == "30s"
    (volume,) = worker["volumes"]
    assert worker["environment"]["NOMEN_BACKUP_FOLDER"].startswith(volume.partition(":")[2])


def seconds(option: str) -> float:
    """Return the value of an option of the Caddyfile that is a duration."""
    ((number, unit),) = re.findall(rf"^\s+{option} (\d+)(ms|s)$", CADDYFILE, re.MULTILINE)
    return int(number) / {"ms": 1000, "s": 1}[unit]


def test_caddy_passes_what_discord_posts_on_to_the_workers() -> None:
    settings = SERVICES["worker"]["environment"]
    (upstream,) = re.findall(r"dynamic a \{(.*?)\}", CADDYFILE, re.DOTALL)
    pairs = dict(line.split() for line in upstream.strip().splitlines())
    assert pairs.items() >= {"name": "worker", "port": settings["NOMEN_HTTP_PORT"]}.items()
    matcher = f"\n\t@interactions {{\n\t\tmethod POST\n\t\tpath {PATH}\n\t}}\n"
    assert matcher in CADDYFILE
    assert CADDYFILE.count("reverse_proxy") == 1
    assert "\n\thandle @interactions {\n\t\treverse_proxy {\n" in CADDYFILE
    assert "\n\thandle {\n\t\trespond 404\n\t}\n" in CADDYFILE
    assert "{$DOMAIN} {" in CADDYFILE
    assert SERVICES["caddy"]["environment"].keys() == {"DOMAIN"}


def test_caddy_asks_another_worker_while_discord_waits() -> None:
    discord_waits = 3.0
    assert seconds("lb_try_duration") + seconds("dial_timeout") < discord_waits
    assert 2 * seconds("dial_timeout") < seconds("lb_try_duration")
    assert seconds("refresh") < seconds("lb_try_duration")


def test_caddys_health_check_asks_what_is_served() -> None:
    address = SERVICES["caddy"]["healthcheck"]["test"][-1]
    assert f"\n{address} {{\n\tbind 127.0.0.1\n" in CADDYFILE


def test_caddy_takes_its_file(tmp_path: Path) -> None:
    file = ROOT / "deploy" / "caddy" / "Caddyfile"
    settings = {**os.environ, "DOMAIN": "nomen.example.org", "HOME": str(tmp_path)}
    valid = run(BIN / "caddy", "validate", "--adapter", "caddyfile", "--config", file, env=settings)
    assert valid.returncode == 0, valid.stderr
    assert run(BIN / "caddy", "fmt", file).stdout == CADDYFILE


UNIT = (ROOT / "docs" / "nomen.service").read_text("utf-8")
UNIT_SETTINGS = dict(re.findall(r"^(\w+)=(.*)$", UNIT, re.MULTILINE))


def test_systemd_unit_is_valid_and_hardened(tmp_path: Path) -> None:
    for option in ("NoNewPrivileges", "DynamicUser", "PrivateDevices", "RestrictNamespaces"):
        assert UNIT_SETTINGS[option] == "yes"
    assert UNIT_SETTINGS["ProtectSystem"] == "strict"
    assert UNIT_SETTINGS["CapabilityBoundingSet"] == ""
    assert UNIT_SETTINGS["ExecStart"].endswith("-m bot run")
    if shutil.which("systemd-analyze"):
        installed_unit = tmp_path / "nomen.service"
        installed_unit.write_text(UNIT.replace("/opt/nomen/bin/python", sys.executable), "utf-8")
        result = run("systemd-analyze", "verify", installed_unit)
        assert (result.returncode, result.stderr) == (0, "")


def test_unit_starts_again_while_the_database_is_away_but_not_with_wrong_settings() -> None:
    assert UNIT_SETTINGS["Restart"] == "on-failure"
    assert UNIT_SETTINGS["StartLimitIntervalSec"] == "0"  # as often as it takes
    prevented = {int(code) for code in UNIT_SETTINGS["RestartPreventExitStatus"].split()}
    assert prevented == HOLDING_CODES
    assert ExitCode.UNUSABLE_DATABASE not in prevented


def unit_environment() -> dict[str, str]:
    lines = re.findall(r"^Environment=(.*)$", UNIT, re.MULTILINE)
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def test_unit_keeps_the_token_out_of_the_environment() -> None:
    assert "\nLoadCredential=discord-token:/etc/nomen.token\n" in UNIT
    assert unit_environment()["DISCORD_TOKEN_FILE"] == "%d/discord-token"  # noqa: S105 - a path


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """A folder of stars with a file that takes the place of a package."""
    (tmp_path / "dotenv.py").write_text("raise SystemExit('planted')", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "said"),
    [({}, "planted\n"), (environment("bot"), ""), (unit_environment(), "")],
    ids=["nothing", "image", "unit"],
)
def test_file_planted_in_the_data_folder_is_imported_where_nothing_keeps_it_out(
    data_folder: Path, settings: dict[str, str], said: str
) -> None:
    settings = settings | {"NOMEN_DATABASE": str(data_folder / "nomen.sqlite3")}
    settings.pop("DISCORD_TOKEN_FILE", None)
    checked = run(sys.executable, "-m", "bot", "check", cwd=data_folder, env=settings)
    assert (checked.returncode, checked.stderr) == (int(bool(said)), said)


def test_documented_commands_import_nothing_from_the_folder_they_run_in() -> None:
    page = (ROOT / "docs" / "hosting.md").read_text("utf-8")
    options = re.findall(r"/opt/nomen/bin/python (\S+)", page)
    assert options
    assert {*options} == {"-P"}


def copied() -> Iterator[tuple[str, str]]:
    """Yield each file or folder that the stage `build` copies, with its name in the image."""
    for keyword, arguments in stage("build"):
        if keyword == "COPY":
            *names, target = arguments.split()
            for name in names:
                yield name, target + Path(name).name if target.endswith("/") else target


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A read-only installation of the stage `build`: a wheel of the copied files and its needs."""
    folder = tmp_path_factory.mktemp("image")
    source, home = folder / "src", folder / "nomen"
    for name, target in copied():
        (source / target).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            no_caches = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, source / target, ignore=no_caches)
        else:
            shutil.copy(ROOT / name, source / target)
    options = ["--quiet", "--no-deps", "--disable-pip-version-check"]
    wheel = ["wheel", *options, "--no-build-isolation", "--wheel-dir", str(folder), str(source)]
    result = run(sys.executable, "-m", "pip", *wheel)
    assert result.returncode == 0, result.stderr
    (built,) = folder.glob("nomen-*.whl")
    assert run(sys.executable, "-m", "venv", "--without-pip", home).returncode == 0
    python = home / "bin" / "python"
    install = ["install", *options, "--no-index", "--no-compile", str(built)]
    assert run(sys.executable, "-m", "pip", "--python", python, *install).returncode == 0
    (packages,) = home.glob("lib/python*/site-packages")
    for entry in site_packages_entries():
        (packages / entry.name).symlink_to(entry)
    for path in [*home.rglob("*"), home]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    return home


def site_packages_entries() -> set[Path]:
    """Return the files and folders in site-packages of all runtime dependencies."""
    return {
        Path(str(package.locate_file(file.parts[0])))
        for package in serving_packages()
        if package.metadata["Name"] != "nomen"
        for file in package.files or ()
        if file.parts[0] not in {"..", "__pycache__"}
    }


def test_dockerignore_allows_exactly_the_copied_files() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert ignored[0] == "*"
    assert allowed == {name for name, _ in copied()}


def modification_times(folder: Path) -> Iterator[tuple[str, int]]:
    for path in sorted(folder.rglob("*")):
        yield str(path), path.lstat().st_mtime_ns


@pytest.mark.slow
def test_read_only_installation_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    python = installed / "bin" / "python"
    settings = environment("bot") | {
        "NOMEN_DATABASE": str(tmp_path / "nomen.sqlite3"),
        "MPLCONFIGDIR": str(tmp_path / "matplotlib"),
        "PYTHONDONTWRITEBYTECODE": "1",  # root, whom no rights keep from it, would write it
    }
    before = list(modification_times(installed))
    checked = run(python, "-m", "bot", "check", cwd=tmp_path, env=settings)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    names = run(python, "-m", "model", "names", "NL", "--count", "3", cwd=tmp_path, env=settings)
    assert names.stdout.count("\n") == 3, names.stderr
    plot = [str(python), "-m", "model.assignment.clip_plot", "312", "50", "100"]
    plotted = subprocess.run(plot, cwd=tmp_path, env=settings, capture_output=True, check=False)  # noqa: S603 - our own command
    assert plotted.stdout.startswith(b"\x89PNG"), plotted.stderr
    without_token = run(python, "-m", "bot", "run", cwd=tmp_path, env=settings)
    assert without_token.returncode == 78
    imports = "import bot.serve, model.origin.classifier; import simcord"
    assert (
        "No module named 'simcord'" in run(python, "-c", imports, cwd=tmp_path, env=settings).stderr
    )
    assert list(modification_times(installed)) == before
