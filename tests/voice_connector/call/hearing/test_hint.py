"""The first sign of speech over our voice: soon enough to pause for, and not for ever."""

from voice_connector.call.hearing.segment import Hint


def _feed(hint: Hint, *probabilities: float) -> list[bool]:
    return [hint.feed(probability) for probability in probabilities]


def test_two_doubtful_frames_of_three_are_enough_to_pause_for() -> None:
    assert _feed(Hint(), 0.0, 0.35, 0.1, 0.4) == [False, False, False, True]


def test_one_click_is_not() -> None:
    assert not any(_feed(Hint(), 0.0, 0.9, 0.0, 0.0, 0.9, 0.0))


def test_what_does_not_become_speech_lapses_after_300_ms_and_is_told_once() -> None:
    hint = Hint()
    _feed(hint, 0.4, 0.4)
    assert [hint.lapsed() for _ in range(16)].index(True) == 14
    assert not hint.lapsed()


def test_a_line_that_made_us_pause_for_nothing_is_not_believed_again() -> None:
    hint = Hint()
    _feed(hint, 0.4, 0.4)
    hint.was_nothing()
    assert not any(_feed(hint, 0.4, 0.4, 0.4))


def test_a_line_on_which_the_hint_was_speech_is_believed_again() -> None:
    hint = Hint()
    _feed(hint, 0.4, 0.4)
    hint.became_speech()
    assert any(_feed(hint, 0.4, 0.4))
