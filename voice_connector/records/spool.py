"""Call records on their way to casework: written to disk first, delivered when casework takes them, never lost in between.

Hand-over tickets that casework could not take at once wait here too, each with the key that makes it one ticket.
"""

import asyncio
import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkRefused, CaseworkUnavailable
from voice_connector.apart import Apart
from voice_connector.clock import Clock
from voice_connector.log import logger
from voice_connector.records.elsewhere import Elsewhere, Nowhere
from voice_connector.records.record import Redaction

_REFUSED = "refused"
_TICKETS_EVERY_S = 3.0
_TICKET = "ticket-"  # a file of this name holds {"key", "story"}; any other is a call record, named by its call


class Spool:
    """A folder of records and tickets, one file each."""

    def __init__(
        self,
        folder: Path,
        casework: CaseworkClient,
        clock: Clock,
        retry_s: float = 30,
        redaction: Redaction | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """`elsewhere`: where copies of what has to wait outlive this host."""
        self._redaction, self._elsewhere = redaction or Redaction(), elsewhere or Nowhere()
        self._folder, self._casework, self._clock, self._retry_s = folder, casework, clock, retry_s
        self._delivering, self._wake = asyncio.Lock(), asyncio.Event()
        self._down = False
        self._copying: set[asyncio.Task[bool]] = set()
        self._disk = Apart("spool")

    async def file(self, record: dict[str, Any]) -> None:
        """Keeps the record, then tries to deliver it. Never raises; a full disk leaves delivery as the only chance.

        While casework is down, or slow with another record, this one waits for `run`: calls that end do not queue here.
        """
        call_id = str(record["call_id"])
        try:
            path = await self._disk.run(self._write, call_id, record)
        except OSError as error:
            logger.error("call record could not be written to the spool", call_id=call_id, error=type(error).__name__)
            await self._deliver_directly(call_id, record)
            return
        if self._down or self._delivering.locked():
            self._wake.set()
            await self._elsewhere.keep(call_id, _as_bytes(record))
            return
        async with self._delivering:
            if not await self._deliver(path):
                await self._elsewhere.keep(call_id, _as_bytes(record))

    async def keep_ticket(self, story: dict[str, Any], key: str) -> bool:
        """Keeps a ticket, redacted, for the next delivery. The caller is on the line: nothing is sent now. Never raises.

        The same key again replaces what waits; what was delivered under it already is known to casework.
        """
        name = _TICKET + hashlib.sha256(key.encode()).hexdigest()[:32]
        content = {"key": key, "story": await self._redaction.story(story)}
        copied = asyncio.create_task(self._elsewhere.keep(name, _as_bytes(content)))
        try:
            await self._disk.run(self._write, name, content)
        except OSError as error:
            logger.error("hand-over ticket could not be written to the spool", error=type(error).__name__)
            return await copied
        self._copying.add(copied)
        copied.add_done_callback(self._copying.discard)
        self._wake.set()
        return True

    async def run(self) -> None:
        """Delivers what is waiting, at once while casework takes it and every `retry_s` while it does not, until cancelled."""
        while True:
            self._wake.clear()
            try:
                left = await self.deliver_all()
                if not left:
                    await self.take_over()
            except Exception:  # records are evidence: whatever it is, the next round tries again
                logger.exception("the spool stumbled")
                left = 1
            await (self._clock.sleep(self._again_after_s()) if left else self._pause())

    def _again_after_s(self) -> float:
        """A call-taker may be looking at an empty screen: tickets are tried again soon."""
        first = self._waiting()[:1]
        return min(_TICKETS_EVERY_S, self._retry_s) if first and _is_ticket(first[0]) else self._retry_s

    async def _pause(self) -> None:
        """Until the next record, or `retry_s`."""
        ends = {asyncio.create_task(self._clock.sleep(self._retry_s)), asyncio.create_task(self._wake.wait())}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()

    async def deliver_all(self) -> int:
        """Delivers tickets, then the oldest first, and stops at the first sign that casework is down. Returns how many are left."""
        async with self._delivering:
            waiting = await self._disk.run(self._waiting)
            for done, path in enumerate(waiting):
                if not await self._deliver(path):
                    return len(waiting) - done
                await asyncio.gather(*self._copying)
                await self._elsewhere.drop(path.stem)
        return 0

    async def take_over(self) -> int:
        """Delivers what another host left behind in the bucket, and counts it; stops when casework is down."""
        done = 0
        for name, content in await self._elsewhere.left_behind({path.stem for path in self._waiting()}):
            try:
                await self._send(name, json.loads(content))
            except CaseworkUnavailable:
                return done
            except (CaseworkRefused, ValueError, KeyError, TypeError) as error:
                logger.error("call record was set aside", call_id=name, error=type(error).__name__)
                await self._elsewhere.set_aside(name, content)
                continue
            logger.info("a record that another host left behind was delivered", call_id=name)
            await self._elsewhere.drop(name)
            done += 1
        return done

    def waiting(self) -> int:
        return len(self._waiting())

    def oldest_s(self) -> float:
        """How long the oldest record has been waiting, by the clock of the disk; 0 when none is."""
        return max((time.time() - _written_at(path) for path in self._waiting()), default=0.0)

    def set_aside(self) -> int:
        """Records that casework refused: somebody must look at them."""
        return sum(1 for _ in (self._folder / _REFUSED).glob("*.json"))

    def _waiting(self) -> list[Path]:
        if not self._folder.is_dir():
            return []
        return sorted(self._folder.glob("*.json"), key=lambda path: (not _is_ticket(path), _written_at(path)))

    async def _deliver(self, path: Path) -> bool:
        """False when casework is down, so that the rest waits too."""
        if not path.exists():  # delivered by another round in the meantime
            return True
        try:
            record = await self._disk.run(lambda: json.loads(path.read_text("utf-8")))
            await self._send(path.stem, record)
        except CaseworkUnavailable as error:
            self._down = True
            logger.warning("call record waits in the spool", call_id=path.stem, error=str(error))
            return False
        except (CaseworkRefused, ValueError, KeyError, TypeError) as error:
            logger.error("call record was set aside", call_id=path.stem, error=type(error).__name__)
            await self._disk.run(self._out_of_the_way, path, self._set_aside)
        else:
            await self._disk.run(self._out_of_the_way, path, lambda done: done.unlink(missing_ok=True))
        self._down = False
        return True

    @staticmethod
    def _out_of_the_way(path: Path, move: Callable[[Path], None]) -> None:
        """A disk that has become read-only keeps it: it is sent again, which casework takes for the same, and holds up no other."""
        try:
            move(path)
        except OSError as error:
            logger.error("a delivered record stays in the spool", call_id=path.stem, error=type(error).__name__)

    async def _send(self, name: str, content: dict[str, Any]) -> None:
        if not _is_ticket(Path(name)):
            await self._casework.put_call(name, content)
            return
        try:
            await self._casework.hand_over(content["story"], content["key"])
        except CaseworkRefused as refused:
            if not refused.done:  # else it had arrived before its answer was lost, in words not yet redacted
                raise

    async def _deliver_directly(self, call_id: str, record: dict[str, Any]) -> None:
        try:
            await self._casework.put_call(call_id, record)
        except (CaseworkUnavailable, CaseworkRefused) as error:
            if not await self._elsewhere.keep(call_id, _as_bytes(record)):
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


def _as_bytes(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _is_ticket(path: Path) -> bool:
    return path.name.startswith(_TICKET)


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # delivered in this moment
        return time.time()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
