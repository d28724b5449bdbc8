"""Call records on their way to casework: written to disk first, delivered when casework takes them, never lost in between."""

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from voice_connector.casework import Casework
from voice_connector.clock import Clock
from voice_connector.errors import CaseworkDown, CaseworkRefused
from voice_connector.log import logger

_REFUSED = "refused"


class Spool:
    """A folder of records, one file each, named by call id."""

    def __init__(self, folder: Path, casework: Casework, clock: Clock, retry_s: float = 30) -> None:
        self._folder, self._casework, self._clock, self._retry_s = folder, casework, clock, retry_s
        self._delivering = asyncio.Lock()

    async def file(self, record: dict[str, Any]) -> None:
        """Keeps the record, then tries to deliver it. Never raises; a full disk leaves delivery as the only chance."""
        call_id = str(record["call_id"])
        try:
            path = await asyncio.to_thread(self._write, call_id, record)
        except OSError as error:
            logger.error("call record could not be written to the spool", call_id=call_id, error=type(error).__name__)
            await self._deliver_directly(call_id, record)
            return
        async with self._delivering:
            await self._deliver(path)

    async def run(self) -> None:
        """Delivers what is waiting, now and every `retry_s`, until cancelled."""
        while True:
            await self.deliver_all()
            await self._clock.sleep(self._retry_s)

    async def deliver_all(self) -> int:
        """Delivers the oldest first and stops at the first sign that casework is down. Returns how many are left."""
        async with self._delivering:
            waiting = await asyncio.to_thread(self._waiting)
            for done, path in enumerate(waiting):
                if not await self._deliver(path):
                    return len(waiting) - done
        return 0

    def waiting(self) -> int:
        return len(self._waiting())

    def _waiting(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)

    async def _deliver(self, path: Path) -> bool:
        """False when casework is down, so that the rest waits too."""
        if not path.exists():  # delivered by another round in the meantime
            return True
        try:
            record = await asyncio.to_thread(lambda: json.loads(path.read_text("utf-8")))
            await self._casework.put_call(path.stem, record)
        except CaseworkDown as error:
            logger.warning("call record waits in the spool", call_id=path.stem, error=str(error))
            return False
        except (CaseworkRefused, ValueError) as error:
            logger.error("call record was set aside", call_id=path.stem, error=type(error).__name__)
            await asyncio.to_thread(self._set_aside, path)
            return True
        await asyncio.to_thread(path.unlink, True)
        return True

    async def _deliver_directly(self, call_id: str, record: dict[str, Any]) -> None:
        try:
            await self._casework.put_call(call_id, record)
        except (CaseworkDown, CaseworkRefused) as error:
            logger.error("call record is lost", call_id=call_id, error=type(error).__name__)

    def _write(self, call_id: str, record: dict[str, Any]) -> Path:
        """Whole or not at all: a reader never sees half a record, and a crash after the return loses nothing."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self._folder / f"{call_id}.json"
        part = path.with_suffix(".part")
        with open(part, "w", encoding="utf-8", opener=_private) as file:
            json.dump(record, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        _sync_folder(self._folder)
        return path

    def _set_aside(self, path: Path) -> None:
        aside = self._folder / _REFUSED
        aside.mkdir(exist_ok=True, mode=0o700)
        os.replace(path, aside / path.name)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
