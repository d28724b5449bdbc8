"""As much of the Kubernetes API as Helm asks of it to install a chart: everything is taken, nothing runs. Loopback only.

`python -m tests.deploy.fake_kubernetes CHART VALUES.json` installs the chart by Helm's own library (package helm-sdkpy) into it and
prints what was created, one JSON object a line.
"""

import asyncio
import json
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

# group/version -> {plural: kind}
KINDS = {
    "v1": {
        "configmaps": "ConfigMap",
        "secrets": "Secret",
        "services": "Service",
        "persistentvolumeclaims": "PersistentVolumeClaim",
        "namespaces": "Namespace",
    },
    "apps/v1": {"deployments": "Deployment", "statefulsets": "StatefulSet"},
    "policy/v1": {"poddisruptionbudgets": "PodDisruptionBudget"},
    "autoscaling/v2": {"horizontalpodautoscalers": "HorizontalPodAutoscaler"},
    "networking.k8s.io/v1": {"networkpolicies": "NetworkPolicy"},
    "monitoring.coreos.com/v1": {"servicemonitors": "ServiceMonitor"},  # of the Prometheus operator
}


class Api(BaseHTTPRequestHandler):
    created: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].strip("/")
        found = _discovered(path)
        if found is None and path.rpartition("/")[2] in {plural for kinds in KINDS.values() for plural in kinds}:
            found = {"kind": "List", "apiVersion": "v1", "metadata": {}, "items": []}
        if found is None:
            missing = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
            self._answer(404, missing)
        else:
            self._answer(200, found)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["content-length"]))
        if "json" in self.headers.get("content-type", ""):
            body = json.loads(sent)
            self.created.append(body)
        else:  # Helm's own note of the release, as protobuf
            body = {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "release"}}
        self._answer(201, body)

    do_PUT = do_PATCH = do_POST

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        return


def _discovered(path: str) -> dict[str, Any] | None:
    if path == "version":
        return {"major": "1", "minor": "31", "gitVersion": "v1.31.0"}
    if path == "api":
        return {"kind": "APIVersions", "versions": ["v1"]}
    if path == "apis":
        groups = [name.split("/") for name in KINDS if "/" in name]
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(*one) for one in groups]}
    named = path.removeprefix("apis/").removeprefix("api/")
    if named not in KINDS:
        return None
    resources = [
        {
            "name": plural,
            "kind": kind,
            "namespaced": kind != "Namespace",
            "verbs": ["create", "get", "list", "patch", "delete"],
        }
        for plural, kind in KINDS[named].items()
    ]
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": named, "resources": resources}


def _group(name: str, version: str) -> dict[str, Any]:
    one = {"groupVersion": f"{name}/{version}", "version": version}
    return {"name": name, "versions": [one], "preferredVersion": one}


def install(chart: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    import helm_sdkpy  # type: ignore[import-not-found]  # wants Python 3.12

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    kubeconfig = json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "fake", "cluster": {"server": address}}],
            "contexts": [{"name": "fake", "context": {"cluster": "fake", "user": "fake"}}],
            "users": [{"name": "fake", "user": {"token": "none"}}],
            "current-context": "fake",
        }
    )
    with tempfile.NamedTemporaryFile("w", suffix=".json") as written:
        written.write(kubeconfig)
        written.flush()
        configuration = helm_sdkpy.Configuration(namespace="line", kubeconfig=written.name)
        asyncio.run(helm_sdkpy.Install(configuration).run("line", chart, values, wait=False))
    server.shutdown()
    return Api.created


if __name__ == "__main__":
    for one in install(sys.argv[1], json.loads(sys.argv[2])):
        sys.stdout.write(json.dumps(one) + "\n")
