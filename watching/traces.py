"""Traces through a call, by OpenTelemetry, where CIVICLINE_TRACES names a collector (OTLP over HTTP). Off otherwise, and then free.

All turns of one call are one trace: its id is a hash of the call id, so that any process of any host finds it without asking. Between
processes it travels as W3C `traceparent`. Attributes are those of ATTRIBUTES, which hold ids of ours and numbers only.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from typing import Any, Dict, Iterator, Mapping, Optional

VARIABLE = "CIVICLINE_TRACES"  # http://collector:4318/v1/traces
ATTRIBUTES = frozenset(
    {
        "action",
        "act",
        "need",
        "reason",
        "disposition",
        "channel",
        "agency",
        "route",
        "method",
        "status",
        "again",
        "failed",
    }
)
_tracer: Any = None


def start(part: str, exporter: Any = None) -> bool:
    """Once in a process, at its start. `exporter`: another one than the collector's (tests). Returns whether traces are on."""
    global _tracer
    address = os.environ.get(VARIABLE, "").strip()
    if exporter is None and not address:
        return False
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"civicline-{part}"}))
    if exporter is None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address, timeout=5)))
    else:
        provider.add_span_processor(SimpleSpanProcessor(exporter))
    _tracer = provider.get_tracer("civicline")
    return True


def stop() -> None:
    """Off again (tests)."""
    global _tracer
    _tracer = None


class Span:
    """What a caller of `span` may write on it. Nothing is kept of an attribute that is not in ATTRIBUTES."""

    def __init__(self, real: Any = None) -> None:
        self._real = real

    def set(self, name: str, value: Any) -> None:
        if self._real is not None and name in ATTRIBUTES and value is not None:
            self._real.set_attribute(f"civicline.{name}", value if isinstance(value, (bool, int)) else str(value)[:80])


_NONE = Span()


@contextmanager
def span(
    name: str, *, call: Optional[str] = None, headers: Optional[Mapping[str, str]] = None, **attributes: Any
) -> Iterator[Span]:
    """Measures the block. Its parent: what `headers` brought, else the call's own trace, else the span around it.

    `name` is a constant. An exception is noted by its type; its text could hold anything.
    """
    if _tracer is None:
        yield _NONE
        return
    parent = _from_headers(headers) if headers is not None else _of_call(call) if call else None
    with _tracer.start_as_current_span(
        name, context=parent, record_exception=False, set_status_on_exception=False
    ) as real:
        made = Span(real)
        for key, value in attributes.items():
            made.set(key, value)
        try:
            yield made
        except BaseException as error:
            made.set("failed", type(error).__name__)
            raise


def carried() -> Dict[str, str]:
    """The headers that carry the present span to the next process; none when traces are off."""
    if _tracer is None:
        return {}
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    found: Dict[str, str] = {}
    TraceContextTextMapPropagator().inject(found)
    return {name: value for name, value in found.items() if name == "traceparent"}


def _from_headers(headers: Mapping[str, str]) -> Any:
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    parent = headers.get("traceparent")
    return TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None


def _of_call(call: str) -> Any:
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

    digest = hashlib.blake2b(call.encode(), digest_size=24, person=b"civicline-trace").digest()
    trace, root = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:], "big")
    return set_span_in_context(NonRecordingSpan(SpanContext(trace, root, True, TraceFlags(TraceFlags.SAMPLED))))
