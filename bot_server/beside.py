"""Lets the next Rasa listen on the port beside this one, for a restart that no caller waits for (CIVICLINE_RASA_BESIDE=1 for both).

The next one loads its model first, then listens, then writes its process id into `CIVICLINE_VAR/rasa-PORT.pid`; whoever restarts
now tells the one before to stop (SIGTERM): it takes no new turn, answers those that it has, and goes. A turn that met the
closing door is sent again by the connector, and done once. Both read conversations from the same store (docs/runbooks/bot-down.md).
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any, Callable

VARIABLE = "CIVICLINE_RASA_BESIDE"


def pid_file(port: int) -> Path:
    return Path(os.environ.get("CIVICLINE_VAR") or "var") / f"rasa-{port}.pid"


def install() -> None:
    """Without the variable, a port that is taken stays an error: two on one port by mistake would not be noticed."""
    if os.environ.get(VARIABLE) == "1":
        from sanic.server import runners

        runners.serve = partial(_serve, runners.serve)


def _serve(sanics: Callable[..., Any], host: str, port: int, app: Any, *more: Any, **named: Any) -> Any:
    async def say_so(*_: Any) -> None:
        pid_file(port).write_text(str(os.getpid()))

    app.register_listener(say_so, "after_server_start")
    return sanics(host, port, app, *more, **{**named, "reuse_port": True})
