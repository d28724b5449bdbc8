"""Rasa as operators see it: /metrics, /readyz, and a span around every turn, on Rasa's own web server."""

from __future__ import annotations

from typing import Any

import rasa.core.run
from sanic.request import Request
from sanic.response import HTTPResponse, json

from watching import traces
from watching.counts import Counts
from watching.sanic_app import watch
from watching.where import in_logs

COUNTS = Counts("rasa")
_rasas_configure_app = rasa.core.run.configure_app


def configure_app(*arguments: Any, **named: Any) -> Any:
    """Rasa's app, watched. It is ready when it has a model to answer with."""
    app = _rasas_configure_app(*arguments, **named)
    watch(app, COUNTS)

    async def ready(_: Request) -> HTTPResponse:
        agent = getattr(app.ctx, "agent", None)
        able = agent is not None and agent.is_ready()
        return json({"ready": able}, status=200 if able else 503)

    app.add_route(ready, "/readyz", name="readyz")
    return app


def install() -> None:
    """From now on a starting Rasa is watched."""
    rasa.core.run.configure_app = configure_app
    in_logs()  # a turn that fails, an action inside: the error's text may quote the caller
    traces.start("rasa")
