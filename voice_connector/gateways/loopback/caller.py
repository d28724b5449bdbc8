"""Plays the caller's turns, in real time: each when the assistant listens, silence in between, and a hang-up at the end."""

from collections.abc import Sequence

import numpy as np

from voice_connector.call.session import Session
from voice_connector.clock import Clock
from voice_connector.events import AudioFrame, HungUp
from voice_connector.gateways.loopback.line import LoopbackLine
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, Pcm

_FRAME_S = FRAME_MS / 1000
_THINKS_S = 0.4


class LoopbackCaller:
    """`turns` are mono int16 at 16 kHz."""

    def __init__(self, turns: Sequence[Pcm], session: Session, line: LoopbackLine, clock: Clock) -> None:
        self._turns, self._session, self._line, self._clock = list(turns), session, line, clock
        self._frames: list[Pcm] = []
        self._listened_since: float | None = None

    async def run(self) -> None:
        """Frames until cancelled; hangs up when all turns are said and the assistant listens once more."""
        silence, due = np.zeros(FRAME_SAMPLES, np.int16), self._clock.now()
        while True:
            self._think()
            self._session.post(AudioFrame(self._frames.pop(0) if self._frames else silence))
            due += _FRAME_S
            await self._clock.sleep(due - self._clock.now())

    def _think(self) -> None:
        if self._frames or not self._line.listening.is_set():
            return
        if self._listened_since is None:
            self._listened_since = self._clock.now()
        if self._clock.now() - self._listened_since < _THINKS_S:
            return
        self._line.listening.clear()
        self._listened_since = None
        self._say_next()

    def _say_next(self) -> None:
        if not self._turns:
            self._session.post(HungUp())
            return
        turn = self._turns.pop(0)
        padded = np.concatenate([turn, np.zeros(-len(turn) % FRAME_SAMPLES, np.int16)])
        self._frames = [padded[at : at + FRAME_SAMPLES] for at in range(0, len(padded), FRAME_SAMPLES)]
