"""How well and how fast the speech engines work on this machine.

    .envs/services/bin/python -m benchmarks.bench_speech [--human en=DIR es=DIR ...] [--reference FILE] [--per-language 60] [--quick]

Without arguments the bundled voice speaks the lines of speech_lines.txt through a telephone's band, clean and with noise.
--human names folders of human telephone recordings by language (Debian's asterisk-core-sounds-*-wav, for example), and
--reference a file of `name: wording` for the English one. What is not there is skipped, and said.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jiwer
import numpy as np
from whisper_normalizer.english import EnglishTextNormalizer

from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.engines import build_recogniser, build_synthesiser
from voice_connector.speech.errors import AudioError, SpeechError
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Pcm, Recogniser, Transcript
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.tts.speaking import SpeakingSynthesiser
from voice_connector.speech.vad.silero import SileroVoiceActivity

_LINES = Path(__file__).with_name("speech_lines.txt")
_ENGLISH = EnglishTextNormalizer()
_THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Clip:
    """One utterance and its wording, where it is known."""

    pcm: Pcm
    wording: str | None
    seconds: float


async def main() -> int:
    options = _options()
    settings = SpeechSettings()
    voice = build_synthesiser(settings)
    await voice.warm_up()
    sets = await _sets(voice, options)
    for name in ("two_ears", "whisper", "moonshine"):
        await _engine(settings.model_copy(update={"recogniser": name, "fallback_recogniser": "none"}), sets, options)
    await _languages(settings, options)
    await _voice(voice)
    _activity(next(iter(sets.values())))
    await voice.close()
    return 0


async def _engine(settings: SpeechSettings, sets: dict[str, list[Clip]], options: argparse.Namespace) -> None:
    print(f"\nrecogniser {settings.recogniser}, {settings.workers} workers")
    try:
        engine = build_recogniser(settings.model_copy(update={"queue_limit": 64, "job_timeout_ms": 60_000}))
        await engine.warm_up()
    except SpeechError as missing:
        print(f"  SKIPPED: {missing}")
        return
    print(f"  {'set':<16}{'clips':>6}{'WER':>8}{'confidence':>12}{'p50 ms':>8}{'p95 ms':>8}")
    for name, clips in sets.items():
        heard = [await _timed(engine, clip) for clip in clips]
        wer = word_error_rate([clip.wording or "" for clip in clips], [transcript.text for transcript, _ in heard])
        sure = [t.confidence for t, _ in heard if t.confidence is not None]
        mean = f"{statistics.fmean(sure):.2f}" if sure else "-"
        print(f"  {name:<16}{len(clips):>6}{wer:>8.3f}{mean:>12}{_percentiles([ms for _, ms in heard])}")
    await _crowd(engine, next(iter(sets.values())), rounds=2 if options.quick else 5)
    await engine.close()


async def _crowd(engine: Recogniser, clips: list[Clip], rounds: int) -> None:
    """Callers who all stop speaking in the same moment."""
    for callers in (1, 5, 10):
        times: list[float] = []
        for n in range(rounds):
            chosen = [clips[(n * callers + k) % len(clips)] for k in range(callers)]
            times += [ms for _, ms in await asyncio.gather(*(_timed(engine, clip) for clip in chosen))]
        print(f"  {callers:>2} at the same moment{'':>20}{_percentiles(times)}")


async def _timed(engine: Recogniser, clip: Clip) -> tuple[Transcript, float]:
    started = time.perf_counter()
    heard = await engine.transcribe(clip.pcm, final=True)
    return heard, 1000 * (time.perf_counter() - started)


async def _languages(settings: SpeechSettings, options: argparse.Namespace) -> None:
    print("\nspoken language: recordings called another language than English at each threshold, one utterance alone")
    if not options.human:
        print("  SKIPPED: no recordings given (--human en=DIR es=DIR ...)")
        return
    engine = build_recogniser(settings.model_copy(update={"job_timeout_ms": 60_000}))
    print(f"  {'spoken':<8}{'length':<12}{'clips':>6}{''.join(f'{t:>8}' for t in _THRESHOLDS)}{'named right':>13}")
    for language, folder in options.human.items():
        clips = _recordings(folder)
        for label, low, high in (("under 1 s", 0, 1), ("1-2 s", 1, 2), ("over 2 s", 2, 99)):
            some = [c for c in clips if low <= c.seconds < high][: options.per_language]
            heard = [await engine.transcribe(c.pcm, final=True) for c in some]
            moved = [[h.language for h in heard if _another_language(h, t)] for t in _THRESHOLDS]
            right = sum(code == language for code in moved[0])
            counts = "".join(f"{len(m):>8}" for m in moved)
            print(f"  {language:<8}{label:<12}{len(some):>6}{counts}{right:>13}", flush=True)
    await engine.close()


def _another_language(heard: Transcript, threshold: float) -> bool:
    """What the call's language policy would decide of this turn alone (voice_connector/call/hearing/language.py)."""
    sure = heard.language_confidence or 0.0
    return bool(heard.text) and heard.language not in (None, "en") and sure >= threshold


