"""Requests of a part as Prometheus reads them: counted by route (its pattern, never the path that was asked) and status."""

from __future__ import annotations

from typing import Optional

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Counts:
    """`registry`: the part's own, where it has one."""

    def __init__(self, part: str, registry: Optional[CollectorRegistry] = None) -> None:
        self.part = part
        self.registry = registry or CollectorRegistry()
        self._requests = Counter(
            "civicline_requests", "Requests answered.", ["part", "route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            "civicline_request_seconds",
            "From a request to its answer.",
            ["part", "route"],
            buckets=SECONDS,
            registry=self.registry,
        )

        self._happened = Counter(
            "civicline_happened", "What a part has met, by a constant name.", ["part", "what"], registry=self.registry
        )

    def happened(self, what: str) -> None:
        """`what`: a constant of ours."""
        self._happened.labels(self.part, what).inc()

    def answered(self, route: str, status: int, seconds: float) -> None:
        self._requests.labels(self.part, route, f"{status // 100}xx").inc()
        self._seconds.labels(self.part, route).observe(seconds)

    def page(self) -> bytes:
        return generate_latest(self.registry)
