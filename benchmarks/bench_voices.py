"""How well each installed voice is understood, and what it costs: its sentences through a telephone's band, heard by two recognisers.

    .envs/services/bin/python -m benchmarks.bench_voices [--each 12] [--noise 15] [--keep FOLDER]

By kind of sentence: those with anything wrong in them, and the wrong characters, once figures and words for them are one ("two oh five"
is "205"); processor time of a sentence; words a second. What is wrong is the voice's or the recogniser's: the same sentences by another
voice tell which. --keep writes one sample of each kind and voice as 8 kHz wav files.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path

import jiwer
import numpy as np
from whisper_normalizer.english import EnglishTextNormalizer

from agencies.line.pronunciations import load_pronunciations
from benchmarks.voice_sentences import AGENCY, sentences
from spoken.en import saying
from voice_connector.sound.codecs import resample
from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm, Speech
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt.pooled import BlockingRecogniser
from voice_connector.speech.stt.registry import RECOGNISERS, recogniser_build
from voice_connector.speech.tts.pronouncing import for_the_voice
from voice_connector.speech.tts.registry import VOICES
from voice_connector.speech.tts.speaking import BlockingVoice

_ENGLISH = EnglishTextNormalizer()
_DIGITS = {saying.whole(digit): str(digit) for digit in range(10)} | {"oh": "0", "o": "0"}
_DIGIT = re.compile(rf"\b(?:{'|'.join(_DIGITS)})\b")
_WARM = "Hello, this is a test of the voice."


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as var:
        settings = SpeechSettings(var=options.var or Path(var))
        ears = {name: _ear(name, settings) for name in RECOGNISERS if name in options.ears}
        said = sentences(options.each)
        spelled = for_the_voice(load_pronunciations(AGENCY, "denver"))
        for name, voice in VOICES.items():
            if name not in options.voices or not voice.is_installed(settings):
                continue
            speaker = voice.build(settings)()
            _voice(name, speaker, said, spelled, ears, options)
    return 0


def _voice(
    name: str,
    speaker: BlockingVoice,
    said: dict[str, list[str]],
    spelled: Callable[[str], str],
    ears: dict[str, BlockingRecogniser],
    options: argparse.Namespace,
) -> None:
    speaker.speak(_WARM, 1.0)
    print(
        f"\n| {name} | sentences | ms p50 | ms p95 | words/s |"
        + "".join(f" {ear}: wrong | characters |" for ear in ears)
    )
    print("|---|---|---|---|---|" + "---|---|" * len(ears))
    all_lines: list[str] = []
    all_heard: dict[str, list[str]] = {ear: [] for ear in ears}
    every_ms: list[float] = []
    for kind, lines in said.items():
        spoken, ms = zip(*(_timed(speaker, spelled(line)) for line in lines), strict=True)
        if options.keep:
            _keep(options.keep / f"{name}_{kind.replace(' ', '_')}.wav", spoken[0])
        clips = [_phone(one, options.noise, n) for n, one in enumerate(spoken)]
        heard = {ear: [engine.transcribe(clip).text for clip in clips] for ear, engine in ears.items()}
        if options.show:
            for ear, texts in heard.items():
                for line, text in zip(lines, texts, strict=True):
                    if folded(line) != folded(text):
                        print(f"    {ear}: {line} -> {text}", file=sys.stderr)
        rates = "".join(_wrong(lines, heard[ear]) for ear in ears)
        print(
            f"| {kind} | {len(lines)} | {_of(ms, 50)} | {_of(ms, 95)} | {_pace(lines, spoken):.2f} |{rates}", flush=True
        )
        all_lines += lines
        every_ms += ms
        for ear in ears:
            all_heard[ear] += heard[ear]
    rates = "".join(_wrong(all_lines, all_heard[ear]) for ear in ears)
    print(f"| all | {len(all_lines)} | {_of(every_ms, 50)} | {_of(every_ms, 95)} | |{rates}")


def folded(text: str) -> str:
    """Letters and digits alone, digits for their words: how a value is written down is the listener's own matter."""
    plain = _DIGIT.sub(lambda found: _DIGITS[found[0]], str(_ENGLISH(text)).lower())
    return re.sub(r"[^a-z0-9]", "", plain)


def _wrong(said: list[str], heard: list[str]) -> str:
    pairs = [(folded(a), folded(b)) for a, b in zip(said, heard, strict=True)]
    characters = jiwer.cer([a for a, _ in pairs], [b for _, b in pairs])
    return f" {sum(a != b for a, b in pairs)} | {100 * float(characters):.1f} % |"


def _timed(speaker: BlockingVoice, line: str) -> tuple[Speech, float]:
    before = time.process_time()
    speech: Speech = speaker.speak(line, 1.0)
    return speech, 1000 * (time.process_time() - before)


def _phone(speech: Speech, noise_db: float | None, seed: int) -> Pcm:
    narrow = resample(resample(speech.pcm, speech.sample_rate, 8_000), 8_000, SAMPLE_RATE)
    quiet = np.zeros(SAMPLE_RATE // 4, np.int16)
    clip = np.concatenate([quiet, narrow, quiet]).astype(np.float64)
    if noise_db is not None:
        level = np.sqrt(np.mean(narrow.astype(np.float64) ** 2)) / 10 ** (noise_db / 20)
        clip += np.random.default_rng(seed).standard_normal(len(clip)) * level
    pcm: Pcm = np.clip(clip, -32768, 32767).astype(np.int16)
    return pcm


def _pace(lines: list[str], spoken: tuple[Speech, ...]) -> float:
    return sum(len(line.split()) for line in lines) / (sum(one.duration_ms for one in spoken) / 1000)


def _of(ms: Sequence[float], percent: int) -> str:
    return f"{float(np.percentile(ms, percent)):.0f}" if len(ms) > 1 else f"{statistics.fmean(ms):.0f}"


def _ear(name: str, settings: SpeechSettings) -> BlockingRecogniser:
    try:
        return recogniser_build(name, settings)()
    except EngineUnavailable as missing:
        sys.exit(f"{name}: {missing}")


def _keep(path: Path, speech: Speech) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8_000)
        out.writeframes(resample(speech.pcm, speech.sample_rate, 8_000).tobytes())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--each", type=int, default=12, help="sentences of each kind")
    parser.add_argument("--noise", type=float, help="white noise so many dB under the voice")
    parser.add_argument("--ears", nargs="*", default=["whisper", "moonshine"])
    parser.add_argument("--voices", nargs="*", default=["hibari", "piper"])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--var", type=Path, help="where joined models lie, instead of a folder that is thrown away")
    parser.add_argument("--show", action="store_true", help="every sentence that was heard wrong")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
