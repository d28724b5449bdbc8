"""What is gained when the recogniser expects what was asked for: codes read out by synthetic callers; what else they say instead.

.envs/services/bin/python -m benchmarks.bench_asked [--codes 24] [--noise 10]
"""

from __future__ import annotations

import argparse
import random
import string
import sys
import tempfile
from pathlib import Path

import numpy as np

from spoken.en import saying
from spoken.en.numbers import digits_only
from voice_connector.sound.codecs import resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.registry import recogniser_build, recogniser_of
from voice_connector.speech.tts.registry import voice_of
from voice_connector.speech.tts.speaking import BlockingVoice

ASKED: tuple[Expected, ...] = ("", "digits")
OTHERWISE = (
    "I don't have it", "I want to talk to a person", "can you repeat that", "I forgot it", "hold on let me find it", "operator",
    "there is a man breaking into my car right now", "somebody is hurt please help", "my house is on fire", "I never got a code",
)  # fmt: skip


def main() -> int:
    options = _options()
    chance = random.Random(77)
    codes = ["".join(chance.choices(string.digits, k=5)) for _ in range(options.codes)]
    with tempfile.TemporaryDirectory() as var:
        settings = SpeechSettings(var=options.var or Path(var))
        voice = voice_of(settings)[1].build(settings)()
        ear = recogniser_build(recogniser_of(settings), settings)()
        sounds = [_call(voice, saying.digits(code), options.noise, n) for n, code in enumerate(codes)]
        others = [_call(voice, line, options.noise, n) for n, line in enumerate(OTHERWISE)]
        print(f"| {options.noise:g} dB | nothing expected | digits expected |\n|---|---|---|")
        heard = {asked: [digits_only(ear.transcribe(one, asked).text) for one in sounds] for asked in ASKED}
        right = [sum(a == b for a, b in zip(codes, heard[asked], strict=True)) for asked in ASKED]
        print(f"| codes of five digits heard whole, of {len(codes)} | {right[0]} | {right[1]} |")
        said = {asked: [_plain(ear.transcribe(one, asked).text) for one in others] for asked in ASKED}
        changed = sum(a != b for a, b in zip(said[""], said["digits"], strict=True))
        print(f"| other answers heard otherwise than without, of {len(others)} | | {changed} |")
    return 0


def _call(voice: BlockingVoice, line: str, noise_db: float, seed: int) -> Pcm:
    spoken = voice.speak(f"{line}.", 1.0)
    narrow = resample(resample(spoken.pcm, spoken.sample_rate, 8_000), 8_000, SAMPLE_RATE).astype(np.float64)
    quiet = np.zeros(SAMPLE_RATE // 4)
    level = np.sqrt(np.mean(narrow**2)) / 10 ** (noise_db / 20)
    sound = np.concatenate([quiet, narrow, quiet])
    noise = np.random.default_rng(seed).standard_normal(len(sound)) * level
    pcm: Pcm = np.clip(sound + noise, -32768, 32767).astype(np.int16)
    return pcm


def _plain(text: str) -> str:
    return text.lower().strip(" .,!?")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--codes", type=int, default=24)
    parser.add_argument("--noise", type=float, default=10, help="white noise so many dB under the voice")
    parser.add_argument("--var", type=Path, help="where the joined model lies, instead of a folder that is thrown away")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