async def _voice(voice: SpeakingSynthesiser) -> None:
    print(f"\nvoice {voice.name}")
    lines = [f"{line}. Reference {n}." for n, line in enumerate(_wordings()[:15])]
    first, whole, sound = [], [], 0.0
    for line in lines:
        started = time.perf_counter()
        pieces = voice.stream(line)
        samples = len(await anext(pieces))
        first.append(1000 * (time.perf_counter() - started))
        samples += sum([len(piece) async for piece in pieces])
        whole.append(1000 * (time.perf_counter() - started))
        sound += samples / voice.sample_rate
    again = time.perf_counter()
    await voice.synthesise(lines[0])
    kept = 1000 * (time.perf_counter() - again)
    print(
        f"  first sound p50/p95 ms{_percentiles(first)}   whole{_percentiles(whole)}   "
        f"{sum(whole) / 1000 / sound:.3f} x real time   kept sentence {kept:.2f} ms"
    )


def _activity(clips: list[Clip]) -> None:
    activity, frames = (
        SileroVoiceActivity(),
        [c.pcm[at : at + FRAME_SAMPLES] for c in clips for at in range(0, len(c.pcm) - FRAME_SAMPLES, FRAME_SAMPLES)],
    )
    started = time.perf_counter()
    for frame in frames:
        activity.feed(frame)
    print(
        f"\nvoice activity: {1000 * (time.perf_counter() - started) / len(frames):.3f} ms a frame of 20 ms, {len(frames)} frames"
    )


async def _sets(voice: SpeakingSynthesiser, options: argparse.Namespace) -> dict[str, list[Clip]]:
    lines = _wordings()[: 15 if options.quick else None]
    clean = [_clip(await _say(voice, line), line) for line in lines]
    sets = {
        "spoken clean": clean,
        "spoken 15 dB": [_noisy(c, 15, n) for n, c in enumerate(clean)],
        "spoken 5 dB": [_noisy(c, 5, n) for n, c in enumerate(clean)],
    }
    if options.reference and "en" in options.human:
        sets["human"] = _referenced(options.human["en"], options.reference)
    else:
        print("SKIPPED: human recordings with wording (--human en=DIR --reference FILE)")
    return sets


async def _say(voice: SpeakingSynthesiser, line: str) -> Pcm:
    spoken = await voice.synthesise(line)
    return resample(resample(spoken.pcm, spoken.sample_rate, 8_000), 8_000, SAMPLE_RATE)


def _clip(pcm: Pcm, wording: str | None) -> Clip:
    quiet = np.zeros(SAMPLE_RATE // 4, np.int16)
    return Clip(np.concatenate([quiet, pcm, quiet]), wording, len(pcm) / SAMPLE_RATE)


def _noisy(clip: Clip, decibel: float, seed: int) -> Clip:
    sound = clip.pcm.astype(np.float64)
    noise = np.random.default_rng(seed).standard_normal(len(sound)) * np.sqrt(np.mean(sound**2)) / 10 ** (decibel / 20)
    return Clip(np.clip(sound + noise, -32768, 32767).astype(np.int16), clip.wording, clip.seconds)


def _referenced(folder: Path, reference: Path) -> list[Clip]:
    pairs = [line.split(":", 1) for line in reference.read_text().splitlines() if ":" in line]
    return [
        _clip(_load(path), wording.strip()) for name, wording in pairs if (path := folder / f"{name}.wav").is_file()
    ]


def _recordings(folder: Path) -> list[Clip]:
    files = sorted(folder.rglob("*.wav"))
    random.Random(5).shuffle(files)
    clips: list[Clip] = []
    for file in files:
        try:
            pcm = _load(file)[: 6 * SAMPLE_RATE]
        except AudioError as unusable:
            print(f"  SKIPPED: {unusable}")
            continue
        clips.append(_clip(pcm, None))
    if not clips:
        print(f"  SKIPPED: no wav files in {folder}")
    return clips


def _load(path: Path) -> Pcm:
    wav = read_wav(path)
    return resample(wav.pcm, wav.sample_rate, SAMPLE_RATE)


def _wordings() -> list[str]:
    return [line for line in _LINES.read_text().splitlines() if line and not line.startswith("#")]


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Word edits per word said, all utterances together. "Fourteen" and "14", "*" and "star" are the same word."""
    return float(jiwer.wer([_standard(text) for text in said], [_standard(text) for text in heard]))


def _standard(text: str) -> str:
    return str(_ENGLISH(text.replace("*", " star ").replace("#", " pound ")))


def _percentiles(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{ordered[len(ordered) // 2]:>8.0f}{ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]:>8.0f}"


def _folder(pair: str) -> tuple[str, Path]:
    language, _, folder = pair.partition("=")
    if not folder or not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(f"{pair} is not LANGUAGE=FOLDER with a folder that exists")
    return language, Path(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--human", type=_folder, nargs="*", default=[], metavar="LANGUAGE=FOLDER")
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--per-language", type=int, default=60, help="recordings of each length and language")
    parser.add_argument("--quick", action="store_true", help="fifteen lines and fewer rounds")
    options = parser.parse_args()
    options.human = dict(options.human)
    return options


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
