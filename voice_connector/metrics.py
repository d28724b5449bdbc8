"""What operators watch: calls, turns, latency by part, dispositions, escalations, failures, queues (Prometheus)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from voice_connector.events import CallEnded, CallerSaid, Failed, Interrupted, Shown, Timing, Transferring

_SECONDS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.2, 1.6, 2.0, 3.0, 5.0)


class Metrics:
    """One registry a process; labels hold ids of ours only, never anything that a caller said."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._calls = Counter(
            "civicline_calls", "Calls that ended.", ["channel", "disposition", "ended_by"], registry=self.registry
        )
        self._active = Gauge("civicline_calls_active", "Calls that are going on.", ["channel"], registry=self.registry)
        self._refused = Counter("civicline_calls_refused", "Calls for which there was no room.", registry=self.registry)
        self._turns = Counter("civicline_turns", "Caller turns.", ["channel", "by"], registry=self.registry)
        self._interrupted = Counter(
            "civicline_interruptions", "Times that callers stopped our voice.", registry=self.registry
        )
        self._transfers = Counter("civicline_escalations", "Calls handed over.", ["reason"], registry=self.registry)
        self._failures = Counter(
            "civicline_failures", "Parts of ours that failed in a call.", ["part"], registry=self.registry
        )
        self._latency = Histogram(
            "civicline_turn_seconds",
            "End of speech to first sound of the answer.",
            ["part"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.spool = Gauge("civicline_spool_records", "Call records that wait for casework.", registry=self.registry)
        self.engine_waiting = Gauge(
            "civicline_engine_waiting", "Speech jobs that wait.", ["engine"], registry=self.registry
        )

    def call_started(self, channel: str) -> None:
        self._active.labels(channel).inc()

    def call_over(self, channel: str) -> None:
        self._active.labels(channel).dec()

    def call_refused(self) -> None:
        self._refused.inc()

    def saw(self, channel: str, event: Shown) -> None:
        """Counts one event of a call."""
        if isinstance(event, CallerSaid):
            self._turns.labels(channel, event.by).inc()
        elif isinstance(event, Timing):
            for part in ("endpoint", "recognition", "bot", "synthesis", "total"):
                self._latency.labels(part).observe(getattr(event, part) / 1000)
        elif isinstance(event, Interrupted):
            self._interrupted.inc()
        elif isinstance(event, Transferring):
            self._transfers.labels(event.reason).inc()
        elif isinstance(event, Failed):
            self._failures.labels(event.part).inc()
        elif isinstance(event, CallEnded):
            self._calls.labels(channel, event.disposition, event.ended_by).inc()

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)
