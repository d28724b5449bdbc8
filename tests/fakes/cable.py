"""A cable between a browser and a server of the tests, which can be pulled out and put in again: a lost connection."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_CHUNK = 65_536


@dataclass
class Cable:
    """`address`: where the browser goes. While it is pulled out every connection breaks, also one that was open."""

    address: str
    _to: tuple[str, int]
    _listening: socket.socket
    _open: set[socket.socket] = field(default_factory=set)
    _out: bool = False

    def pull(self) -> None:
        self._out = True
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def put_in(self) -> None:
        self._out = False

    def serve(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._out:
                near.close()
                continue
            try:
                far = socket.create_connection(self._to, timeout=10)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(_CHUNK):
                other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        one.close()
        self._open.discard(one)


@contextmanager
def cable(address: str) -> Iterator[Cable]:
    to = urlsplit(address)
    assert to.hostname
    assert to.port
    with socket.create_server(("127.0.0.1", 0)) as listening:
        laid = Cable(f"http://127.0.0.1:{listening.getsockname()[1]}", (to.hostname, to.port), listening)
        threading.Thread(target=laid.serve, daemon=True).start()
        yield laid
        laid.pull()
