"""Lets the next Rasa listen on the port beside this one, for a restart that no caller waits for (CIVICLINE_RASA_BESIDE=1 for both).

The next one loads its model first, then listens, then writes its process id into `CIVICLINE_VAR/rasa-PORT.pid`; whoever restarts
now tells the one before to stop (SIGTERM). It listens no more from then on, so that every new connection finds the next one, and answers
the turns that it has before anything of it is taken down; what comes by a connection that is open already is told to come again
(503), which the connector does at once, by a new one. Both read conversations from the same store.

While it loads, the next one is the less important of the two (nice), where it may become as important again afterwards: callers talk
to the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import time
from functools import partial
from pathlib import Path
from typing import Any, Callable, List, Optional

from sanic import response

VARIABLE = "CIVICLINE_RASA_BESIDE"
FINISHES_WITHIN_S = 8.0  # who stops us waits ten seconds
LESS = 5  # nice, while it loads
_before: List[int] = []  # how nice it was before


def pid_file(port: int) -> Path:
    return Path(os.environ.get("CIVICLINE_VAR") or "var") / f"rasa-{port}.pid"


class Door:
    """Counts the turns that are being answered; `close` returns when there are none."""

    def __init__(self) -> None:
        self._inside = 0
        self._closing = False
        self.listening: List[Any] = []  # asyncio servers

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
        for server in self.listening:
            server.close()
        ends = time.monotonic() + FINISHES_WITHIN_S
        while self._inside and time.monotonic() < ends:
            await asyncio.sleep(0.02)


def install() -> None:
    """Without the variable, a port that is taken stays an error: two on one port by mistake would not be noticed."""
    if os.environ.get(VARIABLE) == "1":
        from sanic.server import runners

        runners.serve = partial(_serve, runners.serve)
        step_back()


def _serve(sanics: Callable[..., Any], host: str, port: int, app: Any, *more: Any, **named: Any) -> Any:
    async def say_so(*_: Any) -> None:
        step_forward()
        pid_file(port).write_text(str(os.getpid()))

    door = Door()
    app.register_middleware(door.came, "request")
    app.register_middleware(door.went, "response")
    app.register_listener(say_so, "after_server_start")
    app.register_listener(door.close, "before_server_stop")  # the last one registered is the first one run
    _note_what_listens(named.get("loop"), door)
    return sanics(host, port, app, *more, **{**named, "reuse_port": True})


def _note_what_listens(loop: Any, door: Door) -> None:
    """Sanic keeps its server to itself until everything of it is taken down; the door closes before that."""
    if loop is None:
        return
    makes = loop.create_server

    async def create_server(*arguments: Any, **more: Any) -> Any:
        server = await makes(*arguments, **more)
        door.listening.append(server)
        return server

    loop.create_server = create_server


def step_back() -> None:
    """Only root, and whom an operator allows it (LimitNICE), may take a nice value back; nobody else steps back."""
    now = os.getpriority(os.PRIO_PROCESS, 0)
    if os.geteuid() == 0 or resource.getrlimit(resource.RLIMIT_NICE)[0] >= 20 - now:
        _before.append(now)
        os.nice(LESS)


def step_forward() -> None:
    """Every thread of this process by itself, as Linux has it."""
    for before in _before:
        for thread in os.listdir("/proc/self/task"):
            with contextlib.suppress(OSError):  # it has just ended
                os.setpriority(os.PRIO_PROCESS, int(thread), before)
    _before.clear()
