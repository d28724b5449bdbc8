"""What is heard behind a caller: noise, a street, a television, somebody else who talks; so many dB below the voice.

The television and the other people are Debian's recordings too: Italian over music on hold, and English of which the words are not asked.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks import recordings
from benchmarks.line_noises import NOISES
from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.errors import AudioError
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

Sound = npt.NDArray[np.float64]
Line = Callable[[str, Pcm], Pcm]  # (name of the recording, its sound at 8 kHz) -> what arrives
_RATE = 8_000
_LONG_S = 60.0


def behind() -> dict[str, Line]:
    """By what stands in the table."""
    found = {f"white noise {below} dB below": _under(_hiss, below) for below in (20, 10, 5)}
    found["a busy street 5 dB below"] = _under(_street, 5)
    for name, sound in (("a television", _television()), ("somebody else talks", _others())):
        if sound is not None:
            found |= {f"{name}, {below} dB below": _under(_part_of(sound), below) for below in (10, 5)}
    return found


def _under(noise: Callable[[int, int], Sound], below_db: float) -> Line:
    """`noise`: (samples at 8 kHz, seed) -> sound of any loudness."""

    def line(name: str, sound: Pcm) -> Pcm:
        quiet, voice = np.zeros(_RATE // 2), sound.astype(np.float64)
        other = noise(len(sound) + 2 * len(quiet), sum(name.encode()))
        level = _level(voice) / 10 ** (below_db / 20) / max(1.0, _level(other))
        mixed = np.concatenate([quiet, voice, quiet]) + other * level
        return np.asarray(np.clip(mixed, -32_768, 32_767), np.int16)

    return line


def _level(sound: Sound) -> float:
    """Root mean square while something sounds: pauses do not count."""
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    each = np.sqrt(np.mean(frames**2, axis=1))
    return float(np.sqrt(np.mean(each[each > 0.1 * each.max()] ** 2))) if len(each) and each.max() else 0.0


def _hiss(samples: int, seed: int) -> Sound:
    return np.random.default_rng(seed).standard_normal(samples) * 1_000


def _street(samples: int, _seed: int) -> Sound:
    whole = NOISES["a busy street"](_LONG_S, 3).clip(-32_768, 32_767).astype(np.int16)
    return resample(whole, SAMPLE_RATE, _RATE)[:samples].astype(np.float64)


def _part_of(whole: Sound) -> Callable[[int, int], Sound]:
    def part(samples: int, seed: int) -> Sound:
        return np.roll(whole, -np.random.default_rng(seed).integers(len(whole)))[:samples]

    return part


@functools.cache
def _television() -> Sound | None:
    music, speech = recordings.music_on_hold(), recordings.folders().get("it")
    if music is None or speech is None:
        return None
    tune, talk = _joined(music), _joined(speech)
    return tune / max(1.0, _level(tune)) * 700 + talk / max(1.0, _level(talk)) * 1_000


@functools.cache
def _others() -> Sound | None:
    english = recordings.folders().get("en")
    return _joined(english, "followme") if english is not None else None


def _joined(folder: Path, part: str = "") -> Sound:
    """A minute of a folder's recordings, one after the other."""
    found: list[Sound] = []
    for path in sorted(folder.rglob(f"{part}/*.wav" if part else "*.wav")):
        try:
            wav = read_wav(path)
        except AudioError:
            continue
        found.append(resample(wav.pcm, wav.sample_rate, _RATE).astype(np.float64))
    whole = np.concatenate(found) if found else np.zeros(1)
    return np.resize(whole, round(_LONG_S * _RATE))
