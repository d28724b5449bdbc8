"""The rules wake whom they should, and rules and dashboard speak of metrics that exist."""

import importlib
import json
import re
import shutil
import subprocess

import pytest
import yaml

from launcher.paths import ROOT

PROMETHEUS = ROOT / "deploy" / "prometheus"
NAMED = re.compile(r"\bcivicline_[a-z_]+")
EXPLAINED = re.compile(r"^\| `(civicline_[a-z_]+)`", re.MULTILINE)
PROMTOOL = shutil.which("promtool")


def explained() -> set[str]:
    pages = (ROOT / "docs/runbooks/metrics.md", ROOT / "docs/runbooks/casework.md")
    return {name for page in pages for name in EXPLAINED.findall(page.read_text("utf-8"))}


def test_every_metric_of_casework_is_explained_and_every_explanation_has_its_metric() -> None:
    from casework import meters

    importlib.import_module("casework.notifications.metrics")  # the same registry
    exist = {
        name
        for family in meters.registry.collect()
        for name in [f"{family.name}_total" if family.type == "counter" else family.name]
    }
    page = (ROOT / "docs/runbooks/casework.md").read_text("utf-8")
    assert exist == {
        name for row in re.findall(r"^\| (`civicline_[^|]*)\|", page, re.MULTILINE) for name in NAMED.findall(row)
    }


@pytest.mark.skipif(PROMTOOL is None, reason="NOT TESTED WITH PROMTOOL: apt-get install prometheus")
def test_rules_wake_whom_they_should_and_nobody_else() -> None:
    told = subprocess.run(
        [str(PROMTOOL), "test", "rules", "civicline.tests.yml"], cwd=PROMETHEUS, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_rules_and_dashboard_speak_of_metrics_that_are_explained() -> None:
    rules = yaml.safe_load((PROMETHEUS / "civicline.rules.yml").read_text("utf-8"))["groups"]
    dashboard = json.loads((ROOT / "deploy/grafana/civicline.json").read_text("utf-8"))
    asked = [rule["expr"] for group in rules for rule in group["rules"]]
    asked += [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    used = {re.sub("_(bucket|count|sum)$", "", name) for expr in asked for name in NAMED.findall(expr)}
    assert used
    assert used <= explained()


def test_every_alert_names_a_page_that_is_there() -> None:
    rules = yaml.safe_load((PROMETHEUS / "civicline.rules.yml").read_text("utf-8"))["groups"]
    alerts = [rule for group in rules for rule in group["rules"] if "alert" in rule]
    assert alerts
    for alert in alerts:
        assert (ROOT / alert["annotations"]["runbook"]).is_file(), alert["alert"]
