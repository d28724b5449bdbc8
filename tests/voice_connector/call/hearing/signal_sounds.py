"""Signals as machines make them, for tests: keys, text telephones, fax; int16 at 16 kHz."""

import numpy as np

from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

_LOW, _HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
_KEYS = ("123A", "456B", "789C", "*0#D")
_BAUDOT = {
    "H": "00101",
    "E": "10000",
    "L": "01001",
    "P": "01101",
    "G": "01011",
    "A": "11000",
    "O": "00011",
    " ": "00100",
}  # first bit first
_BIT_S = 1 / 45.45


def tone(hz: float | tuple[float, ...], seconds: float, level: float = 3_000) -> Pcm:
    at = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    each = hz if isinstance(hz, tuple) else (hz,)
    waves = np.array([np.sin(2 * np.pi * one * at) for one in each])
    sound: Pcm = (level * waves.sum(axis=0)).astype(np.int16)
    return sound


def silence(seconds: float) -> Pcm:
    return np.zeros(int(seconds * SAMPLE_RATE), np.int16)


def key(digit: str, seconds: float = 0.1, off: float = 0.0) -> Pcm:
    """`off`: how far from its frequencies a worn telephone is, as a share."""
    row = next(n for n, keys in enumerate(_KEYS) if digit in keys)
    column = _KEYS[row].index(digit)
    return tone((_LOW[row] * (1 + off), _HIGH[column] * (1 - off)), seconds)


def tty(text: str, level: float = 3_000) -> Pcm:
    """Baudot at 45.45 baud: start bit 1800 Hz, five bits, stop 1.5 bits, then the carrier of 1400 Hz for a while."""
    hz, phase, out = [], 0.0, []
    for letter in text:
        bits = f"0{_BAUDOT[letter]}"
        hz += [(1400.0 if bit == "1" else 1800.0, _BIT_S) for bit in bits] + [(1400.0, 1.5 * _BIT_S)]
    for frequency, seconds in [*hz, (1400.0, 0.15)]:
        steps = np.arange(int(seconds * SAMPLE_RATE)) * (2 * np.pi * frequency / SAMPLE_RATE)
        out.append(level * np.sin(phase + steps))
        phase += seconds * 2 * np.pi * frequency
    sound: Pcm = np.concatenate(out).astype(np.int16)
    return sound


def fax_calling(bursts: int = 3) -> Pcm:
    return np.concatenate([np.concatenate([tone(1100, 0.5), silence(3.0)]) for _ in range(bursts)])


def noisy(sound: Pcm, decibel: float, seed: int = 1) -> Pcm:
    """White noise so many dB under the loud part of the sound."""
    loud = sound[np.abs(sound) > 0].astype(np.float64)
    level = np.sqrt(np.mean(loud**2)) / 10 ** (decibel / 20)
    noise = np.random.default_rng(seed).standard_normal(len(sound)) * level
    mixed: Pcm = np.clip(sound + noise, -32768, 32767).astype(np.int16)
    return mixed


def tones(said: str) -> Pcm:
    """What a script calls `tones`: tty, fax, or keys."""
    if said in ("tty", "fax"):
        return tty("HELLO GA") if said == "tty" else fax_calling(2)
    return np.concatenate([part for digit in said for part in (key(digit), silence(0.1))])
