"""Sounds that are no voice and mean something: recognised over lines as they are, and never in a voice."""

import numpy as np
import pytest

from tests.voice_connector.call.hearing.signal_sounds import fax_calling, key, noisy, silence, tone, tty
from voice_connector.call.hearing.signals import Signal, SignalWatch
from voice_connector.sound.codecs import mu_law_decode, mu_law_encode, resample
from voice_connector.speech.interfaces import FRAME_SAMPLES, Pcm


def heard(sound: Pcm, watch: SignalWatch | None = None) -> list[Signal]:
    watch = watch or SignalWatch()
    frames = [sound[at : at + FRAME_SAMPLES] for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES)]
    return [found for frame in frames if (found := watch.feed(frame)) is not None]


def as_on_the_telephone(sound: Pcm) -> Pcm:
    return resample(mu_law_decode(mu_law_encode(resample(sound, 16_000, 8_000))), 8_000, 16_000)


@pytest.mark.parametrize("digit", list("0123456789*#"))
@pytest.mark.parametrize("shift", [0, 90, 200])
def test_a_key_is_heard_once_wherever_its_frames_begin(digit: str, shift: int) -> None:
    sound = np.concatenate([silence(0.3)[shift:], key(digit), silence(0.5)])
    assert heard(as_on_the_telephone(sound)) == [Signal("key", digit)]


@pytest.mark.parametrize("off", [-0.015, 0.015])
def test_a_telephone_a_little_off_its_frequencies_is_understood(off: float) -> None:
    assert heard(np.concatenate([key("5", 0.1, off), silence(0.5)])) == [Signal("key", "5")]


def test_a_number_keyed_quickly_over_noise_is_heard_whole() -> None:
    sound = np.concatenate([part for digit in "42719" for part in (key(digit, 0.07), silence(0.07))] + [silence(0.5)])
    assert "".join(found.key for found in heard(noisy(sound, 15))) == "42719"


def test_keys_that_the_gateway_gives_are_not_counted_twice() -> None:
    watch = SignalWatch()
    assert heard(key("7"), watch) == []
    watch.key_by_wire()
    assert heard(np.concatenate([silence(0.5), key("8"), silence(0.5)]), watch) == []


@pytest.mark.parametrize("text", [" ", "HELP", "HELLO GA"])
@pytest.mark.parametrize("decibel", [40, 15])
def test_a_text_telephone_is_known_by_its_tones(text: str, decibel: float) -> None:
    sound = np.concatenate([silence(0.51), tty(text), silence(0.3)])
    assert heard(as_on_the_telephone(noisy(sound, decibel))) == [Signal("tty")]


def test_a_text_telephone_is_told_once_and_within_a_second() -> None:
    sound = tty("HELLO GA HELP")
    assert len(heard(sound)) == 1
    assert heard(sound[:16_000]) == [Signal("tty")]


def test_a_fax_machine_is_known_at_its_second_call_tone() -> None:
    assert heard(noisy(fax_calling(3), 20)) == [Signal("fax")]
    assert heard(fax_calling(1)) == []


def test_the_answer_of_a_fax_or_modem_is_known() -> None:
    assert heard(tone(2100, 2.5)) == [Signal("fax")]


@pytest.mark.parametrize("hz", [350.0, 440.0, 1000.0, 1400.0, 1800.0])
def test_a_steady_tone_is_no_signal(hz: float) -> None:
    assert heard(np.concatenate([tone(hz, 3.0), silence(0.5)])) == []


@pytest.mark.parametrize("hz", [(350.0, 440.0), (480.0, 620.0), (440.0, 480.0)])
def test_dial_tone_busy_and_ringing_are_no_keys(hz: tuple[float, float]) -> None:
    assert heard(np.concatenate([np.concatenate([tone(hz, 0.5), silence(0.5)]) for _ in range(4)])) == []


def test_two_notes_of_music_are_no_text_telephone() -> None:
    """Notes last longer than bits, have overtones, and change their pitch."""
    notes = [tone((hz, 2 * hz, 3 * hz), 0.25, 2_000) for hz in (1396.9, 1760.0, 1568.0, 1396.9, 1760.0, 1318.5)]
    assert heard(np.concatenate(notes * 3)) == []


def test_while_a_signal_sounds_it_is_no_voice() -> None:
    watch = SignalWatch()
    heard(key("3"), watch)
    assert watch.is_signal
    heard(silence(0.1), watch)
    assert not watch.is_signal
