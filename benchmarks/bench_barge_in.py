"""How soon our voice is silent when a caller speaks over it, and what a cough does to it.

    .envs/services/bin/python -m benchmarks.bench_barge_in [--calls 1 10] [--seconds 25]

Real time, loopback callers, the installed engines. The assistant reads out something long; each caller coughs over it, and
a moment later speaks over it. Counted from the first loud 20 ms of the caller to the last sound that the caller hears: what
the transport took and has not played is taken back.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from benchmarks import bench_speech
from benchmarks.voice_callers import BenchBot
from voice_connector import log
from voice_connector.app import open_connector
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Reply, read_reply
from voice_connector.call.session import Session
from voice_connector.clock import RealClock
from voice_connector.events import AudioFrame, CallStarted, HungUp, Interrupted, Shown
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.loopback.line import LoopbackLine
from voice_connector.gateways.loopback.play import spoken_turn
from voice_connector.settings import Settings
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, Pcm
from voice_connector.speech.settings import SpeechSettings

LONG = (
    "The impound lot is open from seven in the morning to seven in the evening, on every day of the week, and it takes cash and cards. "
    "Please bring your driver's licence, the registration of your car, and a proof of insurance that is valid today. "
    "If the car is not yours, the owner must come along, or you need a letter from the owner that a notary has signed."
)
TARGET_P95_MS = 200
_FRAME_S = FRAME_MS / 1000
_LOUD = 0.1  # of the loudest: where a caller's first sound is
_GIVEN_UP_S = 4.0
_COUGH_S = 2.5  # after which a cough has had its effect


@dataclass
class Tally:
    silent_ms: list[float] = field(default_factory=list)  # words: first sound to silence
    known_ms: list[float] = field(default_factory=list)  # words: first sound to their being known as an interruption
    unstopped: int = 0
    coughs: int = 0
    paused: int = 0
    false_stops: int = 0


class Reader(BenchBot):
    """Reads out something long, whatever is said."""

    async def send(self, _call_id: str, _message: Message) -> Reply:
        await asyncio.sleep(0.05)
        ask = {"act": "ask", "need": "towed_impound", "ask": {"slot": "what", "kind": "open"}}
        return read_reply([{"text": LONG}, {"custom": {"civicline": ask}}])


class Line(LoopbackLine):
    """Knows until when the caller hears us, and when the sound was last cut off."""

    def __init__(self, clock: RealClock, tell: Callable[[Shown], None]) -> None:
        super().__init__(clock, lambda _at, event: tell(event))
        self.cut_at = 0.0

    async def flush(self) -> None:
        await super().flush()
        self.cut_at = self._clock.now()

    @property
    def sounding(self) -> bool:
        return self._until > self._now()


class Interrupter:
    """Coughs and speaks over our voice in turn until the time is over, then hangs up."""

    def __init__(
        self, session: Session, line: Line, words: Sequence[Pcm], tally: Tally, until: float, seed: int
    ) -> None:
        self._session, self._line, self._words, self._tally = session, line, words, tally
        self._clock, self._until, self._chance = RealClock(), until, random.Random(seed)
        self._frames: list[Pcm] = []
        self.interrupted_at = 0.0

    async def run(self) -> None:
        sending = asyncio.create_task(self._send())
        try:
            while self._clock.now() < self._until:
                await self._speech_of_ours()
                await self._cough()
                await self._speech_of_ours()
                await self._speak()
        finally:
            sending.cancel()
            self._session.post(HungUp())

    async def _send(self) -> None:
        silence, due = np.zeros(FRAME_SAMPLES, np.int16), self._clock.now()
        while True:
            self._session.post(AudioFrame(self._frames.pop(0) if self._frames else silence))
            due += _FRAME_S
            await self._clock.sleep(due - self._clock.now())

    async def _speech_of_ours(self) -> None:
        """Until our voice has been going on for a while without a pause."""
        wanted_s, since = self._chance.uniform(1.0, 2.0), self._clock.now()
        while self._clock.now() - since < wanted_s and self._clock.now() < self._until + 5:
            if not self._line.sounding or self._frames:
                since = self._clock.now()
            await self._clock.sleep(_FRAME_S)

    async def _cough(self) -> None:
        began = self._begin(_cough(self._chance))
        await self._clock.sleep(_COUGH_S)
        self._tally.coughs += 1
        self._tally.paused += self._line.cut_at > began
        self._tally.false_stops += self.interrupted_at > began

    async def _speak(self) -> None:
        """Two moments: the first cut of our sound, and the words that make it an interruption."""
        began, silent_at = self._begin(self._chance.choice(self._words)), 0.0
        while self._clock.now() < began + _GIVEN_UP_S and self.interrupted_at < began:
            if not silent_at and self._line.cut_at > began:
                silent_at = self._line.cut_at
            await self._clock.sleep(_FRAME_S / 4)
        silent_at = silent_at or self._line.cut_at
        if self.interrupted_at < began or silent_at < began:
            self._tally.unstopped += 1
            return
        self._tally.silent_ms.append(1000 * (silent_at - began))
        self._tally.known_ms.append(1000 * (self.interrupted_at - began))

    def _begin(self, sound: Pcm) -> float:
        """Plays the sound from its first loud frame on; when that is on the line."""
        loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > _LOUD * np.abs(sound.astype(np.int32)).max())
        sound = sound[int(loud[0]) :]
        padded = np.concatenate([sound, np.zeros(-len(sound) % FRAME_SAMPLES, np.int16)])
        self._frames = [padded[at : at + FRAME_SAMPLES] for at in range(0, len(padded), FRAME_SAMPLES)]
        return self._clock.now()


def _cough(chance: random.Random) -> Pcm:
    """A burst of breath noise of a fifth to two fifths of a second, loud at first."""
    length = int(chance.uniform(0.2, 0.4) * SAMPLE_RATE)
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 1, length)
    dull = np.convolve(noise, np.ones(6) / 6, "same")
    return (dull * np.exp(-np.arange(length) / (0.12 * SAMPLE_RATE)) * 12_000).clip(-32_000, 32_000).astype(np.int16)


async def _call(exchange: Exchange, words: Sequence[Pcm], tally: Tally, until: float, seed: int) -> None:
    tasks: list[asyncio.Task[None]] = []
    callers: list[Interrupter] = []

    def tell(event: Shown) -> None:
        if isinstance(event, Interrupted) and callers:
            callers[0].interrupted_at = RealClock().now()

    def connected(session: Session) -> None:
        callers.append(Interrupter(session, line, words, tally, until, seed))
        tasks.append(asyncio.create_task(callers[0].run()))

    line = Line(RealClock(), tell)
    try:
        await exchange.hold(CallStarted(new_call_id(), "voice", "loopback"), line, connected)
    finally:
        for task in tasks:
            task.cancel()


async def _measure(levels: list[int], seconds: float, var: Path) -> bool:
    settings = Settings(var=var, most_calls=1_000, spool_retry_s=3_600, speech=SpeechSettings(var=var, queue_limit=200))
    async with open_connector(settings) as connector:
        voice = connector.engines.synthesiser
        await voice.prepare([LONG])
        words = [await spoken_turn(line, voice) for line in bench_speech._wordings()[:6]]
        parts = connector.exchange.parts
        lines = replace(parts.agency_line.lines, greeting=LONG)
        exchange = connector.exchange.with_parts(
            replace(parts, bot=Reader(), agency_line=replace(parts.agency_line, lines=lines))
        )
        print(
            "| calls at once | interruptions | first sound to silence, p50 / p95 ms | to its words being known | not stopped |"
        )
        print("|---|---|---|---|---|", flush=True)
        tallies = {}
        for calls in levels:
            tally = tallies[calls] = Tally()
            until = RealClock().now() + seconds
            await asyncio.gather(*(_call(exchange, words, tally, until, seed) for seed in range(calls)))
            print(
                f"| {calls} | {len(tally.silent_ms)} | **{_p(tally.silent_ms)}** | {_p(tally.known_ms)} | {tally.unstopped} |",
                flush=True,
            )
        print("\n| calls at once | coughs | made our voice pause | stopped it for good |\n|---|---|---|---|")
        for calls, tally in tallies.items():
            print(f"| {calls} | {tally.coughs} | {tally.paused} | **{tally.false_stops}** |")
        met = all(tally.silent_ms and _share(tally.silent_ms, 0.95) <= TARGET_P95_MS for tally in tallies.values())
        print(f"\nTarget of p95 {TARGET_P95_MS} ms: {'met' if met else 'MISSED'}.")
        return met


def _share(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _p(values: Sequence[float]) -> str:
    return f"{_share(values, 0.5):.0f} / {_share(values, 0.95):.0f}" if values else "-"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calls", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--seconds", type=float, default=25.0, help="at each level")
    chosen = parser.parse_args()
    log.configure("console", "error")
    with tempfile.TemporaryDirectory(prefix="civicline-barge-in-") as folder:
        asyncio.run(_measure(chosen.calls, chosen.seconds, Path(folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
