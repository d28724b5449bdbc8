"""How often a caller who speaks another language is answered in English, and what English speakers pay for it.

    .envs/services/bin/python -m benchmarks.bench_languages [--callers 30] [--only es ru voice] [--bot]

Thirty callers a language say two of Debian's recordings (benchmarks/recordings.py) one after the other; the recogniser and
the language policy are those of a call, with their default settings. "word" takes the shortest recordings, "any" whatever has
0.6 s of speech, single words among them, "long" two seconds and more, as somebody says who tells what has happened. English is
also spoken by machines: the bundled voice, clean and in noise, and espeak-ng with several accents, which no person speaks so badly.
An answer that begins with the offer of the caller's own language (--offered: those that the agency has recorded) is not in English.
With --bot the answers are those of Civicline's own bot, which hands over whoever was not understood twice; without it every turn
that the connector lets pass is answered in English.
"""

import argparse
import asyncio
import random
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from benchmarks import bench_speech, recordings
from benchmarks.language_callers import Answering, ByBot, BySound, Heard
from benchmarks.servers import credential, real_bot
from voice_connector.agency_line import load_agency_line
from voice_connector.bot.client import RasaBot
from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.engines import build_recogniser, build_synthesiser
from voice_connector.speech.errors import AudioError
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, Pcm, Recogniser
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.vad.silero import SileroVoiceActivity

_SPEECH = 0.5
_LONGEST_S = 8
_ENDLESS_MS = 100_000
_SETS = (("word", 300, 900), ("any", 600, _ENDLESS_MS), ("long", 2_000, _ENDLESS_MS))
_ACCENTS = ("en-us", "en-gb-scotland", "en-029")


@dataclass(frozen=True, slots=True)
class Utterance:
    pcm: Pcm
    voiced_ms: int


def main() -> int:
    chosen = _options()
    with real_bot(chosen.bot) as address:
        return asyncio.run(_all(chosen, address))


async def _all(chosen: argparse.Namespace, address: str | None) -> int:
    engine = build_recogniser(_patient())
    await engine.warm_up()
    print(
        f"{'spoken':<10}{'length':<8}{'callers':>8}{'in English once':>17}{'twice':>7}{'offered':>9}{'sent on':>9}{'named':>7}"
    )
    url = address or "http://127.0.0.1:9"
    async with httpx.AsyncClient(base_url=url, headers=credential(), trust_env=False) as client:
        answering = ByBot(RasaBot(client, 10), load_agency_line("denver")) if address else BySound()
        for language, folder in recordings.folders().items():
            for label, shortest_ms, longest_ms in _SETS:
                if language in chosen.only:
                    found = _usable(folder, shortest_ms, longest_ms, chosen.callers * 2)
                    await _row(engine, answering, language, label, found, language in chosen.offered)
        async for name, said in _machines(chosen.only):
            await _row(engine, answering, "en", name, said, False)
    await engine.close()
    return 0


def _patient() -> SpeechSettings:
    return SpeechSettings().model_copy(update={"job_timeout_ms": 60_000})


async def _row(
    engine: Recogniser, answering: Answering, language: str, label: str, said: list[Utterance], offered: bool
) -> None:
    pairs = [said[at : at + 2] for at in range(0, len(said) // 2 * 2, 2)]
    heard = [await answering.answer(await _heard(engine, pair), offered) for pair in pairs]
    once, twice = (sum(one.in_english >= times for one in heard) for times in (1, 2))
    offers, sent = sum(one.offered for one in heard), sum(one.language is not None for one in heard)
    named = sum(one.language == language for one in heard)
    print(f"{language:<10}{label:<8}{len(heard):>8}{once:>17}{twice:>7}{offers:>9}{sent:>9}{named:>7}", flush=True)


async def _heard(engine: Recogniser, said: list[Utterance]) -> Heard:
    return [(await engine.transcribe(one.pcm, final=True), one.voiced_ms) for one in said]


def _usable(folder: Path, shortest_ms: int, longest_ms: int, most: int) -> list[Utterance]:
    """The same recordings on every run: shuffled once, with a seed."""
    files = sorted(folder.rglob("*.wav"))
    random.Random(11).shuffle(files)
    usable: list[Utterance] = []
    for file in files:
        one = _recorded(file)
        if one is not None and shortest_ms <= one.voiced_ms < longest_ms:
            usable.append(one)
        if len(usable) == most:
            break
    return usable


def _recorded(file: Path) -> Utterance | None:
    """None for a file without sound: some packages have empty ones."""
    try:
        wav = read_wav(file)
    except AudioError:
        return None
    return _utterance(resample(wav.pcm, wav.sample_rate, SAMPLE_RATE))


def _utterance(pcm: Pcm) -> Utterance:
    pcm, activity = pcm[: _LONGEST_S * SAMPLE_RATE], SileroVoiceActivity()
    frames = [pcm[at : at + FRAME_SAMPLES] for at in range(0, len(pcm) - FRAME_SAMPLES, FRAME_SAMPLES)]
    return Utterance(pcm, sum(activity.feed(frame) >= _SPEECH for frame in frames) * FRAME_MS)


async def _machines(only: list[str]) -> AsyncIterator[tuple[str, list[Utterance]]]:
    if "voice" in only:
        yield "voice", await _voice(None)
        yield "5 dB", await _voice(5.0)
    if "espeak" not in only:
        return
    if shutil.which("espeak-ng") is None:
        print("SKIPPED, LOUDLY: espeak-ng is not installed", file=sys.stderr)
        return
    for accent in _ACCENTS:
        yield accent.removeprefix("en-"), await _espeak(accent)


async def _voice(noise_db: float | None) -> list[Utterance]:
    voice = build_synthesiser(_patient())
    said = []
    for number, line in enumerate(bench_speech._wordings()):
        clip = bench_speech._clip(await bench_speech._say(voice, line), line)
        said.append(_utterance(clip.pcm if noise_db is None else bench_speech._noisy(clip, noise_db, number).pcm))
    await voice.close()
    return said


async def _espeak(accent: str) -> list[Utterance]:
    said, quiet = [], np.zeros(SAMPLE_RATE // 4, np.int16)
    with tempfile.TemporaryDirectory(prefix="civicline-espeak-") as folder:
        for number, line in enumerate(bench_speech._wordings()):
            file = Path(folder) / f"{number}.wav"
            await asyncio.to_thread(
                subprocess.run, ["espeak-ng", "-v", accent, "-s", "150", "-w", str(file), line], check=True
            )
            with wave.open(str(file)) as sound:  # at a rate that a call never has
                pcm, rate = np.frombuffer(sound.readframes(sound.getnframes()), np.int16), sound.getframerate()
            band = resample(resample(pcm, rate, 8_000), 8_000, SAMPLE_RATE)
            said.append(_utterance(np.concatenate([quiet, band, quiet])))
    return said


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--callers", type=int, default=30)
    parser.add_argument("--offered", nargs="*", default=["es"], help="languages whose offer is recorded")
    parser.add_argument("--bot", action="store_true", help="Civicline's own bot answers, started for this run")
    every = [*recordings.LANGUAGES, "voice", "espeak"]
    parser.add_argument("--only", nargs="*", choices=every, default=every)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
