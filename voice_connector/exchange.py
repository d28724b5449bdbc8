"""Holds the calls of this process: room for so many, each on its own, each with a record that is filed at the end."""

import asyncio
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from voice_connector.call.journal import Journal
from voice_connector.call.line import Line, TransferOrder
from voice_connector.call.parts import Parts
from voice_connector.call.session import Session
from voice_connector.call.standing import Standing
from voice_connector.capacity.admission import Admission, is_spoken
from voice_connector.dialled import Dialled
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted, Shown, ShuttingDown, TransferResult
from voice_connector.live.attendance import Attendance
from voice_connector.log import logger
from voice_connector.metrics import Metrics
from voice_connector.records.record import CallRecord, Redaction
from voice_connector.records.spool import Spool
from voice_connector.returning import Returning
from voice_connector.sources import Sources
from voice_connector.speech.interfaces import Pcm

_LOOK_S = 0.05


def new_call_id() -> str:
    """Ours alone: says nothing about the caller and cannot be guessed."""
    return secrets.token_urlsafe(12).replace("_", "a").replace("-", "b")


class Exchange:
    def __init__(
        self,
        parts: Parts,
        spool: Spool,
        redaction: Redaction,
        metrics: Metrics,
        admission: Admission,
        others: Sequence[Parts] = (),
        sources: Sources | None = None,
    ) -> None:
        """`others`: the parts of further agencies that this process serves; the number dialled or the page's address chooses."""
        self._parts, self._spool, self._redaction = parts, spool, redaction
        self.dialled = Dialled(parts, others)
        self._metrics, self.admission = metrics, admission
        self.returning = Returning()
        self.attendance = Attendance()
        self.sources = sources or Sources()
        self._active: dict[str, Session | None] = {}  # by call id; None until it is connected
        self._spoken: set[str] = set()
        self._filing: set[str] = set()

    def with_parts(self, parts: Parts, others: Sequence[Parts] = ()) -> "Exchange":
        """Another exchange that shares this one's room and files its records in the same place."""
        other = Exchange(parts, self._spool, self._redaction, self._metrics, self.admission, others)
        other._active, other._spoken, other._filing = self._active, self._spoken, self._filing
        other.returning, other.attendance, other.sources = self.returning, self.attendance, self.sources
        return other

    @property
    def active(self) -> int:
        return len(self._active)

    @property
    def sessions(self) -> dict[str, Session]:
        """The calls that are going on, by call id."""
        return {call_id: session for call_id, session in self._active.items() if session is not None}

    @property
    def spoken(self) -> int:
        """Calls whose sound we make and hear."""
        return len(self._spoken)

    @property
    def redaction(self) -> Redaction:
        return self._redaction

    @property
    def parts(self) -> Parts:
        return self._parts

    def parts_for(self, call: CallStarted) -> Parts:
        """Those of the agency that the call has reached."""
        return self.dialled.of(call.dialled, call.host)

    async def hold(
        self,
        call: CallStarted,
        line: Line,
        connected: Callable[[Session], None],
        before: tuple[Journal, Standing] | None = None,
    ) -> CallRecord:
        """One call to its end; `connected` gets the session that the gateway feeds. Returns the redacted record.

        `before`: what another process had of it. Cancelled, the call is not over: nothing is filed.

        Raises LineBusy before anything has happened when it cannot be served well: the caller then goes to a person.
        """
        self._admit(call)
        try:
            record = await self._run(call, line, connected, before)
        except BaseException:
            self._filing.discard(call.call_id)
            raise
        finally:
            self._leave(call)
        return await self.file(record)

    async def drain(self, within_s: float, stop: asyncio.Event) -> None:
        """Takes no more calls, and returns when all have ended, the time is over, or `stop` is set."""
        self.admission.draining = True
        until = self._parts.clock.now() + within_s
        while self._active and self._parts.clock.now() < until and not stop.is_set():
            await self._parts.clock.sleep(_LOOK_S)

    async def close(self, within_s: float) -> None:
        """Hands every call to a person, and waits until all have ended and are filed, or the time is over."""
        self.admission.draining = True
        for session in self._active.values():
            if session is not None:
                session.post(ShuttingDown())
        until = self._parts.clock.now() + within_s
        while (self._active or self._filing) and self._parts.clock.now() < until:
            await self._parts.clock.sleep(_LOOK_S)

    def has_room(self) -> bool:
        """Whether a spoken call would be taken now. One for which there is none counts as turned away: it is not begun."""
        refused = self.admission.refusal(self.spoken)
        if refused is not None:
            self._turned_away(refused)
        return refused is None

    def _turned_away(self, reason: str) -> None:
        self._metrics.call_refused(reason)
        logger.warning("a call goes to a person, because it could not be served well", reason=reason)

    def _admit(self, call: CallStarted) -> None:
        try:
            self.admission.admit(call, self.spoken, self.active - self.spoken)
        except LineBusy as busy:
            self._turned_away(busy.reason)
            raise
        self._active[call.call_id] = None
        if is_spoken(call):
            self._spoken.add(call.call_id)
        self._metrics.call_started(call.channel)
        agency = self.parts_for(call).agency_line.agency
        logger.info("call started", call_id=call.call_id, channel=call.channel, gateway=call.gateway, agency=agency)

    async def _run(
        self,
        call: CallStarted,
        line: Line,
        connected: Callable[[Session], None],
        before: tuple[Journal, Standing] | None,
    ) -> CallRecord:
        earlier, standing = before or (self.returning.story(call.call_id), None)
        parts = self.parts_for(call)
        watched = _Watched(line, call, parts, self._metrics, self.attendance)
        session = Session(call, watched, parts, earlier, standing)
        self._active[call.call_id] = session
        self._filing.add(call.call_id)
        connected(session)
        record = await session.run()
        self.returning.over(session.journal)
        return record

    def _leave(self, call: CallStarted) -> None:
        """There is room again as soon as the caller has gone; the record may still be on its way."""
        self._active.pop(call.call_id, None)
        self._spoken.discard(call.call_id)
        self._metrics.call_over(call.channel)

    async def file(self, record: CallRecord) -> CallRecord:
        """Redacts and files the record of a call that is over; once more with the same call is the same record."""
        try:
            redacted = await self._redaction.record(record)
            await asyncio.shield(self._spool.file(redacted.to_json()))
        finally:
            self._filing.discard(record.call_id)
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
    """A line whose events are counted, and whose chats a person at a console may take.

    It never raises: what a gateway cannot send is lost as on any line, and the call goes on to its end and its record.
    """

    def __init__(self, line: Line, call: CallStarted, parts: Parts, metrics: Metrics, attendance: Attendance) -> None:
        self._line, self._call, self._parts, self._metrics = line, call, parts, metrics
        self._attendance = attendance
        self._broken = False

    async def play(self, frame: Pcm) -> None:
        with self._on_the_line():
            await self._line.play(frame)

    async def flush(self) -> None:
        with self._on_the_line():
            await self._line.flush()

    def show(self, event: Shown) -> None:
        self._metrics.saw(self._call.channel, event)
        with self._on_the_line():
            self._line.show(event)

    async def transfer(self, order: TransferOrder) -> TransferResult:
        agency_line, clock = self._parts.agency_line, self._parts.clock
        outcome: TransferResult = "failed"
        with self._on_the_line():
            outcome = await self._attendance.transfer(self._call, agency_line.agency, self._line, order, clock)
        return outcome

    async def hang_up(self) -> None:
        with self._on_the_line():
            await self._line.hang_up()

    @contextmanager
    def _on_the_line(self) -> Iterator[None]:
        try:
            yield
        except Exception:
            if not self._broken:  # 50 frames a second
                logger.exception("a line failed", call_id=self._call.call_id, gateway=self._call.gateway)
            self._broken = True
