"""Alert rules and dashboard ask for metrics and labels that a running bot has.

The rules are tried on made-up series with promtool, where it is; with NOMEN_REQUIRE_PROMTOOL=1
these tests fail where it is not.
"""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.runtime.request_context import Outcome
from tests.support.processes import ROOT, run
from tests.wire.health_client import health_client
from tests.wire.process import run_connected_bot

OPERATIONS = ROOT / "docs" / "operations"
AFTER_A_BACKUP = {"nomen_last_backup_timestamp_seconds"}
"""Metrics that there are only once a backup was made."""
OF_PROMETHEUS = {"instance", "job"}
"""Labels that Prometheus adds."""

(GROUP,) = yaml.safe_load((OPERATIONS / "alerts.yml").read_text("utf-8"))["groups"]
RULES: list[dict[str, Any]] = GROUP["rules"]
DASHBOARD = json.loads((OPERATIONS / "dashboard.json").read_text("utf-8"))
SHOWN: list[str] = [part["expr"] for panel in DASHBOARD["panels"] for part in panel["targets"]]
QUERIES = [*(rule["expr"] for rule in RULES), *SHOWN]
"""All of PromQL in the rules and the dashboard."""


def metrics_in(query: str) -> set[str]:
    return set(re.findall(r"\b(?:nomen|process)_\w+", query))


def labels_in(query: str) -> set[str]:
    grouped = re.findall(r"\b(?:by|on) \(([\w, ]+)\)", query)
    matched = re.findall(r"[{,] ?(\w+)[=!]", query)
    return {*matched, *(label for group in grouped for label in group.split(", "))}


@pytest.fixture
def promtool() -> str:
    found = shutil.which("promtool")
    if found is not None:
        return found
    missing = "promtool is not on PATH, so the alert rules were not tried"
    if os.environ.get("NOMEN_REQUIRE_PROMTOOL") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.mark.slow
async def test_every_metric_and_label_that_is_asked_for_exists() -> None:
    async with (
        health_client() as client,
        run_connected_bot(NOMEN_METRICS_PORT=client.port_setting) as bot,
    ):
        await client.wait_for_status(200)
        await bot.discord.members.card("name", country="NL")
        page = "\n".join(await client.get_metrics())
    samples = [
        sample for family in text_string_to_metric_families(page) for sample in family.samples
    ]
    names = {sample.name for sample in samples} | AFTER_A_BACKUP
    labels = {label for sample in samples for label in sample.labels} | OF_PROMETHEUS
    for query in QUERIES:
        assert metrics_in(query) <= names, query
        assert labels_in(query) <= labels, query


def test_outcomes_that_are_asked_for_exist() -> None:
    asked = {
        outcome
        for query in QUERIES
        for group in re.findall(r'outcome[=!~]+"([^"]+)"', query)
        for outcome in group.split("|")
    }
    assert {"failed", "store", "late", "busy"} <= asked
    assert asked <= set(Outcome)


def test_every_alert_says_what_it_means_and_is_explained() -> None:
    page = (OPERATIONS / "README.md").read_text("utf-8")
    explained = re.findall(r"^\| `(Nomen\w+)` \| .+ \| .+ \|$", page, re.MULTILINE)
    assert explained == [rule["alert"] for rule in RULES]
    for rule in RULES:
        assert rule["annotations"]["summary"].endswith(".")
        assert rule["labels"]["severity"] in {"critical", "warning"}


@pytest.mark.slow
def test_alerts_fire_when_they_must_and_only_then(promtool: str) -> None:
    tried = Path(__file__).with_name("alerts.yml")
    done = run(promtool, "test", "rules", tried)
    assert done.returncode == 0, done.stdout + done.stderr
    cases = yaml.safe_load(tried.read_text("utf-8"))["tests"]
    expected = str(cases[-1]["promql_expr_test"])
    assert all(f'"{rule["alert"]}"' in expected for rule in RULES)


def test_dashboards_queries_are_valid(promtool: str, tmp_path: Path) -> None:
    recorded = [
        {"record": f"panel:{number}", "expr": query.replace("$__rate_interval", "5m")}
        for number, query in enumerate(SHOWN)
    ]
    file = tmp_path / "rules.yml"
    file.write_text(json.dumps({"groups": [{"name": "panels", "rules": recorded}]}), "utf-8")
    done = run(promtool, "check", "rules", "--lint-fatal", file)
    assert done.returncode == 0, done.stdout + done.stderr
