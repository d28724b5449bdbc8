"""What the recogniser hears of synthetic callers: texts in, one JSON list a line on standard input; what was heard out, the same way.

    .envs/services/bin/python -m benchmarks.heard_callers < [{"text", "expects", "noise_db", "number"}, ...]

Each caller is the bundled voice at a pitch and a pace of their own, by number (a child, an old man, a hurried one), in a telephone's band.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from voice_connector.sound.codecs import resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.pooled import BlockingRecogniser
from voice_connector.speech.stt.registry import recogniser_build, recogniser_of
from voice_connector.speech.tts.registry import voice_of
from voice_connector.speech.tts.speaking import BlockingVoice

PITCHES, PACES = (0.85, 0.93, 1.0, 1.1, 1.2), (0.95, 1.05, 1.2)
_TELEPHONE = 8_000


def main() -> int:
    with tempfile.TemporaryDirectory() as var:
        settings = SpeechSettings(var=Path(var))
        voice = voice_of(settings)[1].build(settings)()
        ear = recogniser_build(recogniser_of(settings), settings)()
        for line in sys.stdin:
            print(json.dumps([heard(voice, ear, one) for one in json.loads(line)]), flush=True)
    return 0


def heard(voice: BlockingVoice, ear: BlockingRecogniser, one: dict[str, Any]) -> str:
    """`noise_db`: noise so many dB below the voice; None without."""
    return ear.transcribe(called(voice, one["text"], one["number"], one["noise_db"]), one["expects"]).text


def called(voice: BlockingVoice, text: str, number: int, noise_db: float | None) -> Pcm:
    chance = random.Random(number)
    pitch, pace = chance.choice(PITCHES), chance.choice(PACES)
    spoken = voice.speak(text if text[-1] in ".?!" else f"{text}.", pace)
    narrow = resample(resample(spoken.pcm, spoken.sample_rate, _TELEPHONE), _TELEPHONE, SAMPLE_RATE).astype(np.float64)
    at = np.linspace(0, len(narrow) - 1, int(len(narrow) / pitch))
    quiet = np.zeros(SAMPLE_RATE // 4)
    sound = np.concatenate([quiet, np.interp(at, np.arange(len(narrow)), narrow), quiet])
    if noise_db is not None:
        level = np.sqrt(np.mean(narrow**2)) / 10 ** (noise_db / 20)
        sound = sound + np.random.default_rng(number).standard_normal(len(sound)) * level
    pcm: Pcm = np.clip(sound, -32_768, 32_767).astype(np.int16)
    return pcm


if __name__ == "__main__":
    sys.exit(main())
