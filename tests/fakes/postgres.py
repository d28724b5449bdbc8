"""A real PostgreSQL of our own for tests: on a free loopback port, in a folder that is thrown away."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Tuple

from launcher.temporary import free_port

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
NONE = "NOT TESTED ON POSTGRESQL: /usr/lib/postgresql is not on this machine"
USER = "civicline"


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of its first database, `postgresql://civicline@127.0.0.1:PORT/postgres`; gone after the block."""
    with running(folder) as server:
        yield server.url


class Running:
    """A server that can be stopped in the middle and started again, with all that it has."""

    def __init__(self, data: Path, as_user: List[str]) -> None:
        self._data, self._as_user, self._port = data, as_user, free_port()
        self.url = f"postgresql://{USER}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        programs = PROGRAMS[-1].parent
        options = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", ""]
        self._server = subprocess.Popen(
            [*self._as_user, str(programs / "postgres"), "-D", str(self._data), "-p", str(self._port), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
        ready = [str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(self._port), "-t", "15"]
        end = time.monotonic() + 60
        while subprocess.run(ready, capture_output=True).returncode != 0:
            assert self._server.poll() is None, "PostgreSQL does not start"
            assert time.monotonic() < end, "PostgreSQL does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        self._server.send_signal(signal.SIGINT)  # at once, whoever is connected
        self._server.wait(20)


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    programs = PROGRAMS[-1].parent
    as_user, data = _unprivileged(folder)
    making = [*as_user, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", USER, "-N"]
    subprocess.run(making, check=True, capture_output=True, cwd="/")
    server = Running(data, as_user)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(data.parent, ignore_errors=True)


def _unprivileged(folder: Path) -> Tuple[List[str], Path]:
    """PostgreSQL refuses to run as root: then it runs as nobody, in a folder that nobody may enter."""
    if os.geteuid() != 0:
        return [], folder / "data"
    own = Path("/tmp") / f"civicline-pg-{uuid.uuid4().hex}"
    own.mkdir(mode=0o700)
    shutil.chown(own, "nobody")
    return ["setpriv", "--reuid=nobody", "--clear-groups"], own / "data"
