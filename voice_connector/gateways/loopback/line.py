"""The loopback end of a call: keeps what the caller would hear, prints what happens, and says who would ring."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np

from voice_connector.call.line import TransferOrder
from voice_connector.clock import Clock
from voice_connector.events import Listening, Shown, TransferResult
from voice_connector.sound.codecs import write_wav
from voice_connector.speech.interfaces import FRAME_MS, SAMPLE_RATE, Pcm

_FRAME_S = FRAME_MS / 1000


class LoopbackLine:
    """Plays into memory at the pace of a telephone."""

    def __init__(self, clock: Clock, tell: Callable[[float, Shown], None]) -> None:
        self._clock, self._tell = clock, tell
        self._began = clock.now()
        self._played: list[tuple[float, Pcm]] = []  # seconds since the start, sound
        self._until = 0.0
        self.listening = asyncio.Event()

    async def play(self, frame: Pcm) -> None:
        at = max(self._now(), self._until)
        self._until = at + _FRAME_S
        self._played.append((at, frame))

    async def flush(self) -> None:
        now = self._now()
        self._played = [(at, frame) for at, frame in self._played if at < now]
        self._until = min(self._until, now)

    def show(self, event: Shown) -> None:
        self._tell(self._now(), event)
        if isinstance(event, Listening):
            self.listening.set()

    async def transfer(self, order: TransferOrder) -> TransferResult:
        return "simulated"

    async def hang_up(self) -> None:
        return None

    def write(self, path: Path) -> None:
        """What the caller would have heard, as a wav of the call's length."""
        path.parent.mkdir(parents=True, exist_ok=True)
        sound = np.zeros(int(max(self._now(), self._until) * SAMPLE_RATE) + 1, np.int16)
        for at, frame in self._played:
            start = int(at * SAMPLE_RATE)
            room = sound[start : start + len(frame)]
            room[:] = frame[: len(room)]
        write_wav(path, sound, SAMPLE_RATE)

    def _now(self) -> float:
        return self._clock.now() - self._began
