"""The web apps as they are served, on ports of their own, over HTTP: no test reaches into a handler."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import health, processes
from launcher.paths import ROOT, SERVICES_ENV, env_python
from launcher.settings import quiet_environment
from launcher.temporary import free_port
from tests.patience import PATIENT

START_WITHIN_S = 240


@contextmanager
def served(module: str, port_variable: str, var: Path, at: int = 0, **variables: str) -> Iterator[str]:
    """`python -m <module> serve`, as its address. `at`: the port, where somebody has to know it before."""
    port = at or free_port()
    environment = {
        **quiet_environment(),
        **PATIENT,
        port_variable: str(port),
        "CIVICLINE_SERVICE_TOKEN": "a-token-of-the-tests",
        **variables,
    }
    process = processes.start(
        (str(env_python(SERVICES_ENV)), "-m", module, "serve"), var / f"{module}.log", environment, ROOT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        ends_at = time.monotonic() + START_WITHIN_S
        while not health.is_ready(address, ("/healthz",)):
            assert process.poll() is None, (var / f"{module}.log").read_text("utf-8")
            assert time.monotonic() < ends_at, "it did not start"
            time.sleep(0.1)
        yield address
    finally:
        processes.stop_group(process, 5)


def token_in(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page
    return found[1]
