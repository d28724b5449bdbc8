"""Recordings of calls that people answered, through this line's recogniser: what the caller said, utterance by utterance.

`python -m voice_connector hear FOLDER` prints one JSON object an utterance: {"call_id", "n", "at_ms", "text", "confidence"}. One file is
one call, and holds the caller's side alone (Asterisk: MixMonitor's `r(...)`); its name is the call's id. A file that is still being
written is left for the next time. Nothing is answered and nothing kept; with `--delete` a file goes when it was heard.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from voice_connector.call.hearing.segment import Segmenter
from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.errors import EngineBusy, EngineFailed, EngineTimeout
from voice_connector.speech.interfaces import (
    FRAME_MS,
    FRAME_SAMPLES,
    SAMPLE_RATE,
    Engines,
    Pcm,
    Transcript,
    VoiceActivity,
)

PAUSE_MS = 800  # ends an utterance; nobody waits for an answer here
LONGEST_MS = 25_000
LONGEST_CALL_S = 7_200.0
PATIENCE_MS = 120_000  # for one utterance: no caller waits
WAITS_S = (1.0, 5.0, 20.0)  # before an engine that was busy is asked once more
STILL_WRITTEN_S = 30.0  # a file that was written to so lately is a call that goes on


@dataclass(frozen=True)
class Overheard:
    """`n`: its place among the caller's utterances, from 0."""

    call_id: str
    n: int
    at_ms: int
    text: str
    confidence: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


def finished(folder: Path, now_s: float | None = None) -> list[Path]:
    """The wav files of calls that are over, oldest first. Raises FileNotFoundError for a folder that is not there."""
    if not folder.is_dir():
        raise FileNotFoundError(f"There is no folder {folder} with recordings.")
    now = time.time() if now_s is None else now_s
    there = [(path.stat().st_mtime, path) for path in folder.glob("*.wav")]
    return [path for written, path in sorted(there) if now - written >= STILL_WRITTEN_S]


def utterances(pcm: Pcm, voice: VoiceActivity) -> Iterator[tuple[int, Pcm]]:
    """(where it begins in ms, its sound), as the line cuts calls, but by pauses alone."""
    cutting = Segmenter()
    for at in range(0, len(pcm) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        frame = pcm[at : at + FRAME_SAMPLES]
        cutting.feed(frame, voice.feed(frame), at / SAMPLE_RATE)
        if cutting.active and (cutting.silence_ms >= PAUSE_MS or cutting.length_ms >= LONGEST_MS):
            yield from _closed(cutting, at)
    yield from _closed(cutting, len(pcm))


def _closed(cutting: Segmenter, at: int) -> Iterator[tuple[int, Pcm]]:
    if cutting.active:
        yield max(0, at * 1000 // SAMPLE_RATE + FRAME_MS - cutting.length_ms), cutting.pcm()
        cutting.close()


async def heard(path: Path, engines: Engines) -> AsyncIterator[Overheard]:
    """What the caller of one recording said. Raises AudioError for what is no telephone sound, EngineFailed."""
    wav = read_wav(path, max_seconds=LONGEST_CALL_S)
    pcm = resample(wav.pcm, wav.sample_rate, SAMPLE_RATE)
    number = 0
    for at_ms, sound in utterances(pcm, engines.new_voice_activity()):
        found = await patiently(engines, sound)
        if found.text.strip():
            yield Overheard(path.stem, number, at_ms, found.text.strip(), found.confidence)
            number += 1


async def patiently(engines: Engines, sound: Pcm) -> Transcript:
    """Nobody waits for it: a machine that is busy with calls is asked again."""
    for wait_s in WAITS_S:
        try:
            return await engines.recogniser.transcribe(sound, final=True)
        except (EngineBusy, EngineFailed, EngineTimeout):
            await asyncio.sleep(wait_s)
    return await engines.recogniser.transcribe(sound, final=True)
