"""Sends our voice in 20 ms frames as it is due, at most 200 ms ahead, the same for every transport; knows what was heard."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

import numpy as np

from voice_connector.clock import Clock
from voice_connector.log import logger
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, Pcm

_FRAME_S = FRAME_MS / 1000
_REMEMBERED_FRAMES = 30
_AGAIN_FRAMES = 10  # said again after a pause: the word that was cut


class Pacer:
    """One call's outgoing sound. `send` hands one frame to the transport."""

    def __init__(self, clock: Clock, send: Callable[[Pcm], Awaitable[None]], ahead_ms: int = 200) -> None:
        self._clock, self._send, self._ahead_s = clock, send, ahead_ms / 1000
        self._queue: deque[Pcm] = deque()
        self._rest: list[Pcm] = []  # less than a frame
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._due = clock.now()  # when the next frame to be sent will be heard
        self._sent = 0
        self._recent: deque[Pcm] = deque(maxlen=_REMEMBERED_FRAMES)  # sent last, of what is being said now
        self._held = False
        self._on_first_sound: Callable[[float], None] | None = None

    @property
    def queued_until(self) -> int:
        """The sample, counted from the start of the call, at which the next queued sound will begin."""
        waiting = len(self._queue) * FRAME_SAMPLES + sum(len(part) for part in self._rest)
        return self._sent + waiting

    @property
    def heard_samples(self) -> int:
        """Samples that the caller has heard by now, since the start of the call; what was flushed does not count."""
        ahead = max(0.0, self._due - self._clock.now())
        return max(0, self._sent - round(ahead * SAMPLE_RATE))

    def on_next_sound(self, tell: Callable[[float], None]) -> None:
        """Calls `tell` with the time at which the next frame goes out, once."""
        self._on_first_sound = tell
        self._recent.clear()

    def queue(self, pcm: Pcm) -> None:
        """Adds sound (16 kHz mono int16) of any length."""
        sound = np.concatenate([*self._rest, pcm]) if self._rest else pcm
        whole = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
        self._queue.extend(sound[at : at + FRAME_SAMPLES] for at in range(0, whole, FRAME_SAMPLES))
        self._rest = [sound[whole:]] if whole < len(sound) else []
        if self._queue:
            self._idle.clear()
            self._wake.set()

    def end_of_sentence(self) -> None:
        """Fills the last frame with silence, so that nothing is held back."""
        if self._rest:
            missing = FRAME_SAMPLES - sum(len(part) for part in self._rest)
            self.queue(np.zeros(missing, np.int16))

    def hold(self) -> None:
        """Sends nothing until `resume`; the transport must drop its own part. What was not heard goes back into the queue."""
        if self._held:
            return
        self._held = True
        self._take_back(round((self._sent - self.heard_samples) / FRAME_SAMPLES + 0.499))
        self._due = min(self._due, self._clock.now())

    def resume(self) -> None:
        """Goes on where it was held, a fifth of a second earlier."""
        if not self._held:
            return
        self._held = False
        self._take_back(_AGAIN_FRAMES)
        self._wake.set()

    def let_go(self) -> None:
        """Nothing is being said any more, so there is nothing to hold: what is said next is heard."""
        self._held = False
        self._recent.clear()
        self._wake.set()

    def _take_back(self, frames: int) -> None:
        for _ in range(min(frames, len(self._recent))):
            self._queue.appendleft(self._recent.pop())
            self._sent -= FRAME_SAMPLES
        if self._queue:
            self._idle.clear()

    def flush(self) -> int:
        """Drops what was not heard yet; the transport must drop its own part. Returns the samples heard."""
        heard = self.heard_samples
        self._held = False
        self._queue.clear()
        self._recent.clear()
        self._rest = []
        self._due = min(self._due, self._clock.now())
        self._sent = heard
        self._idle.set()
        return heard

    async def drained(self) -> None:
        """Returns when everything queued has been heard."""
        while True:
            await self._idle.wait()
            left = self._due - self._clock.now()
            if left <= 0 and self._idle.is_set():
                return
            await self._clock.sleep(max(left, 0.001))

    async def run(self) -> None:
        """Sends until cancelled."""
        while True:
            while self._held or not self._queue:
                if not self._queue:
                    self._idle.set()
                self._wake.clear()
                await self._wake.wait()
            await self._send_next()

    async def _send_next(self) -> None:
        early = self._due - self._clock.now() - self._ahead_s
        if early > 0:
            await self._clock.sleep(early)
        if self._held or not self._queue:
            return
        frame = self._queue.popleft()
        self._recent.append(frame)
        self._tell_first_sound()
        self._due = max(self._due, self._clock.now()) + _FRAME_S
        self._sent += FRAME_SAMPLES
        await self._send(frame)

    def _tell_first_sound(self) -> None:
        tell, self._on_first_sound = self._on_first_sound, None
        if tell is None:
            return
        try:
            tell(self._clock.now())
        except Exception:  # whoever measures: nobody is left on a dead line for a figure
            logger.exception("the first sound of a sentence could not be told of")
