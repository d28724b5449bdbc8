"""Music on hold and the beep of an answering machine: known by their sound, never taken from a voice, and no end of a call."""

import numpy as np
import pytest

from tests.voice_connector.call.hearing.signal_sounds import key, noisy, silence, tone
from voice_connector.call.hearing.caller_sound import CallerSound
from voice_connector.call.hearing.machines import MachineWatch
from voice_connector.events import MachineHeard
from voice_connector.sound.codecs import mu_law_decode, mu_law_encode, resample
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm


def heard(sound: Pcm) -> list[str]:
    watch = MachineWatch()
    frames = (sound[at : at + FRAME_SAMPLES] for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES))
    return [found for frame in frames if (found := watch.feed(frame)) is not None]


def on_the_telephone(sound: Pcm) -> Pcm:
    return resample(mu_law_decode(mu_law_encode(resample(sound, 16_000, 8_000))), 8_000, 16_000)


def music(seconds: float) -> Pcm:
    """Chords of half a second."""
    chords = [(262.0, 330.0, 392.0), (220.0, 277.0, 330.0), (294.0, 370.0, 440.0), (196.0, 247.0, 392.0)]
    return np.concatenate([tone(chords[n % 4], 0.5, 1_500) for n in range(int(2 * seconds))])


def babble(seconds: float, seed: int = 3) -> Pcm:
    """Something like a voice: a gliding buzz in syllables with breaks between."""
    rng = np.random.default_rng(seed)
    at = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    pitch = 120 + 30 * np.sin(2 * np.pi * 2.3 * at) + 15 * np.sin(2 * np.pi * 5.1 * at)
    phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
    buzz = sum(np.sin(n * phase) / n for n in range(1, 25))
    syllables = np.clip(np.sin(2 * np.pi * 2.6 * at) + 0.3, 0, 1)
    sound: Pcm = (2_000 * buzz * syllables + rng.normal(0, 30, len(at))).astype(np.int16)
    return sound


@pytest.mark.parametrize("decibel", [40, 15])
def test_music_is_known_within_five_seconds_and_told_anew_while_it_lasts(decibel: float) -> None:
    assert heard(on_the_telephone(noisy(music(5.2), decibel))) == ["music"]
    assert heard(on_the_telephone(noisy(music(15.5), decibel))) == ["music"] * 3


@pytest.mark.parametrize("hz", [(350.0, 440.0), (440.0,), (60.0, 180.0), (1000.0,)])
def test_a_dial_tone_or_a_hum_is_at_most_waited_out(hz: tuple[float, ...]) -> None:
    assert "beep" not in heard(tone(hz, 12.0))


@pytest.mark.parametrize("hz", [600.0, 1000.0, 1400.0])
@pytest.mark.parametrize("seconds", [0.4, 1.0])
def test_the_beep_after_a_greeting_is_known(hz: float, seconds: float) -> None:
    sound = np.concatenate([babble(4.0), silence(0.4), tone(hz, seconds), silence(1.0)])
    assert heard(on_the_telephone(noisy(sound, 30))) in (["beep"], [])
    assert heard(sound) == ["beep"]


def test_a_beep_without_a_greeting_or_that_does_not_end_or_a_key_is_none() -> None:
    assert heard(np.concatenate([tone(1000, 0.5), silence(2.0)])) == []
    assert "beep" not in heard(np.concatenate([babble(4.0), tone(1000, 4.0), silence(2.0)]))
    assert heard(np.concatenate([babble(4.0), silence(0.3), key("5", 0.5), silence(1.0)])) == []


def test_a_voice_is_neither() -> None:
    assert heard(on_the_telephone(noisy(babble(30.0), 20))) == []


class _Ear:
    def feed(self, frame: Pcm) -> None: ...


def test_music_is_waited_out_for_two_minutes_and_no_longer() -> None:
    told: list[MachineHeard] = []
    sound = CallerSound(_Ear(), told.append)  # type: ignore[arg-type]
    piece = music(150)
    for at in range(0, len(piece), FRAME_SAMPLES):
        sound.feed(piece[at : at + FRAME_SAMPLES])
    assert len(told) == 24
    assert [one.told_before for one in told[:2]] == [False, True]
