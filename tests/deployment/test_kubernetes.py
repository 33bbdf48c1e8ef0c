"""The manifests for Kubernetes: valid, and in agreement with each other, the image and the bot."""

import os
import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from bot.runtime.postgres_url import PostgresUrl
from bot.runtime.settings import Settings
from bot.webhook import PATH
from tests.deployment.test_container import stage
from tests.support.processes import ROOT, run

FOLDER = ROOT / "deploy" / "kubernetes"
KUSTOMIZATION = FOLDER / "kustomization.yaml"
SECRET = FOLDER / "secret.example.yaml"
VERSIONS = ("1.31", "1.37")
"""Of Kubernetes: the oldest and the newest that are promised."""
FILLED_SECRET = {
    "DISCORD_TOKEN": "token",
    "DISCORD_PUBLIC_KEY": "0f" * 32,
    "NOMEN_DATABASE": (
        "postgresql://nomen@db.example.org/nomen?sslmode=verify-full&sslrootcert=/database/root.crt"
    ),
    "PGPASSWORD": "password",
}
KEPT_DUMPS = 7
POSTGRES_ALLOWS = 97
"""Connections: 100, of which three are for administrators, unless it is told otherwise."""

Manifest = dict[str, Any]


def manifests_in(file: Path) -> list[Manifest]:
    return list(yaml.safe_load_all(file.read_text("utf-8")))


MANIFESTS = [
    (file.name, manifest)
    for file in sorted(FOLDER.iterdir())
    if file != KUSTOMIZATION
    for manifest in manifests_in(file)
]
"""All that the cluster gets, with the names of their files."""


def manifest_of(kind: str, name: str = "nomen") -> Manifest:
    of_kind = [manifest for _, manifest in MANIFESTS if manifest["kind"] == kind]
    (found,) = (manifest for manifest in of_kind if manifest["metadata"]["name"] == name)
    return found


WORKER: Manifest = manifest_of("Deployment")["spec"]["template"]
BACKUP: Manifest = manifest_of("CronJob", "nomen-backup")["spec"]["jobTemplate"]["spec"]["template"]
each_template = pytest.mark.parametrize("template", [WORKER, BACKUP], ids=["worker", "backup"])


def container_of(template: Manifest) -> Manifest:
    (container,) = template["spec"]["containers"]
    found: Manifest = container
    return found


PORTS = {port["name"]: port["containerPort"] for port in container_of(WORKER)["ports"]}
SETTINGS = {entry["name"]: entry["value"] for entry in container_of(WORKER)["env"]}
"""The environment variables that the manifest of the workers itself sets."""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("file", "manifest"), MANIFESTS)
def test_manifest_matches_the_schema(file: str, manifest: Manifest, version: str) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)
    assert "namespace" not in manifest["metadata"], file


def test_kustomization_lists_every_file_except_the_secrets_example() -> None:
    (kustomization,) = manifests_in(KUSTOMIZATION)
    others = {file.name for file in FOLDER.iterdir()} - {KUSTOMIZATION.name, SECRET.name}
    assert len(kustomization["resources"]) == len(others)
    assert set(kustomization["resources"]) == others


def test_no_manifest_has_a_secret_value() -> None:
    (secret,) = manifests_in(SECRET)
    assert secret["stringData"].keys() == FILLED_SECRET.keys()
    assert {*secret["stringData"].values()} == {""}
    assert [manifest["kind"] for _, manifest in MANIFESTS].count("Secret") == 1
    assert not SETTINGS.keys() & FILLED_SECRET.keys()
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert "deploy/kubernetes/secret.yaml" in ignored


def test_workers_have_all_settings_for_interactions_over_http() -> None:
    (source,) = container_of(WORKER)["envFrom"]
    assert source["secretRef"]["name"] == manifest_of("Secret")["metadata"]["name"]
    settings = Settings.from_environment(FILLED_SECRET | SETTINGS)
    assert settings.public_key == FILLED_SECRET["DISCORD_PUBLIC_KEY"]
    assert (settings.http_port, settings.metrics_port) == (PORTS["http"], PORTS["metrics"])
    assert {settings.http_host, settings.metrics_host} == {"0.0.0.0"}  # noqa: S104 - a container's
    assert isinstance(settings.database, PostgresUrl)


