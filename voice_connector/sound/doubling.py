"""8 to 16 kHz and back, frame by frame, with 3 ms of delay. Pure.

soxr's streams hand their sound out in lumps of about 100 ms (measured: five frames nothing, then six at once), which a
telephone hears as holes and the caller as a slow answer. Twice and half the rate need one short filter, so they have it here.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]

_TAPS = 97  # at 16 kHz; 48 look ahead: 3 ms
_DELAY = _TAPS // 2
_CUT_HZ, _RATE_HZ, _BETA = 3_800, 16_000, 7.0  # flat to 3.4 kHz, 70 dB down from 4.3 kHz


def _filter() -> npt.NDArray[np.float32]:
    """A windowed sinc: the low-pass that both directions share."""
    at = np.arange(_TAPS) - _DELAY
    taps = np.sinc(2 * _CUT_HZ / _RATE_HZ * at) * np.kaiser(_TAPS, _BETA)
    low_pass: npt.NDArray[np.float32] = (taps / taps.sum()).astype(np.float32)
    return low_pass


_LOW_PASS = _filter()


class Doubling:
    """One direction of one call: `up` is 8 to 16 kHz, `down` 16 to 8."""

    def __init__(self, way: Literal["up", "down"]) -> None:
        self._up = way == "up"
        self._before = np.zeros(_TAPS - 1, np.float32)  # at 16 kHz
        self._skip = _DELAY  # so that the sound is not late in its own stream

    def feed(self, pcm: Pcm, *, last: bool = False) -> Pcm:
        """What is ready after these samples: all of them but the first 3 ms, which `last` brings."""
        fast = self._stuffed(pcm) if self._up else pcm.astype(np.float32)
        if last:
            fast = np.concatenate([fast, np.zeros(_DELAY, np.float32)])
        if not len(fast):
            return np.zeros(0, np.int16)
        known = np.concatenate([self._before, fast])
        sound = np.convolve(known, _LOW_PASS, mode="valid")
        self._before = known[-(_TAPS - 1) :]
        return self._thinned(sound)

    @staticmethod
    def _stuffed(pcm: Pcm) -> npt.NDArray[np.float32]:
        fast = np.zeros(2 * len(pcm), np.float32)
        fast[::2] = pcm
        return fast * 2  # half of the samples are empty: the filter would halve the sound

    def _thinned(self, sound: npt.NDArray[np.float32]) -> Pcm:
        ready = sound[self._skip :]
        if self._up:
            self._skip = max(0, self._skip - len(sound))
        else:
            used = max(0, len(sound) - self._skip)
            self._skip = self._skip - len(sound) if not used else used % 2
            ready = ready[::2]
        return np.clip(np.rint(ready), -32_768, 32_767).astype(np.int16)
