"""Holds the calls of this process: room for so many, each on its own, each with a record that is filed at the end."""

import asyncio
import secrets
from collections.abc import Callable

from voice_connector.call.line import Line, TransferOrder
from voice_connector.call.parts import Parts
from voice_connector.call.session import Session
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted, Shown, ShuttingDown, TransferResult
from voice_connector.log import logger
from voice_connector.metrics import Metrics
from voice_connector.records import CallRecord, Redaction
from voice_connector.speech.interfaces import Pcm
from voice_connector.spool import Spool


def new_call_id() -> str:
    """Ours alone: says nothing about the caller and cannot be guessed."""
    return secrets.token_urlsafe(12).replace("_", "a").replace("-", "b")


class Exchange:
    def __init__(self, parts: Parts, spool: Spool, redaction: Redaction, metrics: Metrics, most_calls: int) -> None:
        self._parts, self._spool, self._redaction = parts, spool, redaction
        self._metrics, self._most = metrics, most_calls
        self._active: dict[str, Session | None] = {}  # by call id; None until it is connected

    def with_parts(self, parts: Parts) -> "Exchange":
        """Another exchange that shares this one's room and files its records in the same place."""
        other = Exchange(parts, self._spool, self._redaction, self._metrics, self._most)
        other._active = self._active
        return other

    @property
    def active(self) -> int:
        return len(self._active)

    @property
    def parts(self) -> Parts:
        return self._parts

    async def hold(self, call: CallStarted, line: Line, connected: Callable[[Session], None]) -> CallRecord:
        """One call to its end; `connected` gets the session that the gateway feeds. Returns the redacted record.

        Raises LineBusy before anything has happened when there is no room.
        """
        if len(self._active) >= self._most:
            self._metrics.call_refused()
            raise LineBusy(f"{self._most} calls are going on, as many as CIVICLINE_MOST_CALLS allows.")
        self._active[call.call_id] = None
        self._metrics.call_started(call.channel)
        logger.info("call started", call_id=call.call_id, channel=call.channel, gateway=call.gateway)
        try:
            session = Session(call, _Watched(line, call.channel, self._metrics), self._parts)
            self._active[call.call_id] = session
            connected(session)
            return await self._file(await session.run())
        finally:
            self._active.pop(call.call_id, None)
            self._metrics.call_over(call.channel)

    async def close(self, within_s: float) -> None:
        """Hands every call to a person, and waits until all have ended or the time is over."""
        for session in self._active.values():
            if session is not None:
                session.post(ShuttingDown())
        until = self._parts.clock.now() + within_s
        while self._active and self._parts.clock.now() < until:
            await self._parts.clock.sleep(0.05)

    async def _file(self, record: CallRecord) -> CallRecord:
        redacted = await self._redaction.record(record)
        await asyncio.shield(self._spool.file(redacted.to_json()))
        self._metrics.spool.set(self._spool.waiting())
        logger.info(
            "call ended",
            call_id=record.call_id,
            disposition=record.disposition,
            reason=record.reason,
            need=record.need,
            ended_by=record.ended_by,
            failure=record.failure,
        )
        return redacted


class _Watched:
    """A line whose events are counted."""

    def __init__(self, line: Line, channel: str, metrics: Metrics) -> None:
        self._line, self._channel, self._metrics = line, channel, metrics

    async def play(self, frame: Pcm) -> None:
        await self._line.play(frame)

    async def flush(self) -> None:
        await self._line.flush()

    def show(self, event: Shown) -> None:
        self._metrics.saw(self._channel, event)
        self._line.show(event)

    async def transfer(self, order: TransferOrder) -> TransferResult:
        return await self._line.transfer(order)

    async def hang_up(self) -> None:
        await self._line.hang_up()
