"""Cutting the silence around spoken sound: a caller waits for what is before the first word."""

import numpy as np

from voice_connector.speech.interfaces import Pcm

_QUIET, _LEAD_MS, _TAIL_MS = 300, 30, 120


def trimmed(pcm: Pcm, sample_rate: int) -> Pcm:
    """Mono int16; nothing but silence gives no samples."""
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > _QUIET)
    if not len(loud):
        return pcm[:0]
    first = max(0, int(loud[0]) - _LEAD_MS * sample_rate // 1000)
    return pcm[first : int(loud[-1]) + _TAIL_MS * sample_rate // 1000]
