"""Callers for bench_voice: many at once in real time, over lines that notice every hole in the sound that a caller hears."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Reply, read_reply
from voice_connector.clock import RealClock
from voice_connector.errors import LineBusy
from voice_connector.events import AssistantSays, CallStarted, Failed, Interrupted, Shown, Timing
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.loopback.caller import LoopbackCaller
from voice_connector.gateways.loopback.line import LoopbackLine
from voice_connector.speech.interfaces import FRAME_MS, Pcm

_TICK_S = 0.02
_FIRST_WITHIN_S = 9.0  # about the time from one turn of a caller to the next, so that nobody moves in step
_HOLE_S = 0.002  # the clock's own unevenness


@dataclass
class Tally:
    """Everything that was noticed while so many called at once."""

    timings: list[Timing] = field(default_factory=list)
    calls: int = 0
    turned_away: int = 0
    failed: int = 0
    frames: int = 0
    late_frames: int = 0  # sound that was due and not there: what a caller hears as a hole
    late_ticks_ms: list[float] = field(default_factory=list)  # how late the event loop was

    def part(self, name: str) -> list[int]:
        return sorted(getattr(timing, name) for timing in self.timings)


class MeasuredLine(LoopbackLine):
    """A loopback line that keeps no sound, and counts what comes too late within one utterance."""

    def __init__(self, clock: RealClock, tally: Tally, tell: Callable[[Shown], None]) -> None:
        super().__init__(clock, lambda _at, event: tell(event))
        self._tally, self._flowing, self._heard_until = tally, False, 0.0

    async def play(self, frame: Pcm) -> None:
        now = self._now()
        late_s = now - self._heard_until
        if self._flowing and late_s > _HOLE_S:
            self._tally.late_frames += 1 + int(late_s * 1000 / FRAME_MS)
        self._tally.frames += 1
        self._flowing = True
        self._heard_until = max(now, self._heard_until) + FRAME_MS / 1000

    async def flush(self) -> None:
        self._flowing, self._heard_until = False, min(self._heard_until, self._now())

    def show(self, event: Shown) -> None:
        if isinstance(event, AssistantSays | Interrupted):
            self._flowing = False
        super().show(event)


class BenchBot:
    """Answers after a usual time: half of the sentences are fixed wording, half hold something that was never said before."""

    fixed = ("Okay.", "Thank you.", "What else can you tell me about it?", "Where did that happen?")

    def __init__(self, delay_s: float = 0.06) -> None:
        self._delay_s, self._number, self._chance = delay_s, itertools.count(1), random.Random(5)

    async def send(self, _call_id: str, _message: Message) -> Reply:
        await asyncio.sleep(self._delay_s * self._chance.uniform(0.5, 1.5))
        number = next(self._number)
        opening = self.fixed[number % 2] if number % 2 else f"I have noted that as item {number}."
        text = f"{opening} {self.fixed[2 + number % 2]}"
        ask = {"act": "ask", "need": "noise_party_now", "ask": {"slot": "what", "kind": "open"}}
        return read_reply([{"text": text}, {"custom": {"civicline": ask}}])

    async def tell(self, _call_id: str, _message: Message) -> None:
        return None

    async def ready(self) -> bool:
        return True

    away = False


OneCall = Callable[[Sequence[Pcm], Tally], Awaitable[None]]


async def crowd(one_call: OneCall, turns: Sequence[Pcm], calls: int, seconds: float) -> Tally:
    """So many at once, each calling again when a call has ended, until the time is over; the first ones ring within 9 s."""
    tally, clock, chance = Tally(), RealClock(), random.Random(calls)
    until = clock.now() + seconds

    async def line(number: int) -> None:
        await asyncio.sleep(_FIRST_WITHIN_S * number / calls)
        while clock.now() < until:
            await one_call([chance.choice(turns) for _ in range(4)], tally)

    ticking = asyncio.create_task(_tick(tally))
    await asyncio.gather(*(line(number) for number in range(calls)))
    ticking.cancel()
    return tally


async def _tick(tally: Tally) -> None:
    loop = asyncio.get_running_loop()
    while True:
        before = loop.time()
        await asyncio.sleep(_TICK_S)
        tally.late_ticks_ms.append(1000 * (loop.time() - before - _TICK_S))


def our_call(exchange: Exchange) -> OneCall:
    """A call through the connector's own session."""

    async def call(turns: Sequence[Pcm], tally: Tally) -> None:
        clock = RealClock()

        def tell(event: Shown) -> None:
            if isinstance(event, Timing):
                tally.timings.append(event)
            tally.failed += isinstance(event, Failed)

        line, caller = MeasuredLine(clock, tally, tell), []
        try:
            await exchange.hold(
                CallStarted(new_call_id(), "voice", "loopback"),
                line,
                lambda session: caller.append(asyncio.create_task(LoopbackCaller(turns, session, line, clock).run())),
            )
            tally.calls += 1
        except LineBusy:
            tally.turned_away += 1
            await asyncio.sleep(1)
        finally:
            for task in caller:
                task.cancel()

    return call
