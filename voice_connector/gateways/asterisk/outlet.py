"""Our voice on its way to the PBX: never silent, never too far ahead, and empty again the moment it is told to be.

Asterisk does not make silence for a channel that it can rely on, so 20 ms of it are sent whenever nothing is said. A
little silence is always ahead; what is said next is heard right behind it, so that waiting for the next tick costs nothing.
"""

from collections import deque
from collections.abc import Awaitable, Callable

import numpy as np

from voice_connector.clock import Clock
from voice_connector.gateways.asterisk.media import Media
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, Pcm

_FRAME_S = FRAME_MS / 1000
_SILENCE_AHEAD_S = 2 * _FRAME_S
_SILENCE = np.zeros(FRAME_SAMPLES, np.int16)
_MOST_WAITING = 500  # 10 s: a PBX that far behind is gone


class Outlet:
    """`send` takes sound of the wire, several frames at once; `ahead_ms` is how much of our voice may lie at the PBX."""

    def __init__(self, clock: Clock, media: Media, send: Callable[[bytes], Awaitable[None]], ahead_ms: int) -> None:
        self._clock, self._media, self._send = clock, media, send
        self._ahead_s = max(ahead_ms / 1000, _SILENCE_AHEAD_S)
        self._queue: deque[Pcm] = deque()
        self._due = clock.now()  # when what was sent will have been heard
        self.held = False  # the PBX says that it has too much
        self.stuck = False

    @property
    def waiting_s(self) -> float:
        """Until everything given so far has been heard."""
        return len(self._queue) * _FRAME_S + max(0.0, self._due - self._clock.now())

    def put(self, frame: Pcm) -> None:
        if len(self._queue) >= _MOST_WAITING:
            self.stuck = True
        else:
            self._queue.append(frame)

    def flush(self) -> None:
        """Forgets what has not been sent; what has been is the PBX's to drop."""
        self._queue.clear()
        self._due = min(self._due, self._clock.now())

    async def run(self) -> None:
        """Sends until cancelled, or until the connection breaks."""
        while True:
            await self._tick()
            await self._clock.sleep(max(0.001, self._due - self._clock.now() - _FRAME_S))

    async def _tick(self) -> None:
        now = self._clock.now()
        self._due = max(self._due, now)
        if self.held:
            self._due = now + _SILENCE_AHEAD_S
            return
        sound = b""
        while self._queue and self._due - now < self._ahead_s:
            sound += self._next(self._queue.popleft())
        while self._due - now < _SILENCE_AHEAD_S:
            sound += self._next(_SILENCE)
        if sound:
            await self._send(sound)

    def _next(self, frame: Pcm) -> bytes:
        self._due += _FRAME_S
        return self._media.to_wire(frame)
