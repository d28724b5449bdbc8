"""The detector after silence: the first word is whole, whatever came before it; nothing is speech that is not; no drift."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.line_noises import NOISES, Sound
from voice_connector.call.hearing.segment import Segmenter
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm
from voice_connector.speech.vad.silero import SileroVoiceActivity

if TYPE_CHECKING:
    from tests.voice_connector.speech.conftest import Say

_LOST_MS = 100
_LINES = ("My car was towed last night", "Hello", "There's a coyote just walking down the middle of the street", "Yes")


class _Line:
    """What one caller's detector and segmenter make of a sound."""

    def __init__(self) -> None:
        self.activity, self.segment, self.at = SileroVoiceActivity(), Segmenter(), 0

    def hears(self, sound: Pcm) -> int | None:
        """The sample from which an utterance is kept, counted from this sound's first; None without one."""
        for begin in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
            frame = sound[begin : begin + FRAME_SAMPLES]
            self.segment.feed(frame, self.activity.feed(frame), self.at / 50)
            self.at += 1
            if self.segment.active:
                return begin + FRAME_SAMPLES - len(self.segment.pcm())
        return None


def _lead(seconds: float, noise: float) -> Pcm:
    return np.random.default_rng(2).normal(0, noise, int(seconds * SAMPLE_RATE)).astype(np.int16)


def _spoken(say: "Say", line: str) -> Pcm:
    """From its first loud sample on, with silence after it."""
    sound = say(line)
    first = int(np.flatnonzero(np.abs(sound.astype(np.int32)) > 300)[0])
    return np.concatenate([sound[first:], np.zeros(SAMPLE_RATE, np.int16)])


@pytest.mark.parametrize("noise", [0, 3, 30])
@pytest.mark.parametrize("seconds", [0.5, 30])
def test_the_first_word_after_silence_is_whole(say: "Say", seconds: float, noise: float) -> None:
    for line in _LINES:
        caller = _Line()
        assert caller.hears(_lead(seconds, noise)) is None
        kept_from = caller.hears(_spoken(say, line))
        assert kept_from is not None, line
        assert kept_from <= _LOST_MS * SAMPLE_RATE // 1000, line


def test_speech_is_noticed_as_soon_after_two_minutes_of_zeros_as_after_one_second(say: "Say") -> None:
    spoken, soon = _spoken(say, _LINES[0]), []
    for seconds in (1, 120):
        caller = _Line()
        caller.hears(_lead(seconds, 0))
        before = caller.at
        assert caller.hears(spoken) is not None
        soon.append(caller.at - before)
    assert soon[1] <= soon[0] + 3


@pytest.mark.parametrize("noise", [0, 30, 300])
def test_two_minutes_without_speech_do_not_move_the_state(noise: float) -> None:
    activity = SileroVoiceActivity()
    sizes = []
    for seconds in (2, 120):
        for begin in range(0, seconds * SAMPLE_RATE, FRAME_SAMPLES):
            activity.feed(_lead(0.02, noise) if not begin % 3 else np.roll(_lead(0.02, noise), begin))
        sizes.append(float(np.abs(activity.state.cell).max()))
    assert sizes[1] <= 1.5 * sizes[0]


@pytest.mark.parametrize("name", sorted(NOISES))
def test_two_minutes_of_noise_start_no_utterance(name: str) -> None:
    sound: Sound = NOISES[name](120, 3)
    assert _Line().hears(sound.clip(-32768, 32767).astype(np.int16)) is None


def test_a_reset_detector_hears_like_a_new_one(say: "Say") -> None:
    used, spoken = SileroVoiceActivity(), _spoken(say, _LINES[0])
    used.feed(spoken)
    used.reset()
    assert used.feed(spoken) == SileroVoiceActivity().feed(spoken)
