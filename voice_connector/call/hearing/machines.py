"""Who is no person on the line, by the sound over seconds: music on hold, and the beep after an answering machine's greeting. Pure.

Neither ends a call: somebody may be there who cannot speak. Music is waited out, and both are said to the call-taker.
"""

import statistics
from collections import deque
from typing import Literal

from voice_connector.sound.steadiness import LOOK_FRAMES, Look, Steadiness
from voice_connector.speech.interfaces import FRAME_MS, Pcm

Machine = Literal["music", "beep"]

_LOOK_MS = LOOK_FRAMES * FRAME_MS
_SILENT = 60.0  # as sound/tones.py has it
_MUSIC_LOOKS = 5_000 // _LOOK_MS
_MUSIC_HELD, _MUSIC_LOUD = 0.5, 0.6  # of 2,830 recordings of people the steadiest holds 0.46; music holds 0.51 to 0.9
_BEEP_PURE = 0.9
_BEEP_LOOKS = (240 // _LOOK_MS, 1_600 // _LOOK_MS)
_BEEP_QUIET_LOOKS = 480 // _LOOK_MS
_GREETING_LOOKS, _GREETING_WITHIN = 2_000 // _LOOK_MS, 10_000 // _LOOK_MS


class MachineWatch:
    """One call; 20 ms frames in."""

    def __init__(self) -> None:
        self._steadiness = Steadiness()
        self._music: deque[Look] = deque(maxlen=_MUSIC_LOOKS)
        self._spoken: deque[bool] = deque(maxlen=_GREETING_WITHIN)
        self._beep = self._quiet = self._at = 0  # looks of one pure tone, of silence after it; the tone's bin
        self._ending = False

    def feed(self, frame: Pcm) -> Machine | None:
        """What this frame completes: music once in five seconds of it, a beep half a second after its end."""
        look = self._steadiness.feed(frame)
        if look is None:
            return None
        if self._is_beep(look):
            return "beep"
        self._music.append(look)
        return "music" if self._is_music() else None

    def _is_music(self) -> bool:
        if len(self._music) < _MUSIC_LOOKS:
            return False
        loud = sum(look.level > _SILENT for look in self._music) / _MUSIC_LOOKS
        if loud < _MUSIC_LOUD or statistics.median(look.held for look in self._music) < _MUSIC_HELD:
            return False
        one_tone = statistics.median(look.purest for look in self._music) >= _BEEP_PURE
        self._music.clear()
        return not one_tone  # a dial tone, a hum

    def _is_beep(self, look: Look) -> bool:
        loud = look.level > _SILENT
        if loud and look.purest >= _BEEP_PURE and (not self._beep or abs(look.at - self._at) <= 1):
            self._beep, self._quiet, self._ending, self._at = self._beep + 1, 0, False, look.at
            return False
        if self._beep and not loud:
            self._quiet += 1
            return self._quiet == _BEEP_QUIET_LOOKS and self._was_beep()
        if self._beep >= _BEEP_LOOKS[0] and not self._quiet and not self._ending:
            self._ending = True  # the look in which it stops is half tone, half silence
            return False
        self._beep = self._quiet = 0
        self._spoken.append(loud)
        return False

    def _was_beep(self) -> bool:
        long_enough = _BEEP_LOOKS[0] <= self._beep <= _BEEP_LOOKS[1]
        self._beep = self._quiet = 0
        return long_enough and sum(self._spoken) >= _GREETING_LOOKS
