"""Which signalling tones one frame of sound is made of: keys (DTMF), text telephones (TTY, Baudot), fax. Pure.

Frequencies: keys ITU-T Q.23; TTY ITU-T V.18 annex A (mark 1400 Hz, space 1800 Hz); fax ITU-T T.30 (calling 1100 Hz, answering 2100 Hz).
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm

Kind = Literal["quiet", "other", "key", "mark", "space", "fax_calling", "fax_answering"]

_LOW = (697.0, 770.0, 852.0, 941.0)
_HIGH = (1209.0, 1336.0, 1477.0, 1633.0)
_ALONE: dict[Kind, float] = {"mark": 1400.0, "space": 1800.0, "fax_calling": 1100.0, "fax_answering": 2100.0}
_KEYS = ("123A", "456B", "789C", "*0#D")
_SILENT = 60.0  # root of the mean square, of 32,768: about -55 dB
_PURE = 0.75  # of a frame's power, in the tones that it is said to be made of; a voice spreads over many
_WEAKER = 0.13  # the least of it in the weaker of a key's two tones: 8 dB under the other

_WINDOW = np.hanning(FRAME_SAMPLES + 1)[:-1]
_AT = np.arange(FRAME_SAMPLES) / SAMPLE_RATE
_TONES = np.exp(-2j * np.pi * np.outer((*_LOW, *_HIGH, *_ALONE.values()), _AT)) * _WINDOW
_ENERGY = _WINDOW**2 / float(np.sum(_WINDOW**2))
_FULL = float(np.sum(_WINDOW)) ** 2 / 2


@dataclass(frozen=True, slots=True)
class Tone:
    """What a frame is. `key` is one of 0-9, *, #, A-D where kind is "key"; two of one sound are equal however loud."""

    kind: Kind
    key: str = ""
    power: float = field(default=0.0, compare=False)


QUIET = Tone("quiet")


def tone_of(frame: Pcm) -> Tone:
    """One frame of 20 ms (int16, 16 kHz)."""
    sound = frame.astype(np.float64)
    power = float(np.dot(_ENERGY, sound * sound))
    if power < _SILENT**2:
        return QUIET
    share = np.abs(_TONES @ sound) ** 2 / _FULL / power
    low, high, alone = share[:4], share[4:8], share[8:]
    row, column = int(low.argmax()), int(high.argmax())
    if low[row] + high[column] >= _PURE and min(low[row], high[column]) >= _WEAKER:
        return Tone("key", _KEYS[row][column], power)
    best = int(alone.argmax())
    both = alone[0] + alone[1]  # a frame may hold the end of one bit and the beginning of the next
    if alone[best] >= _PURE or (best < 2 and both >= _PURE):
        return Tone(list(_ALONE)[best], "", power)
    return Tone("other", "", power)
