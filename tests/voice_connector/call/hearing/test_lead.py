"""What is kept from before speech was noticed: a little always, more where sound went on, never the silence before it."""

import numpy as np

from voice_connector.call.hearing.segment import Segmenter
from voice_connector.speech.interfaces import FRAME_SAMPLES, Pcm

_NOISE = np.random.default_rng(1)


def _frames(count: int, level: float) -> list[Pcm]:
    return [_NOISE.normal(0, level, FRAME_SAMPLES).astype(np.int16) for _ in range(count)]


def _kept_before_the_notice(segmenter: Segmenter, frames: list[Pcm]) -> int:
    """Frames kept, when speech is noticed with the last three of these."""
    for at, frame in enumerate(frames):
        segmenter.feed(frame, 0.9 if at >= len(frames) - 3 else 0.0, at * 0.02)
    assert segmenter.active
    return segmenter.length_ms // 20


def test_a_beginning_noticed_late_is_kept_whole() -> None:
    kept = _kept_before_the_notice(Segmenter(), _frames(100, 0) + _frames(40, 800))
    assert 40 <= kept <= 44


def test_a_faint_line_changes_nothing_about_it() -> None:
    kept = _kept_before_the_notice(Segmenter(), _frames(100, 30) + _frames(40, 800))
    assert 40 <= kept <= 44


def test_a_short_silence_inside_the_beginning_is_bridged() -> None:
    frames = _frames(100, 3) + _frames(10, 800) + _frames(8, 3) + _frames(20, 800)
    assert 38 <= _kept_before_the_notice(Segmenter(), frames) <= 42


def test_silence_before_an_early_notice_is_not_kept_beyond_300_ms() -> None:
    assert _kept_before_the_notice(Segmenter(), _frames(100, 0) + _frames(4, 800)) == 15


def test_even_noise_is_not_a_beginning() -> None:
    assert _kept_before_the_notice(Segmenter(), _frames(100, 40)) == 15


def test_on_a_noisy_line_700_ms_are_kept_because_a_soft_beginning_does_not_stand_out() -> None:
    assert _kept_before_the_notice(Segmenter(), _frames(100, 400)) == 35


def test_no_more_than_1200_ms_is_ever_kept() -> None:
    assert _kept_before_the_notice(Segmenter(), _frames(20, 0) + _frames(100, 800)) <= 60


def test_what_was_said_in_the_last_utterance_is_not_said_again_in_the_next() -> None:
    segmenter = Segmenter()
    _kept_before_the_notice(segmenter, _frames(100, 3) + _frames(40, 800))
    for at, frame in enumerate(_frames(25, 3)):
        segmenter.feed(frame, 0.0, 3 + at * 0.02)
    segmenter.close()
    assert _kept_before_the_notice(segmenter, _frames(4, 800)) <= 19
