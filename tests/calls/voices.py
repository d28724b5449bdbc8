"""Speech for scripted calls: what is said is written into the samples, and the fake recogniser reads it out again.

Each utterance is a loud square wave whose height carries its number; the recogniser hears as many of its words as it got
samples. So a partial recognition hears the first words only, as a real one would, and noise holds no words.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

import numpy as np

from tests.calls.script import RecogniserGiven, Step, SynthesiserGiven
from voice_connector.speech.errors import EngineBusy, EngineFailed
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm, Speech, Transcript

_BASE = 4_000
_COUGH = 3_000
_WORD_S = 0.3
_PAUSE = re.compile(r"\[([0-9.]+)\]")


@dataclass
class _Said:
    words: list[str]
    samples: int
    step: Step


@dataclass
class Voices:
    """Everything that is said in one script."""

    said: list[_Said] = field(default_factory=list)

    def sound(self, step: Step) -> Pcm:
        """The sound of a `says` or `coughs` step."""
        if (wordless := step.coughs or step.hums) is not None:
            return _square(_COUGH, wordless)
        parts = _PAUSE.split(step.says or "")
        spoken = [self._phrase(text, step, len(parts)) for text in parts[::2]]
        pauses = [np.zeros(int(float(seconds) * SAMPLE_RATE), np.int16) for seconds in parts[1::2]]
        mixed = [piece for pair in zip(spoken, [*pauses, np.zeros(0, np.int16)]) for piece in pair]
        return np.concatenate(mixed)

    def _phrase(self, text: str, step: Step, parts: int) -> Pcm:
        words = text.split()
        seconds = step.seconds if step.seconds and parts == 1 else len(words) * _WORD_S
        sound = _square(_BASE + len(self.said), seconds)
        self.said.append(_Said(words, len(sound), step))
        return sound

    def words_in(self, pcm: Pcm) -> tuple[str, Step | None]:
        """What these samples say."""
        heights = np.abs(pcm.astype(np.int32))
        words: list[str] = []
        last: Step | None = None
        for number, said in enumerate(self.said):
            there = int(np.count_nonzero(heights == _BASE + number))
            heard = said.words[: round(len(said.words) * there / said.samples)] if there else []
            words += heard
            last = said.step if heard else last
        return " ".join(words), last


def _square(height: int, seconds: float) -> Pcm:
    wave = np.full(int(seconds * SAMPLE_RATE), height, np.int16)
    wave[1::2] *= -1
    return wave


@dataclass
class ScriptRecogniser:
    voices: Voices
    given: RecogniserGiven = field(default_factory=RecogniserGiven)
    asked: int = 0

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: Expected = "") -> Transcript:
        self.asked += 1
        if self.given.busy_when_speculative and not final:
            raise EngineBusy("the queue is full")
        if self.given.hangs:
            await asyncio.sleep(3_600)
        await asyncio.sleep(self.given.delay_ms / 1000)
        if self.given.fails:
            raise EngineFailed("the engine broke")
        if self.given.breaks:
            raise KeyError("a word")
        words, step = self.voices.words_in(pcm16k)
        if step is None:
            return Transcript("", confidence=0.0, no_speech=0.9)
        return Transcript(words, step.confidence, step.language, step.language_confidence, 0.01, step.english)

    def hurry(self, speculation: "asyncio.Task[Transcript]") -> None:
        return None

    async def warm_up(self) -> None:
        return None

    async def close(self) -> None:
        return None


@dataclass
class ScriptSynthesiser:
    """60 ms a character, as tests/fakes/speech.py; fails after so many sentences when told to."""

    given: SynthesiserGiven = field(default_factory=SynthesiserGiven)
    sample_rate: int = SAMPLE_RATE
    made: list[str] = field(default_factory=list)

    async def synthesise(self, text: str, *, rate: float = 1.0, ahead: bool = False) -> Speech:
        if self.given.fails_after is not None and len(self.made) >= self.given.fails_after:
            raise EngineFailed("the voice broke")
        if self.given.breaks_after is not None and len(self.made) >= self.given.breaks_after:
            raise KeyError("a word")
        self.made.append(text)
        await asyncio.sleep(self.given.delay_ms / 1000)
        return Speech(np.full(int(len(text) * 0.06 * SAMPLE_RATE / rate), 9_000, np.int16), SAMPLE_RATE)

    async def prepare(self, prompts: Iterable[str], *, rate: float = 1.0) -> int:
        return len(list(prompts))

    async def stream(self, text: str, rate: float = 1.0) -> AsyncIterator[Pcm]:
        yield (await self.synthesise(text, rate=rate)).pcm

    async def warm_up(self) -> None:
        return None

    async def close(self) -> None:
        return None
