"""Cuts the caller's sound into utterances by voice activity. Pure: frames and probabilities in, state out."""

from collections import deque

import numpy as np

from voice_connector.speech.interfaces import FRAME_MS, Pcm

_SPEECH = 0.5
_STILL_SPEECH = 0.35  # below _SPEECH, so that a quiet syllable does not end an utterance
_START_FRAMES, _START_WINDOW = 3, 5  # speech begins when 3 of the last 5 frames are speech
_BEFORE_FRAMES = 15  # kept from before the start: the first consonant


class Segmenter:
    """One caller. `active` while an utterance is open."""

    def __init__(self) -> None:
        self._before: deque[Pcm] = deque(maxlen=_BEFORE_FRAMES)
        self._recent: deque[bool] = deque(maxlen=_START_WINDOW)
        self._frames: list[Pcm] = []
        self.active = False
        self.voiced_ms = 0
        self.silence_ms = 0
        self.started_at = 0.0
        self.voiced_at = 0.0

    @property
    def length_ms(self) -> int:
        return len(self._frames) * FRAME_MS

    def feed(self, frame: Pcm, probability: float, now: float) -> bool:
        """Takes one frame; returns whether it is speech (within an utterance) or starts one."""
        if not self.active:
            return self._wait(frame, probability, now)
        self._frames.append(frame)
        if probability >= _STILL_SPEECH:
            self.voiced_ms += FRAME_MS
            self.silence_ms = 0
            self.voiced_at = now
            return True
        self.silence_ms += FRAME_MS
        return False

    def pcm(self) -> Pcm:
        """The utterance so far."""
        return np.concatenate(self._frames) if self._frames else np.zeros(0, np.int16)

    def close(self) -> None:
        """Ends the utterance and waits for the next one."""
        self._before.clear()
        self._before.extend(self._frames[-_BEFORE_FRAMES:])
        self._recent.clear()
        self._frames = []
        self.active = False
        self.voiced_ms = self.silence_ms = 0

    def _wait(self, frame: Pcm, probability: float, now: float) -> bool:
        self._before.append(frame)
        self._recent.append(probability >= _SPEECH)
        if sum(self._recent) < _START_FRAMES:
            return False
        self.active = True
        self._frames = list(self._before)
        self.voiced_ms = sum(self._recent) * FRAME_MS
        self.silence_ms = 0
        self.started_at = now - self.voiced_ms / 1000
        self.voiced_at = now
        return True
