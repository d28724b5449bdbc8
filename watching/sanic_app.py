"""Puts counts, `/metrics` and a span around every request of a Sanic app, of the old Sanic beside Rasa and of the current one."""

from __future__ import annotations

import hmac
import time
from contextlib import ExitStack
from typing import Any

from watching import traces
from watching.counts import CONTENT_TYPE, Counts

APART = ("/metrics", "/healthz", "/readyz", "/health")  # asked by machines every few seconds


def watch(app: Any, counts: Counts, *, page: bool = True, token: str = "") -> None:
    """`page`: also serve /metrics here; False where the part serves its own page of the same registry.

    `token`: who reads them shows it as bearer; for parts that people reach. A WebSocket, which lasts as long as a call, is not counted.
    """
    from sanic.response import empty, raw

    async def before(request: Any) -> None:
        if request.path not in APART and "upgrade" not in request.headers:
            request.ctx.watched_from = time.perf_counter()
            request.ctx.watched = ExitStack()
            around = traces.span("request", headers=request.headers, route=route_of(request), method=request.method)
            request.ctx.watched_span = request.ctx.watched.enter_context(around)

    async def after(request: Any, response: Any) -> None:
        began = getattr(request.ctx, "watched_from", None)
        status = response.status if response is not None else 500
        if began is not None:
            counts.answered(route_of(request), status, time.perf_counter() - began)
        if (watched := getattr(request.ctx, "watched", None)) is not None:
            request.ctx.watched_span.set("status", status)
            watched.close()

    app.register_middleware(before, "request")
    app.register_middleware(after, "response")
    if page:

        async def metrics(request: Any) -> Any:
            if token and not hmac.compare_digest(str(request.token or "").encode(), token.encode()):
                return empty(status=404)
            return raw(counts.page(), content_type=CONTENT_TYPE)

        app.add_route(metrics, "/metrics", name=f"{counts.part}_metrics")


def route_of(request: Any) -> str:
    """The pattern that was met ("/v1/reports/<report>/answers"); "none" for what no route takes."""
    route = getattr(request, "route", None)
    return f"/{route.path.lstrip('/')}" if route is not None else "none"
