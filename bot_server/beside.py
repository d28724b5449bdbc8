"""Lets the next Rasa listen on the port beside this one, for a restart that no caller waits for (CIVICLINE_RASA_BESIDE=1 for both).

The next one loads its model first, then listens, then writes its process id into `CIVICLINE_VAR/rasa-PORT.pid`; whoever restarts
now tells the one before to stop (SIGTERM). It answers the turns that it has before anything of it is taken down; new ones are told to
come again (503), which the connector does within half a second, and finds the next one. Both read conversations from the same store.
"""

from __future__ import annotations

import asyncio
import os
import time
from functools import partial
from pathlib import Path
from typing import Any, Callable, Optional

from sanic import response

VARIABLE = "CIVICLINE_RASA_BESIDE"
FINISHES_WITHIN_S = 8.0  # who stops us waits ten seconds


def pid_file(port: int) -> Path:
    return Path(os.environ.get("CIVICLINE_VAR") or "var") / f"rasa-{port}.pid"


class Door:
    """Counts the turns that are being answered; `close` returns when there are none."""

    def __init__(self) -> None:
        self._inside = 0
        self._closing = False

    async def came(self, request: Any) -> Optional[Any]:
        if self._closing:
            return response.json({"error": "another one answers"}, 503, headers={"connection": "close"})
        self._inside += 1
        request.ctx.inside = True
        return None

    async def went(self, request: Any, _answer: Any) -> None:
        if getattr(request.ctx, "inside", False):
            request.ctx.inside = False
            self._inside -= 1

    async def close(self, *_: Any) -> None:
        self._closing = True
        ends = time.monotonic() + FINISHES_WITHIN_S
        while self._inside and time.monotonic() < ends:
            await asyncio.sleep(0.02)


def install() -> None:
    """Without the variable, a port that is taken stays an error: two on one port by mistake would not be noticed."""
    if os.environ.get(VARIABLE) == "1":
        from sanic.server import runners

        runners.serve = partial(_serve, runners.serve)


def _serve(sanics: Callable[..., Any], host: str, port: int, app: Any, *more: Any, **named: Any) -> Any:
    async def say_so(*_: Any) -> None:
        pid_file(port).write_text(str(os.getpid()))

    door = Door()
    app.register_middleware(door.came, "request")
    app.register_middleware(door.went, "response")
    app.register_listener(say_so, "after_server_start")
    app.register_listener(door.close, "before_server_stop")  # the last one registered is the first one run
    return sanics(host, port, app, *more, **{**named, "reuse_port": True})
