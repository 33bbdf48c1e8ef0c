"""The images, compose services and systemd unit, as far as they need no container engine."""

import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import HOLDING_CODES
from bot.runtime.exit_codes import ExitCode
from bot.webhook import PATH
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


@pytest.mark.parametrize("name", SERVICES)
def test_services_are_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service.get("read_only", False) is (name != "postgres")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit"} <= service.keys()


def test_record_of_deletions_outlives_a_container() -> None:
    for name in ("bot", "worker"):
        (volume,) = SERVICES[name]["volumes"]
        place = SERVICES[name]["environment"]
        kept = place.get("NOMEN_BACKUP_FOLDER", place["NOMEN_DATABASE"].partition(":-")[2])
        assert kept.startswith(volume.partition(":")[2])


def test_bot_holds_instead_of_starting_a_wrong_token_for_ever() -> None:
    assert SERVICES["bot"]["command"] == SERVICES["worker"]["command"] == ["run", "--hold"]


def test_only_caddy_can_be_reached_from_outside() -> None:
    ports = {name: service.get("ports") for name, service in SERVICES.items()}
    assert ports == dict.fromkeys(ports) | {"caddy": ["80:80", "443:443"]}
    assert SERVICES["caddy"]["cap_add"] == ["NET_BIND_SERVICE"]


def seconds(option: str) -> float:
    """Return the value of an option of the Caddyfile that is a duration."""
    ((number, unit),) = re.findall(rf"^\s+{option} (\d+)(ms|s)$", CADDYFILE, re.MULTILINE)
    return int(number) / {"ms": 1000, "s": 1}[unit]


def test_caddy_asks_another_worker_while_discord_waits() -> None:
    discord_waits = 3.0
    assert seconds("lb_try_duration") + seconds("dial_timeout") < discord_waits
    assert 2 * seconds("dial_timeout") < seconds("lb_try_duration")
    assert seconds("refresh") < seconds("lb_try_duration")


def test_caddy_takes_its_file_and_passes_on_what_discord_posts(tmp_path: Path) -> None:
    assert f"path {PATH}\n" in CADDYFILE
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
