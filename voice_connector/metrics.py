"""What operators watch: calls, turns, latency by part, dispositions, escalations, failures, queues (Prometheus)."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from voice_connector.capacity.admission import Admission
from voice_connector.events import CallEnded, CallerSaid, Failed, Interrupted, Shown, Timing, Transferring
from voice_connector.records.spool import Spool
from voice_connector.speech.engines import pools_of
from voice_connector.speech.interfaces import Engines
from watching.counts import Counts

_SECONDS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.2, 1.6, 2.0, 3.0, 5.0)


class Metrics:
    """One registry a process; labels hold ids of ours only, never anything that a caller said."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counts("connector", self.registry)
        self._calls = Counter(
            "civicline_calls", "Calls that ended.", ["channel", "disposition", "ended_by"], registry=self.registry
        )
        self._active = Gauge("civicline_calls_active", "Calls that are going on.", ["channel"], registry=self.registry)
        self._refused = Counter(
            "civicline_calls_refused", "Calls that went to a person at once.", ["reason"], registry=self.registry
        )
        self._turns = Counter("civicline_turns", "Caller turns.", ["channel", "by"], registry=self.registry)
        self._interrupted = Counter(
            "civicline_interruptions", "Times that callers stopped our voice.", registry=self.registry
        )
        self._transfers = Counter("civicline_escalations", "Calls handed over.", ["reason"], registry=self.registry)
        self._handed_over = Histogram(
            "civicline_handover_seconds",
            "From our last word to ringing a person.",
            buckets=_SECONDS,
            registry=self.registry,
        )
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
        self._spool = Gauge(
            "civicline_spool_records", "Call records that wait for casework.", ["state"], registry=self.registry
        )
        self._spool_age = Gauge(
            "civicline_spool_oldest_seconds", "Age of the oldest record that waits.", registry=self.registry
        )
        self._waiting = Gauge("civicline_engine_waiting", "Speech jobs that wait.", ["engine"], registry=self.registry)
        self._waited = Gauge(
            "civicline_engine_waited_seconds",
            "How long needed speech work waits now.",
            ["engine"],
            registry=self.registry,
        )
        self._restarts = Counter(
            "civicline_engine_restarts",
            "Speech engines that broke and were replaced.",
            ["engine"],
            registry=self.registry,
        )
        self._stood_in = Counter(
            "civicline_engine_stood_in", "Utterances that the stand-in recogniser heard.", registry=self.registry
        )
        self._capacity = Gauge("civicline_calls_capacity", "Spoken calls taken at once.", registry=self.registry)
        self._capacity_late = Gauge(
            "civicline_calls_capacity_late",
            "Spoken calls taken at once while the waits stay short, some answers a little later; 0: none more.",
            registry=self.registry,
        )
        self._ready = Gauge("civicline_ready", "1 while calls are taken, 0 while draining.", registry=self.registry)
        self._seen: dict[str, int] = {}

    def observe(self, engines: Engines, spool: Spool, admission: Admission) -> None:
        """Reads what is not told event by event; called before each page."""
        for name, pool in pools_of(engines):
            self._waiting.labels(name).set(pool.waiting)
            self._waited.labels(name).set(pool.waited_s)
            self._restarts.labels(name).inc(self._more(name, pool.restarts))
        self._stood_in.inc(self._more("stood_in", getattr(engines.recogniser, "stood_in", 0)))
        self._spool.labels("waiting").set(spool.waiting())
        self._spool.labels("refused").set(spool.set_aside())
        self._spool_age.set(spool.oldest_s())
        self._capacity.set(admission.most_calls)
        self._capacity_late.set(admission.most_late)
        self._ready.set(0 if admission.draining else 1)

    def _more(self, name: str, total: int) -> int:
        before, self._seen[name] = self._seen.get(name, 0), total
        return total - before

    def call_started(self, channel: str) -> None:
        self._active.labels(channel).inc()

    def call_over(self, channel: str) -> None:
        self._active.labels(channel).dec()

    def call_refused(self, reason: str) -> None:
        self._refused.labels(reason).inc()

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
            if event.after_ms is not None:
                self._handed_over.observe(event.after_ms / 1000)
        elif isinstance(event, Failed):
            self._failures.labels(event.part).inc()
        elif isinstance(event, CallEnded):
            self._calls.labels(channel, event.disposition, event.ended_by).inc()

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)
