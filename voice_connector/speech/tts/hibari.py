"""Hibari (hibari-tts, Apache-2.0): the bundled voice. American English, small, quick, and all of it inside the package.

The package has one author, and would fetch other voices by itself: only the one inside it is used, from a file whose content is known.
"""

import hashlib
import importlib.util
import re
import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import Pcm, Speech
from voice_connector.speech.tts.speaking import VoiceCard
from voice_connector.speech.tts.trimming import trimmed

MODEL_SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
_RATE = 24_000
_PACE = 1.18  # as it comes, it is slower than people speak on the telephone
_READ_OUT_PACE = 0.84  # of that: digits and letters that somebody writes down
_LOUDNESS = 0.11  # root of the mean square, of full scale: as loud as they are
_PEAK = 0.95
_SEED = 7  # the same words sound the same each time
_STYLE = "1"  # change it with the figures above: kept prompts are then spoken anew
CARD = VoiceCard(_RATE, f"hibari:{MODEL_SHA256[:12]}:{_STYLE}")

_DIGIT = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
_READ_OUT = re.compile(rf"(?:\b(?:{_DIGIT}|[A-Z])\b[ ,]*){{4,}}")
_LETTER_A = re.compile(  # the letter, where its neighbours are letters or digits; anywhere else it is the article
    rf"\bA(?=,? (?:[B-Z]\b(?!')|A\b|(?:{_DIGIT})(?:[,.?!]| (?:{_DIGIT}|[A-Z])\b|$))|[,.?!]|$| as in\b)"
    rf"|(?<=\b[A-HJ-Z] )A\b|(?<=\b[A-HJ-Z], )A\b|\b[Aa](?= m\b)"
)


def hibari_is_installed() -> bool:
    return importlib.util.find_spec("hibari") is not None


class HibariVoice:
    """One voice in memory, spoken with by one thread at a time."""

    sample_rate = _RATE

    def __init__(self) -> None:
        try:
            from hibari import Hibari
            from hibari.tts import ASSETS
        except ImportError as missing:
            raise EngineUnavailable(
                "hibari-tts is not installed; install requirements/services.txt, or set CIVICLINE_SPEECH_SYNTHESISER=tone."
            ) from missing
        model = Path(ASSETS) / "hibari.onnx"
        _check(model)
        self._native = Hibari(model=str(model), threads=1)
        self._one = threading.Lock()

    def speak(self, text: str, rate: float) -> Speech:
        """The text as sound; nothing speakable gives no samples."""
        if not any(one.isalnum() for one in text):
            return Speech(np.zeros(0, np.int16), _RATE)
        pace = _PACE * (_READ_OUT_PACE if _READ_OUT.search(text) else 1.0)
        with self._one:
            wave = self._native(letters_named(text), speed=pace * rate, seed=_SEED)
        return Speech(trimmed(_as_loud(wave), _RATE), _RATE)


def letters_named(text: str) -> str:
    """ "Plate A B C" and "ten a m" have the letter A in them, "a car" has not: marked as the package marks pronunciations."""
    return _LETTER_A.sub("[A](/ˈA/)", text)


def _as_loud(wave: npt.NDArray[np.float32]) -> Pcm:
    """Of an even loudness, and never distorted."""
    if not len(wave) or not (level := float(np.sqrt(np.mean(wave**2)))):
        return np.zeros(0, np.int16)
    gain = min(_LOUDNESS / level, _PEAK / float(np.abs(wave).max()))
    return (wave * (gain * 32767)).astype(np.int16)


def _check(model: Path) -> None:
    try:
        seen = hashlib.sha256(model.read_bytes()).hexdigest()
    except OSError as missing:
        raise EngineUnavailable("hibari-tts has no voice in it; install hibari-tts==0.2.1 again.") from missing
    if seen != MODEL_SHA256:
        raise EngineUnavailable(
            f"The voice of hibari-tts is not the expected one (sha256 {seen[:12]}); install hibari-tts==0.2.1."
        )
