"""ClamAV's daemon: the bytes go over its socket (INSTREAM), so it needs no right to read our folders."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from casework.scanning.base import CannotScan

_TIMEOUT_S, _PIECE = 60.0, 64 * 1024


class Clamd:
    """`address`: the path of a unix socket, or host:port."""

    name = "clamd"

    def __init__(self, address: str) -> None:
        self._address = address

    def infected(self, path: Path) -> str | None:
        try:
            with self._connected() as stream, path.open("rb") as file:
                stream.sendall(b"zINSTREAM\0")
                while piece := file.read(_PIECE):
                    stream.sendall(struct.pack(">I", len(piece)) + piece)
                stream.sendall(struct.pack(">I", 0))
                said = _answer(stream)
        except OSError as error:
            raise CannotScan(type(error).__name__) from error
        if said.endswith(" OK"):
            return None
        if said.endswith(" FOUND"):
            return said.removeprefix("stream: ").removesuffix(" FOUND")[:80]
        raise CannotScan("an answer that is none")

    def _connected(self) -> socket.socket:
        host, _, port = self._address.rpartition(":")
        if host and port.isdigit():
            return socket.create_connection((host, int(port)), _TIMEOUT_S)
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        stream.settimeout(_TIMEOUT_S)
        stream.connect(self._address)
        return stream


def _answer(stream: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096 and (piece := stream.recv(1024)):
        said += piece
    return said.rstrip(b"\0\n").decode(errors="replace")
