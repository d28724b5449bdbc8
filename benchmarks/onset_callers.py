"""People's recordings as callers for bench_onsets: where each begins and ends to speak, and quiet, soft and distant ones made of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks import recordings
from benchmarks.line_noises import Sound
from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.errors import AudioError
from voice_connector.speech.interfaces import SAMPLE_RATE

STEP = SAMPLE_RATE // 100  # 10 ms
_SPEECH_LEVEL = 2_000.0  # int16 steps, -24 dB: what telephone networks aim at
_BELOW_SPEECH = 10 ** (-30 / 20)  # of the loud parts: less is breath and room
_LONGEST_S, _SHORTEST_S = 8, 0.4  # a letter by itself is shorter
_NOT_SPEECH = ("silence", "tone", "beep", "ascending", "monkeys")
_EDGE = 5 * STEP
_SOFT = 10 ** (-24 / 20)
_RAMP = SAMPLE_RATE // 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """One recording; speech from sample `begins` to `ends`."""

    name: str
    sound: Sound
    begins: int
    ends: int


def audible_from(spoken: Spoken, floor: Sound) -> int:
    """The first sample of speech that is louder than the line; what is under it nobody hears."""
    return min(_audible(spoken, floor), default=spoken.begins)


def audible_until(spoken: Spoken, floor: Sound) -> int:
    return max(_audible(spoken, floor), default=spoken.ends - STEP) + STEP


def _audible(spoken: Spoken, floor: Sound) -> list[int]:
    line = float(np.sqrt(np.mean(np.square(floor[: len(spoken.sound)]))))
    loud = np.flatnonzero(_levels(spoken.sound) > line) * STEP
    return [int(at) for at in loud if spoken.begins <= at < spoken.ends]


def _levels(sound: Sound) -> Sound:
    """Of each 10 ms."""
    return np.asarray(np.sqrt(np.mean(np.square(sound[: len(sound) // STEP * STEP].reshape(-1, STEP)), axis=1)))


Voice = Callable[[Spoken], Spoken]


def people(each: int) -> list[Spoken]:
    """So many recordings of each language's speaker, chosen by seed."""
    found: list[Spoken] = []
    for language, folder in recordings.folders().items():
        files = sorted(recordings.sounds_in(folder).rglob("*.wav"))
        random.Random(9).shuffle(files)
        usable = (spoken for file in files if (spoken := _spoken(language, file)) is not None)
        found += [spoken for spoken, _ in zip(usable, range(each), strict=False)]
    return found


def plain(spoken: Spoken) -> Spoken:
    return spoken


def quiet(spoken: Spoken) -> Spoken:
    return replace(spoken, sound=spoken.sound * 10 ** (-20 / 20))


def soft_start(spoken: Spoken) -> Spoken:
    """The first half second, of a word by itself the first third, rises from 24 dB below the rest."""
    return replace(spoken, sound=spoken.sound * _rise(spoken, spoken.begins))


def soft_end(spoken: Spoken) -> Spoken:
    """The same at the end."""
    falls = _rise(spoken, len(spoken.sound) - spoken.ends)[::-1]
    return replace(spoken, sound=spoken.sound * falls)


def distant(spoken: Spoken) -> Spoken:
    """Across a room: 14 dB less, dull, with the room's echo."""
    count = int(0.35 * SAMPLE_RATE)
    echo = np.random.default_rng(1).normal(0, 1, count) * np.exp(-np.arange(count) / (0.08 * SAMPLE_RATE))
    echo[0] = 8
    sound = np.convolve(spoken.sound, echo)[: len(spoken.sound)]
    hertz = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE)
    dull = np.fft.irfft(np.fft.rfft(sound) / (1 + (hertz / 1_500) ** 2), len(sound))
    return replace(spoken, sound=dull * (10 ** (-14 / 20) * spoken.sound.std() / dull.std()))


VOICES: dict[str, Voice] = {
    "as recorded": plain,
    "soft start": soft_start,
    "soft end": soft_end,
    "quiet": quiet,
    "distant": distant,
}


def _rise(spoken: Spoken, begins: int) -> Sound:
    times = (np.arange(len(spoken.sound)) - begins) / min(_RAMP, (spoken.ends - spoken.begins) // 3)
    return np.asarray(_SOFT ** (1 - np.clip(times, 0, 1)))


def _spoken(language: str, file: Path) -> Spoken | None:
    """None for tones, beeps, silences, monkeys, and what is too short to be an answer."""
    try:
        wav = read_wav(file)
    except AudioError:
        return None
    if any(word in str(file) for word in _NOT_SPEECH):
        return None
    sound = resample(wav.pcm, wav.sample_rate, SAMPLE_RATE)[: _LONGEST_S * SAMPLE_RATE].astype(np.float64)
    bounds = _bounds(sound)
    if bounds is None or bounds[1] - bounds[0] < _SHORTEST_S * SAMPLE_RATE:
        return None
    begins, ends = bounds
    start = max(0, begins - _EDGE)
    spoken = sound[start : ends + _EDGE]
    active = spoken[begins - start : ends - start]
    return Spoken(f"{language}/{file.stem}", spoken * (_SPEECH_LEVEL / active.std()), begins - start, ends - start)


def _bounds(sound: Sound) -> tuple[int, int] | None:
    """First and last sample of speech by level, to 10 ms; a click of less than 30 ms is none."""
    levels = _levels(sound)
    loud = np.percentile(levels[levels > levels.max() / 100], 90)
    on = levels > loud * _BELOW_SPEECH
    steady = np.flatnonzero(np.convolve(on, np.ones(5), "valid") >= 3)
    if not len(steady):
        return None
    inside = list(_inside(on, int(steady[0]), int(steady[-1])))
    return inside[0] * STEP, (inside[-1] + 1) * STEP


def _inside(on: np.ndarray, first: int, last: int) -> Iterator[int]:
    return (int(at) for at in np.flatnonzero(on) if first <= at <= last + 4)
