"""A whole Civicline of its own for tests and benchmarks: ports that nobody uses, a var/ that is thrown away."""

from __future__ import annotations

import os
import random
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Callable, Iterator, Sequence

from launcher import health, settings
from launcher.errors import PortTaken
from launcher.run import prepare
from launcher.settings import DEFAULT_PORTS, Settings
from launcher.stack import Stack

EVERYTHING = ("casework", "actions", "rasa", "connector", "citizen", "console")
TRIES = 200
_GIVEN = Path(tempfile.gettempdir()) / f"civicline-ports-{os.getuid()}"
_GIVEN_FOR_S = 180.0  # until then whoever was given ports has taken them, or has ended


@contextmanager
def temporary_stack(
    names: Sequence[str] = EVERYTHING, before: Callable[[Settings], None] = lambda _: None
) -> Iterator[Stack]:
    """Starts the named services with sample data and the present model; everything is gone after the block.

    `before` may change what they find, after the sample data are there.
    """
    with tempfile.TemporaryDirectory(prefix="civicline-") as folder:
        chosen = replace(settings.from_environment(free_offset(), var=Path(folder)), one_token=True)
        services = [service for service in prepare(chosen) if service.name in names]
        before(chosen)
        with Stack(chosen, services) as stack:
            yield stack


def free_offset() -> int:
    """An offset at which none of our ports is taken, and which nobody on this machine was given in the last minutes: whoever is given
    one binds its ports later, and two that were given the same both could.

    Our ports stay below 32768, where Linux takes ports for outgoing connections: one of our own clients, calling a
    service that is being started again, could be given that service's port.
    """
    for _ in range(TRIES):
        offset = random.randrange(10_000, 22_000, 10)
        if _is_given_first(offset) and all(health.is_free(port + offset) for port in DEFAULT_PORTS.values()):
            return offset
    raise PortTaken(f"No free ports were found in {TRIES} tries; stop programs that hold ports above 15000.")


def _is_given_first(offset: int) -> bool:
    """Marks the offset as given, in a file that is made by one alone; False where it was given to somebody a short time ago."""
    _GIVEN.mkdir(exist_ok=True)
    mark = _GIVEN / str(offset)
    with suppress(FileNotFoundError):
        if time.time() - mark.stat().st_mtime > _GIVEN_FOR_S:
            mark.unlink()
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def free_port() -> int:
    return DEFAULT_PORTS["rasa"] + free_offset()
