"""A trained model is packed with gzip's quickest level, on every core: a third of the work for an archive that is a fiftieth larger.

Rasa packs with the slowest. What a model holds are numbers that hardly get smaller at any level, and nothing else of a training
goes on meanwhile. The archive is a row of gzip members (RFC 1952, 2.2), which every reader takes for one; reading is no slower.
"""

from __future__ import annotations

import os
import tarfile
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Deque, Optional

import rasa.engine.storage.local_model_storage
from tarsafe import TarSafe

QUICKEST = 1
MEMBER = 1 << 22  # bytes before packing
GZIP = 16 + zlib.MAX_WBITS  # with which zlib writes the head and the checksum of a member


class Members:
    """A file to write to: what comes in is packed in members, several at a time (zlib lets other threads run)."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._waiting = bytearray()
        self._written = 0
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1)
        self._packing: Deque[Future[bytes]] = deque()

    def tell(self) -> int:
        return self._written

    def write(self, data: bytes) -> int:
        self._waiting += data
        self._written += len(data)
        while len(self._waiting) >= MEMBER:
            self._pack(MEMBER)
        return len(data)

    def close(self) -> None:
        """Raises OSError where not all could be written."""
        with self._file, self._threads:
            self._pack(len(self._waiting))
            self._store(0)

    def _pack(self, length: int) -> None:
        self._packing.append(self._threads.submit(_packed, bytes(self._waiting[:length])))
        del self._waiting[:length]
        self._store(2 * (os.cpu_count() or 1))

    def _store(self, left: int) -> None:
        """In the order in which they came; so many may go on being packed."""
        while len(self._packing) > left:
            self._file.write(self._packing.popleft().result())


def _packed(data: bytes) -> bytes:
    member = zlib.compressobj(QUICKEST, zlib.DEFLATED, GZIP)
    return member.compress(data) + member.flush()


class QuickTar(TarSafe):
    """Checks what it unpacks as Rasa's own does."""

    @classmethod
    def gzopen(
        cls,
        name: Any,
        mode: str = "r",
        fileobj: Optional[IO[bytes]] = None,
        compresslevel: int = QUICKEST,
        **given: Any,
    ) -> tarfile.TarFile:
        if mode != "w" or fileobj is not None:
            return super().gzopen(name, mode, fileobj, compresslevel, **given)
        archive = cls.taropen(name, mode, Members(Path(name)), **given)
        archive._extfileobj = False  # it closes what it was given, as tarfile's own gzopen has it
        return archive


def install() -> None:
    """For a process that trains."""
    rasa.engine.storage.local_model_storage.__dict__["TarSafe"] = QuickTar