def test_probes_ask_paths_that_there_are() -> None:
    container = container_of(WORKER)
    probes = {name: container[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness")}
    assert {probe["path"] for probe in probes.values()} == {"/livez"}
    probes["readiness"] = container["readinessProbe"]["httpGet"]
    assert probes["readiness"]["path"] == "/readyz"
    server = (ROOT / "bot" / "health.py").read_text("utf-8")
    served = re.findall(r'web\.get\("(/\w+)"', server)
    for probe in probes.values():
        assert probe["path"] in served
        assert probe["port"] == "metrics"


def test_everything_selects_the_workers_and_not_the_backup() -> None:
    labels = WORKER["metadata"]["labels"]
    spread = WORKER["spec"]["topologySpreadConstraints"]
    selectors = [
        manifest_of("Deployment")["spec"]["selector"]["matchLabels"],
        manifest_of("Service")["spec"]["selector"],
        manifest_of("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        *(constraint["labelSelector"]["matchLabels"] for constraint in spread),
    ]
    others = BACKUP["metadata"]["labels"]
    for selector in selectors:
        assert selector.items() <= labels.items()
        assert not selector.items() <= others.items()


def test_ingress_leads_discords_path_to_the_workers_and_nothing_else() -> None:
    ingress, service = manifest_of("Ingress")["spec"], manifest_of("Service")
    (rule,) = ingress["rules"]
    (path,) = rule["http"]["paths"]
    assert (path["path"], path["pathType"]) == (PATH, "Exact")
    assert path["backend"]["service"]["name"] == service["metadata"]["name"]
    (port,) = service["spec"]["ports"]
    assert path["backend"]["service"]["port"]["name"] == port["name"]
    assert port["targetPort"] in PORTS
    (tls,) = ingress["tls"]
    assert tls["hosts"] == [rule["host"]]


@each_template
def test_containers_are_unprivileged_and_limited(template: Manifest) -> None:
    pod, container = template["spec"], container_of(template)
    user = int(dict(stage("bot"))["USER"])
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert {pod["securityContext"][key] for key in ("runAsUser", "runAsGroup", "fsGroup")} == {user}
    assert pod["automountServiceAccountToken"] is False
    context = container["securityContext"]
    assert context["readOnlyRootFilesystem"] is True
    assert context["allowPrivilegeEscalation"] is False
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert container["resources"]["limits"]["memory"] == "512Mi"


@each_template
def test_every_mounted_volume_is_there(template: Manifest) -> None:
    volumes = {volume["name"]: volume for volume in template["spec"]["volumes"]}
    mounted = [mount["name"] for mount in container_of(template)["volumeMounts"]]
    assert sorted(mounted) == sorted(volumes)
    for volume in volumes.values():
        if claim := volume.get("persistentVolumeClaim"):
            manifest_of("PersistentVolumeClaim", claim["claimName"])


@each_template
def test_the_example_of_an_address_checks_the_certificate_of_the_database(
    template: Manifest,
) -> None:
    address = FILLED_SECRET["NOMEN_DATABASE"]
    assert f"# {address}\n" in SECRET.read_text("utf-8")
    (file,) = re.findall(r"[?]sslmode=verify-full&sslrootcert=(.+)", address)
    mounts = {mount["mountPath"]: mount["name"] for mount in container_of(template)["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in template["spec"]["volumes"]}
    source = volumes[mounts[str(Path(file).parent)]]["configMap"]["name"]
    created = f"kubectl create configmap {source} --from-file={Path(file).name}"
    assert created in SECRET.read_text("utf-8")
    assert created in (ROOT / "docs" / "cluster.md").read_text("utf-8")


def test_most_workers_during_an_update_leave_postgresql_connections() -> None:
    page = (ROOT / "docs" / "cluster.md").read_text("utf-8")
    (each,) = re.findall(r"a process has at most (\d+) connections", page)
    surge: int = manifest_of("Deployment")["spec"]["strategy"]["rollingUpdate"]["maxSurge"]
    most: int = manifest_of("HorizontalPodAutoscaler")["spec"]["maxReplicas"] + surge
    assert most * int(each) + 1 <= POSTGRES_ALLOWS  # one is the backup's


def test_workers_share_the_folder_of_their_record() -> None:
    folders = {mount["name"]: mount["mountPath"] for mount in container_of(WORKER)["volumeMounts"]}
    assert folders["records"] == SETTINGS["NOMEN_BACKUP_FOLDER"]
    claim = manifest_of("PersistentVolumeClaim", "nomen-records")
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]


def run_backup(folder: Path, number: int, *, succeeds: bool = True) -> int:
    """Run the backup's script on folders in the place of its volumes, and return its exit code."""
    container = container_of(BACKUP)
    (script,) = container["args"]
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    dump = f'echo {number} > "${{3#--file=}}"; {"true" if succeeds else "exit 1"}'
    for name, text in {"pg_dump": dump, "date": f"echo 20261124T03{number:02}00Z"}.items():
        (programs / name).write_text(f"#!/bin/sh\n{text}\n", "utf-8")
        (programs / name).chmod(0o700)
    command = [*container["command"], script]
    settings = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "NOMEN_DATABASE": FILLED_SECRET["NOMEN_DATABASE"],
    }
    return run(*command, cwd=folder / "backups", env=settings).returncode


@pytest.fixture
def volumes(tmp_path: Path) -> Path:
    """A folder with that of the backup's volume."""
    (tmp_path / "backups").mkdir()
    return tmp_path


def test_backup_keeps_the_newest_dumps(volumes: Path) -> None:
    assert manifest_of("CronJob", "nomen-backup")["spec"]["concurrencyPolicy"] == "Forbid"
    for number in range(10):
        assert run_backup(volumes, number) == 0
    dumps = sorted((volumes / "backups").iterdir())
    assert [dump.read_text("utf-8") for dump in dumps] == [f"{number}\n" for number in range(3, 10)]
    assert len(dumps) == KEPT_DUMPS
    assert {dump.stat().st_mode & 0o077 for dump in dumps} == {0}


def test_failed_dump_replaces_nothing(volumes: Path) -> None:
    for number in range(KEPT_DUMPS):
        assert run_backup(volumes, number) == 0
    before = sorted((volumes / "backups").glob("*.dump"))
    assert run_backup(volumes, KEPT_DUMPS, succeeds=False) != 0
    assert sorted((volumes / "backups").glob("*.dump")) == before
    assert run_backup(volumes, KEPT_DUMPS + 1) == 0
    assert not [*(volumes / "backups").glob("*.part")]


def test_backup_knows_the_database_and_not_the_token() -> None:
    entries = container_of(BACKUP)["env"]
    assert "envFrom" not in container_of(BACKUP)
    references = {entry["name"]: entry["valueFrom"]["secretKeyRef"] for entry in entries}
    assert references.keys() == {"NOMEN_DATABASE", "PGPASSWORD"}
    for name, reference in references.items():
        assert reference == {"name": manifest_of("Secret")["metadata"]["name"], "key": name}
