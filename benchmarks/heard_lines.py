"""Held-out lines as the recogniser hears them, by who says them: benchmarks/heldout_heard/heard.tsv, for the gate of models.

    .envs/services/bin/python -m benchmarks.heard_lines [--needs 48] [--emergencies 32]

The same lines by every speaker, so that only the speaker differs: the bundled voice on a quiet line and on a noisy one, and espeak-ng
with the accents of English that it has, which no person speaks so badly; all in a telephone's band. They stand in for groups of callers,
whose recordings nobody may keep. Written once and committed: a model is asked about the words, no sound is needed then. To be written
again when the recogniser changes.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import random
import subprocess
import sys
import tempfile
import wave
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks import bench_speech
from benchmarks.held_out import HEARD, SETS, lines, table
from voice_connector.sound.codecs import resample
from voice_connector.speech.engines import build_recogniser, build_synthesiser
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm
from voice_connector.speech.settings import SpeechSettings

COLUMNS = ("speaker", "part", "wanted", "text")
ACCENTS = {"American": "en-us", "Scottish": "en-gb-scotland", "Caribbean": "en-029", "Spanish": "es-419"}
NOISE_DB = 8
SEED = 29


async def main() -> int:
    options = _options()
    said, ear = chosen(options.needs, options.emergencies), build_recogniser(_patient())
    await ear.warm_up()
    HEARD.parent.mkdir(exist_ok=True)
    with HEARD.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar=None, lineterminator="\n")
        rows.writerow(COLUMNS)
        async for speaker, part, wanted, pcm in spoken(said):
            text = (await ear.transcribe(pcm, final=True)).text.replace("\t", " ").replace("\n", " ")
            if text:
                rows.writerow((speaker, part, wanted, text))
    await ear.close()
    return 0


def chosen(needs: int, emergencies: int) -> list[tuple[str, str, str]]:
    """(part, wanted, text), drawn from every set alike."""
    dice = random.Random(SEED)
    folders = [folder for folder in SETS.values() if folder.is_dir()]
    routine = [one for folder in folders for one in lines(folder / "needs")]
    danger = [one for folder in folders for one in table(folder / "emergency" / "emergencies.tsv", "kind")]
    picked = [("needs", *one) for one in dice.sample(routine, needs)]
    return picked + [("danger", *one) for one in dice.sample(danger, emergencies)]


async def spoken(said: Sequence[tuple[str, str, str]]) -> AsyncIterator[tuple[str, str, str, Pcm]]:
    """(speaker, part, wanted, sound)"""
    voice = build_synthesiser(_patient())
    await voice.warm_up()
    for number, (part, wanted, text) in enumerate(said):
        clip = bench_speech._clip(await bench_speech._say(voice, text), text)
        yield "bundled voice", part, wanted, clip.pcm
        yield "noisy line", part, wanted, bench_speech._noisy(clip, NOISE_DB, number).pcm
    await voice.close()
    for speaker, accent in ACCENTS.items():
        for part, wanted, text in said:
            yield f"{speaker} accent", part, wanted, await asyncio.to_thread(by_machine, accent, text)


def by_machine(accent: str, text: str) -> Pcm:
    quiet = np.zeros(SAMPLE_RATE // 4, np.int16)
    with tempfile.TemporaryDirectory(prefix="civicline-espeak-") as folder:
        file = Path(folder) / "said.wav"
        subprocess.run(["espeak-ng", "-v", accent, "-s", "150", "-w", str(file), text], check=True, timeout=30)
        sound = _read(file)
    return np.concatenate([quiet, sound, quiet])


def _read(file: Path) -> Pcm:
    """In a telephone's band; espeak-ng writes 22,050 Hz, which no call has."""
    with wave.open(str(file)) as sound:
        pcm, rate = np.frombuffer(sound.readframes(sound.getnframes()), np.int16), sound.getframerate()
    return resample(resample(pcm, rate, 8_000), 8_000, SAMPLE_RATE)


def _patient() -> SpeechSettings:
    return SpeechSettings().model_copy(update={"job_timeout_ms": 120_000})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--needs", type=int, default=48)
    parser.add_argument("--emergencies", type=int, default=32)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
