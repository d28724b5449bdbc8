"""What a telephone line sounds like while nobody speaks: made here by seed, in a telephone's band, as int16 steps."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from voice_connector.speech.interfaces import SAMPLE_RATE

Sound = npt.NDArray[np.float64]
Noise = Callable[[float, int], Sound]
_BAND_HZ = (200, 3_600)


def digital_silence(seconds: float, _seed: int) -> Sound:
    """Zeros: silence suppression, a headset with a noise gate."""
    return np.zeros(_samples(seconds))


def white(level: float) -> Noise:
    """Hiss of the line itself; 3 is the last bit or two, 30 a quiet line, 300 a bad one."""
    return lambda seconds, seed: np.random.default_rng(seed).normal(0, level, _samples(seconds))


def room(seconds: float, seed: int) -> Sound:
    """A room with a fan in it."""
    return _shaped(seconds, np.random.default_rng(seed), 0.5, 100)


def street(level: float) -> Noise:
    """Traffic far away, and cars that pass every few seconds, some with an engine that one hears, some with a horn."""

    def noise(seconds: float, seed: int) -> Sound:
        chance = np.random.default_rng(seed)
        times = np.arange(_samples(seconds)) / SAMPLE_RATE
        traffic, cars = (_shaped(seconds, chance, slope, level) for slope in (0.8, 1.2))
        sound, at = traffic / 2, chance.exponential(4)
        while at < seconds:
            nearness = np.exp(-0.5 * ((times - at) / chance.uniform(1, 3)) ** 2)
            sound += nearness * cars * chance.uniform(0.7, 3)
            if chance.random() < 0.25:
                pitch_hz = chance.uniform(60, 140) * (1 + 0.1 * np.tanh(at - times))
                sound += nearness * _harmonics(pitch_hz, 20, 0.7, level)
            if chance.random() < 0.15:
                sound += level * _horn(times, chance.uniform(0, seconds))
            at += chance.exponential(4)
        return sound

    return noise


def hum(seconds: float, _seed: int) -> Sound:
    """A charger on a bad cable."""
    return _harmonics(np.full(_samples(seconds), 60.0), 12, 1.0, 100)


def breath(seconds: float, seed: int) -> Sound:
    """A mouth close to the microphone."""
    times = np.arange(_samples(seconds)) / SAMPLE_RATE
    swell = np.maximum(0, np.sin(2 * np.pi * times / 3.5)) ** 2
    return np.asarray(_shaped(seconds, np.random.default_rng(seed), 0.5, 800) * swell)


def wind(seconds: float, seed: int) -> Sound:
    chance = np.random.default_rng(seed)
    gusts = np.interp(
        np.arange(_samples(seconds)), np.arange(0, _samples(seconds) + 8_000, 8_000), _gusts(seconds, chance)
    )
    return _shaped(seconds, chance, 1.5, 1_500) * gusts


def knocks(seconds: float, seed: int) -> Sound:
    """Keys, a cup put down, a telephone moved in the hand: two a second."""
    chance, sound = np.random.default_rng(seed), np.zeros(_samples(seconds))
    for at in chance.integers(0, len(sound) - 400, int(seconds * 2)):
        sound[at : at + 300] += chance.normal(0, 4_000, 300) * np.exp(-np.arange(300) / 60)
    return sound


_NOISES: dict[str, Noise] = {
    "digital silence": digital_silence,
    "the last bits": white(3),
    "a quiet line": white(30),
    "a bad line": white(300),
    "a room": room,
    "a street": street(200),
    "a busy street": street(600),
    "a loud street": street(2_000),
    "hum": hum,
    "breath": breath,
    "wind": wind,
    "knocks": knocks,
}

NOISES = {name: functools.lru_cache(maxsize=4)(noise) for name, noise in _NOISES.items()}  # read, never written to


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def _shaped(seconds: float, chance: np.random.Generator, slope: float, level: float) -> Sound:
    """Noise of this level that falls with frequency."""
    count = _samples(seconds)
    hertz = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    low, high = _BAND_HZ
    shape = ((hertz > low) & (hertz < high)) / np.maximum(hertz, low) ** slope
    sound = np.fft.irfft(np.fft.rfft(chance.normal(size=count)) * shape, count)
    return np.asarray(sound * level / sound.std())


def _harmonics(pitch_hz: Sound, count: int, slope: float, level: float) -> Sound:
    turns = 2 * np.pi * np.cumsum(pitch_hz) / SAMPLE_RATE
    sound = np.sum([np.sin(n * turns + n) / n**slope for n in range(1, count)], axis=0)
    return np.asarray(sound * level / sound.std())


def _horn(times: Sound, at: float) -> Sound:
    tones = np.sum([np.sin(2 * np.pi * hertz * times) for hertz in (400, 500, 1_000)], axis=0)
    return np.asarray(tones * ((times >= at) & (times < at + 0.4)))


def _gusts(seconds: float, chance: np.random.Generator) -> Sound:
    """Twice a second."""
    return np.abs(chance.normal(size=len(np.arange(0, _samples(seconds) + 8_000, 8_000))))
