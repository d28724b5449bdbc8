"""Cuts the caller's sound into utterances by voice activity. Pure: frames and probabilities in, state out."""

from collections import deque
from collections.abc import Callable, Iterable

import numpy as np

from voice_connector.call.hearing.lead import Lead
from voice_connector.speech.interfaces import FRAME_MS, Pcm

_SPEECH = 0.5
_STILL_SPEECH = 0.35  # below _SPEECH, so that a quiet syllable does not end an utterance
_START_FRAMES, _START_WINDOW = 3, 5  # speech begins when 3 of the last 5 frames are speech
_AFTER_END_FRAMES = 15  # of the last utterance that the next one may begin in: less than the pause that ended it
_HINT = 0.3  # over our voice: what may become speech; the detector takes up to a quarter of a second to be sure
_HINT_FRAMES, _HINT_WINDOW = 2, 3
_HINT_LASTS_FRAMES = 15  # 300 ms without becoming speech: it was nothing


class Segmenter:
    """One caller. `active` while an utterance is open."""

    def __init__(self, new_lead: Callable[[Iterable[Pcm]], Lead] = Lead) -> None:
        self._new_lead = new_lead
        self._lead = new_lead([])
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
        self._lead = self._new_lead(self._frames[-_AFTER_END_FRAMES:])
        self._recent.clear()
        self._frames = []
        self.active = False
        self.voiced_ms = self.silence_ms = 0

    def _wait(self, frame: Pcm, probability: float, now: float) -> bool:
        self._lead.add(frame)
        self._recent.append(probability >= _SPEECH)
        if sum(self._recent) < _START_FRAMES:
            return False
        self.active = True
        self._frames = self._lead.frames()
        self.voiced_ms = sum(self._recent) * FRAME_MS
        self.silence_ms = 0
        self.started_at = now - self.voiced_ms / 1000
        self.voiced_at = now
        return True


class Hint:
    """The first sign that somebody may be speaking over our voice, enough to pause for. One caller.

    Whoever was paused for once without having spoken has a noisy line: from then on only speech counts.
    """

    def __init__(self) -> None:
        self._recent: deque[bool] = deque(maxlen=_HINT_WINDOW)
        self._frames_left = 0
        self._trusted = True

    @property
    def given(self) -> bool:
        """Something was heard, and whether it is speech is not known yet."""
        return self._frames_left > 0

    def feed(self, probability: float) -> bool:
        """Takes one frame outside of an utterance; whether our voice should pause for it."""
        self._recent.append(probability >= _HINT)
        if not self._trusted or self.given or sum(self._recent) < _HINT_FRAMES:
            return False
        self._frames_left = _HINT_LASTS_FRAMES
        return True

    def lapsed(self) -> bool:
        """One frame later: whether it was nothing after all. To be asked once a frame."""
        if not self.given:
            return False
        self._frames_left -= 1
        nothing = self._frames_left == 0
        if nothing:
            self.was_nothing()
        return nothing

    def became_speech(self) -> None:
        self._frames_left = 0
        self._recent.clear()

    def was_nothing(self) -> None:
        self._frames_left, self._trusted = 0, False
        self._recent.clear()
