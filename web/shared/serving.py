"""Runs a web app until it is stopped: one process, one sentence when something outside is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from sanic import Sanic

from agencies.errors import AgencyError
from watching import traces
from watching.where import in_logs
from web.shared import log
from web.shared.settings import Chosen, SettingsWrong, load


def main(kind: type[Chosen], make: Callable[[Chosen], Sanic[Any, Any]], port: Callable[[Chosen], int]) -> int:
    """The command `python -m web.<app> serve`; 2 when a setting or the agency's files are wrong."""
    if sys.argv[1:] != ["serve"]:
        sys.stderr.write("Say what to do: serve\n")
        return 2
    try:
        settings = load(kind)
        log.configure(settings.log_format, settings.log_level)
        in_logs()
        app = make(settings)
        traces.start(app.name.removeprefix("civicline-"))
    except (SettingsWrong, AgencyError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    app.run(settings.host, port(settings), single_process=True, access_log=False, motd=False)
    return 0
