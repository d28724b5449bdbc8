"""How steady a sound is: music holds its notes, a voice glides and breaks off. Pure; one look each 80 ms.

A look takes the four strongest peaks of 180 to 3,300 Hz, and asks how much of the energy lies in peaks that were there at the look before.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm

LOOK_FRAMES = 4
_LENGTH = 1_024  # samples: 64 ms, a peak is told from its neighbour by 16 Hz
_PEAKS = 4
_WINDOW = np.hanning(_LENGTH)
_LOW, _HIGH = (int(hz * _LENGTH / SAMPLE_RATE) for hz in (180, 3_300))


@dataclass(frozen=True, slots=True)
class Look:
    """`level`: root of the mean square. `held`: share of the energy in peaks of the look before. `purest`, `at`: the strongest
    peak's share, and its bin."""

    level: float
    held: float
    purest: float
    at: int


class Steadiness:
    """One sound; 20 ms frames in."""

    def __init__(self) -> None:
        self._frames: list[Pcm] = []
        self._before: npt.NDArray[np.float64] | None = None
        self._spectrum = np.zeros(_HIGH - _LOW)

    def feed(self, frame: Pcm) -> Look | None:
        """A look, with every fourth frame."""
        self._frames.append(frame)
        if len(self._frames) < LOOK_FRAMES:
            return None
        sound = np.concatenate(self._frames)[LOOK_FRAMES * FRAME_SAMPLES - _LENGTH :].astype(np.float64)
        self._frames = []
        return self._look(sound)

    def _look(self, sound: npt.NDArray[np.float64]) -> Look:
        spectrum = np.abs(np.fft.rfft(sound * _WINDOW))[_LOW:_HIGH] ** 2
        total = float(spectrum.sum()) + 1.0
        peaks = np.flatnonzero((spectrum[1:-1] > spectrum[:-2]) & (spectrum[1:-1] >= spectrum[2:])) + 1
        peaks = peaks[np.argsort(spectrum[peaks])[-_PEAKS:]]
        mask = np.zeros_like(spectrum)
        for peak in peaks:
            mask[peak - 1 : peak + 2] = 1.0
        held = 0.0
        if self._before is not None:  # what grew louder is not held
            held = float((np.minimum(spectrum, 4 * self._spectrum) * mask * self._before).sum()) / total
        self._before = np.clip(mask + np.roll(mask, 1) + np.roll(mask, -1), 0.0, 1.0)
        self._spectrum = spectrum
        strongest = int(peaks[-1]) if len(peaks) else 0
        purest = float(spectrum[max(0, strongest - 2) : strongest + 3].sum()) / total
        return Look(float(np.sqrt(np.mean(sound * sound))), held, purest, strongest)
