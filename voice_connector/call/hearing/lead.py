"""What is kept from before speech was noticed: always a little, more in noise, and as far back as sound goes. Pure.

The detector may need half a second for a soft or distant beginning. Energy says where the sound began, though not whether
it is speech: so it decides how much is kept, never that somebody speaks.
"""

from collections import deque
from collections.abc import Iterable

import numpy as np

from voice_connector.speech.interfaces import Pcm

_LONGEST_FRAMES = 60
_ALWAYS_FRAMES = 15  # the first consonant
_IN_NOISE_FRAMES = 35  # where the line is so loud that a soft beginning does not stand out of it
_NOISY = 60.0  # int16 steps of the line by itself: -55 dB
_GAP_FRAMES = 10  # silence inside a beginning: before a consonant, between two short words
_EDGE_FRAMES = 2  # and the faint edge of the sound itself
_FLOOR_SHARE = 10  # per cent of the frames are no louder than the line by itself
_ABOVE_FLOOR = 2.0  # 6 dB
_SILENT = 12.0  # int16 steps: below this nothing can be heard, whatever the floor


class Lead:
    """One caller between two utterances."""

    def __init__(self, frames: Iterable[Pcm] = ()) -> None:
        self._frames: deque[Pcm] = deque(frames, maxlen=_LONGEST_FRAMES)

    def add(self, frame: Pcm) -> None:
        self._frames.append(frame)

    def all_frames(self) -> list[Pcm]:
        return list(self._frames)

    def frames(self) -> list[Pcm]:
        """Those in which the caller may already have been speaking, oldest first. Levels are taken here, not frame by frame."""
        frames = self.all_frames()
        levels = [float(np.sqrt(np.mean(np.square(frame, dtype=np.float32)))) for frame in frames]
        return frames[max(0, len(frames) - _kept(levels)) :]


def _kept(levels: list[float]) -> int:
    """How many frames from the end. The sound may pause, but not for long."""
    if not levels:
        return 0
    floor = float(np.percentile(levels, _FLOOR_SHARE))
    heard_from = max(_SILENT, _ABOVE_FLOOR * floor)
    kept = _ALWAYS_FRAMES if floor < _NOISY else _IN_NOISE_FRAMES
    for back, level in enumerate(reversed(levels), start=1):
        if level > heard_from:
            kept = max(kept, back + _EDGE_FRAMES)
        elif back - kept > _GAP_FRAMES:
            break
    return kept
