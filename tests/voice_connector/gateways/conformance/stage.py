"""Where every gateway meets the same real call: the real session and exchange on virtual time, with what passes between watched."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from tests.calls.virtual_time import VirtualClock
from tests.fakes.bot import FakeBot
from tests.fakes.casework import FakeCasework
from tests.voice_connector.stage_server import make_connector
from voice_connector.app import Connector
from voice_connector.call.line import Line
from voice_connector.call.session import Session
from voice_connector.events import AudioFrame, CallStarted
from voice_connector.exchange import Exchange
from voice_connector.records.record import CallRecord
from voice_connector.sound.codecs import resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

GREETING = "Hello from the conformance line, how can I help?"
CALLER_NUMBER = "+13035550199"
DIALLED = "+17205550100"
TONE_HZ = 440


def tone(seconds: float, hertz: int = TONE_HZ) -> Pcm:
    """Loud enough to be speech."""
    turns = np.arange(int(seconds * SAMPLE_RATE)) * (hertz / SAMPLE_RATE)
    sound: Pcm = (np.sin(2 * np.pi * turns) * 9_000).astype(np.int16)
    return sound


def pitch(pcm: Pcm) -> float:
    """The strongest frequency, in Hz at 16 kHz."""
    spectrum = np.abs(np.fft.rfft(pcm.astype(np.float64)))
    return float(np.argmax(spectrum) * SAMPLE_RATE / len(pcm))


@dataclass
class Ear:
    """What the far end's loudspeaker plays: frames one after the other as they come; a flush empties what waits."""

    now: Callable[[], float]
    pieces: list[tuple[float, Pcm]] = field(default_factory=list)
    until: float = 0.0
    most_ahead_s: float = 0.0
    flushed_at: list[float] = field(default_factory=list)

    def play(self, pcm: Pcm, rate: int = SAMPLE_RATE) -> None:
        begin = max(self.now(), self.until)
        self.most_ahead_s = max(self.most_ahead_s, begin - self.now())
        sound = resample(pcm, rate, SAMPLE_RATE)
        self.pieces.append((begin, sound))
        self.until = begin + len(pcm) / rate

    def flush(self) -> None:
        now = self.now()
        self.flushed_at.append(now)
        self.pieces = [(at, pcm[: int((now - at) * SAMPLE_RATE)]) for at, pcm in self.pieces if at < now]
        self.until = min(self.until, now)

    def between(self, begin: float, end: float) -> Pcm:
        """What is heard in that time; silence where nothing plays."""
        sound = np.zeros(int((end - begin) * SAMPLE_RATE) + 1, np.int16)
        for at, pcm in self.pieces:
            start = int((at - begin) * SAMPLE_RATE)
            part = pcm[max(0, -start) :]
            room = sound[max(0, start) : max(0, start) + len(part)]
            room[:] = part[: len(room)]
        return sound

    def loud(self, begin: float, end: float) -> bool:
        return bool(np.abs(self.between(begin, end).astype(np.int32)).max(initial=0) > 500)


class SpiedSession:
    """The session as a gateway sees it; remembers what was posted, and when."""

    def __init__(self, session: Session, posted: list[tuple[float, Any]], now: Callable[[], float]) -> None:
        self._session, self._posted, self._now = session, posted, now

    def post(self, event: Any) -> None:
        self._posted.append((self._now(), event))
        self._session.post(event)


@dataclass
class SpiedExchange:
    """The exchange as a gateway sees it."""

    exchange: Exchange
    clock: VirtualClock
    started: list[CallStarted] = field(default_factory=list)
    posted: list[tuple[float, Any]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    records: list[CallRecord] = field(default_factory=list)

    @property
    def active(self) -> int:
        return self.exchange.active

    @property
    def parts(self) -> Any:
        return self.exchange.parts

    @property
    def dialled(self) -> Any:
        return self.exchange.dialled

    def parts_for(self, call: Any) -> Any:
        return self.exchange.parts_for(call)

    @property
    def sources(self) -> Any:
        return self.exchange.sources

    @property
    def returning(self) -> Any:
        return self.exchange.returning

    async def hold(self, call: CallStarted, line: Line, connected: Callable[[Any], None]) -> CallRecord:
        self.started.append(call)
        self.lines.append(line)
        record = await self.exchange.hold(
            call, line, lambda session: connected(SpiedSession(session, self.posted, self.clock.now))
        )
        self.records.append(record)
        return record

    async def close(self, within_s: float) -> None:
        await self.exchange.close(within_s)

    def events(self, *kinds: type) -> list[Any]:
        """What gateways posted, without the stream of sound unless it is asked for."""
        return [event for _, event in self.posted if isinstance(event, kinds or object)]

    def but_sound(self) -> list[Any]:
        return [event for _, event in self.posted if not isinstance(event, AudioFrame)]


@dataclass
class Stage:
    connector: Connector
    exchange: SpiedExchange
    bot: FakeBot
    casework: FakeCasework
    clock: VirtualClock
    folder: Path
    around: list["asyncio.Task[Any]"] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)  # what a peer shares among the calls of this stage

    def beside(self, coroutine: Any) -> "asyncio.Task[Any]":
        task = asyncio.create_task(coroutine)
        self.around.append(task)
        return task

    async def until(self, found: Callable[[], Any], within_s: float = 20.0) -> Any:
        """What `found` gives once it gives something."""
        end = self.clock.now() + within_s
        while not (it := found()):
            assert self.clock.now() < end, "it did not happen in time"
            await self.clock.sleep(0.01)
        return it

    async def over(self, calls: int = 1) -> list[CallRecord]:
        """The records, once so many calls are filed."""
        await self.until(lambda: len(self.exchange.records) >= calls and not self.exchange.active)
        return self.exchange.records

    async def strike(self) -> None:
        for task in self.around:
            task.cancel()
        await asyncio.gather(*self.around, return_exceptions=True)


def build(folder: Path, heard: tuple[str, ...] = (), **settings: Any) -> Stage:
    """A connector on the loop's virtual time; `heard` is what the recogniser makes of each loud sound."""
    clock = VirtualClock()
    connector, bot, casework = make_connector(folder, heard, **settings)
    parts = connector.exchange.parts
    agency_line = replace(parts.agency_line, lines=replace(parts.agency_line.lines, greeting=GREETING))
    exchange = connector.exchange.with_parts(replace(parts, clock=clock, agency_line=agency_line))
    spied = SpiedExchange(exchange, clock)
    connector = replace(connector, exchange=spied, agency_line=agency_line)  # type: ignore[arg-type]
    return Stage(connector, spied, bot, casework, clock, folder)
