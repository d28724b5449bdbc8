"""Chats in a folder of this host: one file each, and a lock that the system takes from a process that dies."""

import contextlib
import fcntl
import os
import re
import time
from pathlib import Path

from voice_connector.apart import Apart
from voice_connector.chats.store import HeldElsewhere, StoreAway

_NAME = re.compile(r"[A-Za-z0-9]{8,40}")


class InFolder:
    """`folder` is made when the first chat is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._disk = folder, Apart("chats")
        self._locks: dict[str, int] = {}  # call id -> descriptor of its locked file

    async def take(self, call_id: str) -> bytes | None:
        if not _NAME.fullmatch(call_id) or not self._path(call_id).exists():
            return None
        self._hold(call_id)
        try:
            return await self._disk.run(self._path(call_id).read_bytes)
        except FileNotFoundError:  # dropped in this moment
            await self.free(call_id)
            return None
        except OSError as error:
            await self.free(call_id)
            raise StoreAway(type(error).__name__) from None

    async def put(self, call_id: str, content: bytes) -> None:
        self._hold(call_id)
        try:
            await self._disk.run(self._write, call_id, content)
        except OSError as error:
            raise StoreAway(type(error).__name__) from None

    async def free(self, call_id: str) -> None:
        if (descriptor := self._locks.pop(call_id, None)) is not None:
            os.close(descriptor)

    async def drop(self, call_id: str) -> None:
        for path in (self._path(call_id), self._lock_path(call_id)):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
        await self.free(call_id)

    async def left(self, idle_s: float) -> list[str]:
        before = time.time() - idle_s
        found = []
        for path in self._folder.glob("*.chat") if self._folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                if path.stem not in self._locks and path.stat().st_mtime < before:
                    found.append(path.stem)
        return found

    async def renew(self) -> None:
        """The system knows that we live."""

    async def close(self) -> None:
        for call_id in list(self._locks):
            await self.free(call_id)

    def _hold(self, call_id: str) -> None:
        if call_id in self._locks:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self._lock_path(call_id), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreAway(type(error).__name__) from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise HeldElsewhere from None
        self._locks[call_id] = descriptor

    def _write(self, call_id: str, content: bytes) -> None:
        """Whole or not at all. Not synced: what must outlive the host's power is kept elsewhere, a killed process loses nothing."""
        part = self._folder / f"{call_id}.part"
        with open(part, "wb", opener=_private) as file:
            file.write(content)
        os.replace(part, self._path(call_id))

    def _path(self, call_id: str) -> Path:
        return self._folder / f"{call_id}.chat"

    def _lock_path(self, call_id: str) -> Path:
        return self._folder / f"{call_id}.lock"


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
