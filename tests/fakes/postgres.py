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
    programs, port = PROGRAMS[-1].parent, free_port()
    as_user, data = _unprivileged(folder)
    making = [*as_user, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", USER, "-N"]
    subprocess.run(making, check=True, capture_output=True, cwd="/")
    options = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-k", ""]
    server = subprocess.Popen(
        [*as_user, str(programs / "postgres"), "-D", str(data), "-p", str(port), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
    ready = [str(programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-t", "15"]
    end = time.monotonic() + 60
    while subprocess.run(ready, capture_output=True).returncode != 0:
        assert server.poll() is None, "PostgreSQL does not start"
        assert time.monotonic() < end, "PostgreSQL does not answer"
        time.sleep(0.1)
    try:
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # at once, whoever is connected
        server.wait(20)
        shutil.rmtree(data.parent, ignore_errors=True)


def _unprivileged(folder: Path) -> Tuple[List[str], Path]:
    """PostgreSQL refuses to run as root: then it runs as nobody, in a folder that nobody may enter."""
    if os.geteuid() != 0:
        return [], folder / "data"
    own = Path("/tmp") / f"civicline-pg-{uuid.uuid4().hex}"
    own.mkdir(mode=0o700)
    shutil.chown(own, "nobody")
    return ["setpriv", "--reuid=nobody", "--clear-groups"], own / "data"
