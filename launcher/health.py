"""Asks a service whether it can serve, and whether a port is free, with the standard library only; and how busy the machine is."""

from __future__ import annotations

import os
import socket
import urllib.error
import urllib.request
from typing import Iterable

from launcher.errors import PortTaken
from launcher.settings import HOST, Settings, port_variable

ANSWER_WITHIN_S = 2.0
MOST_SLOWNESS = 8.0  # what takes longer than this is broken, however busy the machine is
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy: all is on this machine


def status_of(url: str) -> int | None:
    """The HTTP status, or None when nobody answers."""
    try:
        with DIRECT.open(url, timeout=ANSWER_WITHIN_S) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
    except (OSError, ValueError):
        return None


def is_ready(base_url: str, paths: Iterable[str]) -> bool:
    return any(status_of(base_url + path) == 200 for path in paths)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def slowness() -> float:
    """How much longer work takes because others want the cores: 1 on a quiet machine. 1 also where nobody can say."""
    if not hasattr(os, "getloadavg"):
        return 1.0
    return min(MOST_SLOWNESS, max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)))


def require_free_ports(settings: Settings, names: Iterable[str]) -> None:
    """Raises PortTaken for the first service whose port another program holds."""
    for name in names:
        port = settings.ports[name]
        if not is_free(port):
            raise PortTaken(
                f"Port {port} on {HOST} is taken by another program, and {name} needs it; "
                f"stop that program or choose another port with {port_variable(name)}."
            )
