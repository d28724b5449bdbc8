"""The chart: rendered by Helm's own library, valid for Kubernetes, and safe in what it asks for."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from launcher.paths import ROOT

CHART = ROOT / "deploy" / "helm" / "civicline"
SCALED = {
    "autoscaling": {"connector": {"enabled": True}, "rasa": {"enabled": True}},
    "monitoring": {"enabled": True, "labels": {"release": "prometheus"}},
    "networkPolicy": {"callbacks": True},
}
ELSEWHERE = {
    "buckets": {"files": "s3://city/files", "spool": "s3://city/spool"},
    "agencies": {"from": "git+https://example.org/cities.git#main"},
}
KUBERNETES = "1.31"
BALANCER_S = 8


def python_with_helm() -> str | None:
    """This Python, or the one that TEST_HELM_PYTHON names: helm-sdkpy wants 3.12."""
    for python in (sys.executable, os.environ.get("TEST_HELM_PYTHON")):
        if python and subprocess.run([python, "-c", "import helm_sdkpy"], capture_output=True).returncode == 0:
            return python
    return None


@pytest.fixture(scope="module", params=[{}, SCALED, ELSEWHERE], ids=["as it comes", "scaled", "elsewhere"])
def objects(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    python = python_with_helm()
    if python is None:
        pytest.skip("NOT TESTED WITH HELM: no Python 3.12 with helm-sdkpy (TEST_HELM_PYTHON names one)")
    command = [python, "-m", "tests.deploy.fake_kubernetes", str(CHART), json.dumps(request.param)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def pods(objects: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in objects:
        if one["kind"] in ("Deployment", "StatefulSet"):
            yield one["metadata"]["labels"]["app.kubernetes.io/component"], one["spec"]["template"]["spec"]


def test_every_object_is_valid_for_kubernetes(objects: list[dict[str, Any]]) -> None:
    validate = pytest.importorskip("kubernetes_validate").validate
    for one in objects:
        if one["kind"] != "ServiceMonitor":  # not Kubernetes' own: its schema comes with the operator
            validate(one, KUBERNETES, strict=True)


def test_every_part_runs_without_root_writes_only_where_it_may_and_is_looked_at(objects: list[dict[str, Any]]) -> None:
    found = dict(pods(objects))
    assert set(found) == {"casework", "actions", "rasa", "connector", "citizen", "console"}
    for spec in found.values():
        assert spec["securityContext"]["runAsNonRoot"]
        for container in (*spec["containers"], *spec.get("initContainers", ())):
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(spec["containers"][-1])


def test_with_buckets_no_volume_is_shared_and_folders_are_fetched_before_a_part_starts(
    objects: list[dict[str, Any]],
) -> None:
    config = next(one["data"] for one in objects if one["kind"] == "ConfigMap")
    claims = [one for one in objects if one["kind"] == "PersistentVolumeClaim"]
    fetched = [spec for _, spec in pods(objects) if spec.get("initContainers")]
    assert bool(claims) != ("CIVICLINE_FILES" in config)
    assert len(fetched) == (len(dict(pods(objects))) if "CIVICLINE_AGENCIES_ROOT" in config else 0)


def test_a_connector_that_is_told_to_stop_is_given_the_time_that_its_calls_need(objects: list[dict[str, Any]]) -> None:
    config = next(one["data"] for one in objects if one["kind"] == "ConfigMap")
    grace = dict(pods(objects))["connector"]["terminationGracePeriodSeconds"]
    assert grace >= BALANCER_S + int(config["CIVICLINE_DRAIN_S"]) + 15


def test_every_part_goes_on_serving_until_the_balancer_has_heard_that_it_goes(objects: list[dict[str, Any]]) -> None:
    for _, spec in pods(objects):
        (*_, slept) = spec["containers"][-1]["lifecycle"]["preStop"]["exec"]["command"]
        assert slept == f"import time; time.sleep({BALANCER_S})"
        assert spec["terminationGracePeriodSeconds"] > BALANCER_S


def test_where_it_is_watched_each_part_is_read_by_the_job_that_rules_and_dashboard_know(
    objects: list[dict[str, Any]],
) -> None:
    monitors = [one for one in objects if one["kind"] == "ServiceMonitor"]
    if not monitors:
        return
    services = {
        one["metadata"]["labels"]["app.kubernetes.io/component"]: one for one in objects if one["kind"] == "Service"
    }
    read = {}
    for one in monitors:
        (endpoint,) = one["spec"]["endpoints"]
        part = one["spec"]["selector"]["matchLabels"]["app.kubernetes.io/component"]
        assert endpoint["port"] in [port["name"] for port in services[part]["spec"]["ports"]]
        read[part] = (endpoint["relabelings"][0]["replacement"], "authorization" in endpoint)
    jobs = {one["job_name"]: "authorization" in one for one in plain_prometheus()["scrape_configs"]}
    assert set(read) == set(services)
    assert dict(read.values()) == jobs


def plain_prometheus() -> Any:
    return yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text("utf-8"))


def test_no_secret_is_written_and_each_part_gets_only_its_own(objects: list[dict[str, Any]]) -> None:
    assert not [one for one in objects if one["kind"] == "Secret"]
    named = {
        part: {source["secretRef"]["name"] for source in spec["containers"][-1]["envFrom"] if "secretRef" in source}
        for part, spec in pods(objects)
    }
    assert named["casework"] == {"civicline-common", "civicline-casework"}
    assert named["rasa"] == named["actions"] == {"civicline-common", "civicline-bot"}
    assert all("civicline-casework" not in secrets for part, secrets in named.items() if part != "casework")


def test_only_the_connector_reaches_rasa_and_only_rasa_its_actions(objects: list[dict[str, Any]]) -> None:
    reach = {}
    for one in objects:
        if one["kind"] == "NetworkPolicy":
            sources = [source for rule in one["spec"]["ingress"] for source in rule["from"] if "podSelector" in source]
            component = "app.kubernetes.io/component"
            reach[one["metadata"]["name"]] = {source["podSelector"]["matchLabels"][component] for source in sources}
    assert reach["line-rasa"] == {"connector"}
    assert reach["line-actions"] == {"rasa"}
    assert reach["line-citizen"] == set()


def test_the_ingress_reaches_casework_only_where_vendors_send_something_back(objects: list[dict[str, Any]]) -> None:
    (policy,) = (
        one for one in objects if one["kind"] == "NetworkPolicy" and one["metadata"]["name"] == "line-casework"
    )
    spaces = [
        source["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]
        for rule in policy["spec"]["ingress"]
        for source in rule["from"]
        if "namespaceSelector" in source
    ]
    callbacks = any(one["kind"] == "ServiceMonitor" for one in objects)  # the values of SCALED
    assert ("ingress" in spaces) == callbacks


def test_what_is_scaled_names_what_it_scales(objects: list[dict[str, Any]]) -> None:
    parts = {(one["kind"], one["metadata"]["name"]): one for one in objects}
    for one in objects:
        if one["kind"] == "HorizontalPodAutoscaler":
            target = one["spec"]["scaleTargetRef"]
            assert "replicas" not in parts[target["kind"], target["name"]]["spec"]
