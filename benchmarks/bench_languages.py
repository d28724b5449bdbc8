"""How often a caller who speaks another language is answered in English: once, and twice, on human telephone recordings.

    .envs/services/bin/python -m benchmarks.bench_languages [--callers 30] [--languages es ru]

Thirty callers a language say two of Debian's recordings (benchmarks/recordings.py) one after the other; the recogniser and
the language policy are those of a call, with their default settings. Any recording is an utterance here, single words among
them: "long" takes only recordings with two seconds of speech and more, as somebody says who tells what has happened.
"""

import argparse
import asyncio
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import recordings
from voice_connector.audio import read_wav, resample
from voice_connector.call.language import LanguageWatch
from voice_connector.settings import CallSettings
from voice_connector.speech.engines import build_recogniser
from voice_connector.speech.errors import AudioError
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE, Pcm, Recogniser, Transcript
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.vad.silero import SileroVoiceActivity

_SPEECH = 0.5
_LONGEST_S = 8
_LONG_MS = 2_000
_SETS = (("any length", 600), ("long", _LONG_MS))  # shorter sounds say nothing about a language (language_speech_ms)


@dataclass(frozen=True, slots=True)
class Utterance:
    pcm: Pcm
    voiced_ms: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One caller: how often the answer was in English, with doubts added up and without, and the language that was named."""

    in_english: int
    without_adding: int
    language: str | None


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--callers", type=int, default=30)
    parser.add_argument("--languages", nargs="*", default=list(recordings.LANGUAGES))
    chosen = parser.parse_args()
    callers = chosen.callers
    engine = build_recogniser(SpeechSettings().model_copy(update={"recogniser": "whisper", "job_timeout_ms": 60_000}))
    await engine.warm_up()
    print("answered in English")
    print(
        f"{'spoken':<8}{'recordings':<12}{'callers':>8}{'once':>6}{'twice':>7}{'twice, not added up':>21}{'named right':>13}"
    )
    for language, folder in recordings.folders().items():
        if language not in chosen.languages:
            continue
        for label, shortest_ms in _SETS:
            heard = [await _call(engine, pair) for pair in _pairs(folder, shortest_ms, callers)]
            once, twice = (sum(one.in_english >= times for one in heard) for times in (1, 2))
            before = sum(one.without_adding == 2 for one in heard)
            named = sum(one.language == language for one in heard)
            figures = f"{len(heard):>8}{once:>6}{twice:>7}{before:>21}{named:>13}"
            print(f"{language:<8}{label:<12}{figures}", flush=True)
    await engine.close()
    return 0


async def _call(engine: Recogniser, said: list[Utterance]) -> Answered:
    heard = [(await engine.transcribe(one.pcm, final=True), one.voiced_ms) for one in said]
    in_english, language = _answers(heard, CallSettings())
    return Answered(in_english, _answers(heard, CallSettings(understood_from=0.0))[0], language)


def _answers(heard: list[tuple[Transcript, int]], settings: CallSettings) -> tuple[int, str | None]:
    """How many turns pass before the language is found, and which one it is."""
    watch = LanguageWatch(("en",))
    for turn, (transcript, voiced_ms) in enumerate(heard):
        watch, other = watch.heard(transcript, voiced_ms, settings)
        if other is not None:
            return turn, other
    return len(heard), None


def _pairs(folder: Path, shortest_ms: int, callers: int) -> list[list[Utterance]]:
    """The same recordings on every run: shuffled once, with a seed."""
    files = sorted(folder.rglob("*.wav"))
    random.Random(11).shuffle(files)
    usable: list[Utterance] = []
    for file in files:
        if len(usable) >= callers * 2:
            break
        one = _utterance(file)
        if one is not None and one.voiced_ms >= shortest_ms:
            usable.append(one)
    return [usable[at : at + 2] for at in range(0, len(usable) // 2 * 2, 2)]


def _utterance(file: Path) -> Utterance | None:
    """None for a file without sound: some packages have empty ones."""
    try:
        wav, activity = read_wav(file), SileroVoiceActivity()
    except AudioError:
        return None
    pcm = resample(wav.pcm, wav.sample_rate, SAMPLE_RATE)[: _LONGEST_S * SAMPLE_RATE]
    frames = [pcm[at : at + FRAME_SAMPLES] for at in range(0, len(pcm) - FRAME_SAMPLES, FRAME_SAMPLES)]
    return Utterance(pcm, sum(activity.feed(frame) >= _SPEECH for frame in frames) * FRAME_MS)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
