"""What on a line is no voice and means something all the same: a text telephone, a fax machine, keys that come as sound. Pure.

The caller of a text telephone (TTY) hears nothing that we say: a person at once. Keys as sound count only while the gateway itself has
given none, for where it does they would count twice.
"""

import itertools
import statistics
from collections import Counter, deque
from dataclasses import dataclass
from typing import Literal

from voice_connector.sound.tones import QUIET, Tone, tone_of
from voice_connector.speech.interfaces import FRAME_MS, Pcm

_REMEMBERED = 1_500 // FRAME_MS
_TTY_FRAMES, _TTY_EACH, _TTY_CHANGES, _TTY_SHARE = 10, 2, 2, 0.8
_KEY_FRAMES = 2  # 40 ms, the shortest that a telephone sends
_WIRE_WITHIN = 160 // FRAME_MS  # a key that the gateway gives too has come by then
_FAX_BURST, _FAX_EVERY = (400 // FRAME_MS, 640 // FRAME_MS), (2_500 // FRAME_MS, 4_500 // FRAME_MS)
_FAX_BURSTS = 2
_ANSWERING_FRAMES = 2_000 // FRAME_MS


@dataclass(frozen=True, slots=True)
class Signal:
    """What was recognised; `key` where kind is "key"."""

    kind: Literal["tty", "fax", "key"]
    key: str = ""


class SignalWatch:
    """One call; 20 ms frames in."""

    def __init__(self) -> None:
        self._recent: deque[Tone] = deque(maxlen=_REMEMBERED)
        self._now = self._run = 0
        self._tone = QUIET
        self._pending: deque[tuple[str, int]] = deque()  # a key, and when the gateway has had time to give it
        self._by_wire = self._told = False
        self._bursts: deque[int] = deque(maxlen=_FAX_BURSTS)

    def key_by_wire(self) -> None:
        """The gateway gives keys: those in the sound are the same ones."""
        self._by_wire = True
        self._pending.clear()

    def feed(self, frame: Pcm) -> Signal | None:
        """What this frame completes; TTY and fax are told once a call."""
        before, run, tone = self._tone, self._run, tone_of(frame)
        self._now += 1
        self._run = run + 1 if tone == before else 1
        self._tone = tone
        self._recent.append(tone)
        if tone != before:
            self._ended(before, run)
        return self._key() or self._machine()

    @property
    def is_signal(self) -> bool:
        """The latest frame is one of a signal, which nobody should take for a voice."""
        return self._tone.kind not in ("quiet", "other") and self._run >= _KEY_FRAMES

    def _ended(self, tone: Tone, run: int) -> None:
        if tone.kind == "key" and run >= _KEY_FRAMES and tone.key not in "ABCD" and not self._by_wire:
            self._pending.append((tone.key, self._now + _WIRE_WITHIN))
        if tone.kind == "fax_calling" and _FAX_BURST[0] <= run <= _FAX_BURST[1]:
            self._bursts.append(self._now)

    def _key(self) -> Signal | None:
        if not self._pending or self._now < self._pending[0][1]:
            return None
        return Signal("key", self._pending.popleft()[0])

    def _machine(self) -> Signal | None:
        if self._told:
            return None
        kind: Literal["tty", "fax"] | None = "tty" if self._is_tty() else "fax" if self._is_fax() else None
        if kind is None:
            return None
        self._told = True
        return Signal(kind)

    def _is_tty(self) -> bool:
        if self._tone.kind not in ("mark", "space"):
            return False
        tones = [tone for tone in self._recent if tone.kind in ("mark", "space")]
        as_loud = statistics.median(tone.power for tone in tones) / 4
        loud = sum(tone.power > as_loud for tone in self._recent)
        bits = [tone.kind for tone in tones]
        counted = Counter(bits)
        changes = sum(a != b for a, b in itertools.pairwise(bits))
        return (
            len(bits) >= max(_TTY_FRAMES, _TTY_SHARE * loud)
            and min(counted["mark"], counted["space"]) >= _TTY_EACH
            and changes >= _TTY_CHANGES
        )

    def _is_fax(self) -> bool:
        if self._tone.kind == "fax_answering":
            return self._run >= _ANSWERING_FRAMES
        if len(self._bursts) < _FAX_BURSTS:
            return False
        return _FAX_EVERY[0] <= self._bursts[-1] - self._bursts[0] <= _FAX_EVERY[1]
