"""Runnable stand-ins for the speech engines: deterministic, instant, no models."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

import numpy as np

from voice_connector.speech.interfaces import SAMPLE_RATE, Engines, Expected, Pcm, Speech, Transcript

_MS_PER_CHARACTER = 60
_LOUD = 500.0


@dataclass
class FakeRecogniser:
    """Hears scripted transcripts in order (an Exception in the script is raised); then nothing. Silence hears nothing.

    A speculative answer is given again to the final call for the same utterance, as a real engine would hear it again.
    """

    script: Iterable[str | Transcript | Exception] = ()
    delay_s: float = 0.0
    heard: list[tuple[int, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = list(self.script)
        self._speculated: Transcript | None = None

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: Expected = "") -> Transcript:
        self.heard.append((len(pcm16k), final))
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if not len(pcm16k) or not np.any(pcm16k):
            return Transcript("", confidence=0.0, no_speech=1.0)
        answer, self._speculated = self._speculated or self._next(), None
        if not final:
            self._speculated = answer
        return answer

    def _next(self) -> Transcript:
        item = self._left.pop(0) if self._left else ""
        if isinstance(item, Exception):
            raise item
        if isinstance(item, Transcript):
            return item
        if not item:
            return Transcript("", confidence=0.0, no_speech=1.0)
        return Transcript(item, confidence=0.9, language="en", language_confidence=0.95, no_speech=0.01)

    def hurry(self, speculation: "asyncio.Task[Transcript]") -> None:
        return None

    async def warm_up(self) -> None:
        return None

    async def close(self) -> None:
        self._left.clear()


@dataclass
class FakeSynthesiser:
    """Hums for 60 ms a character (divided by the rate): long texts take long, and a test can tell how long."""

    sample_rate: int = SAMPLE_RATE
    spoken: list[str] = field(default_factory=list)

    async def synthesise(self, text: str, *, rate: float = 1.0, ahead: bool = False) -> Speech:
        self.spoken.append(text)
        return Speech(self._hum(text, rate), self.sample_rate)

    async def stream(self, text: str, rate: float = 1.0) -> AsyncIterator[Pcm]:
        self.spoken.append(text)
        for sentence in re.findall(r"[^.!?]+[.!?]*\s*", text):
            yield self._hum(sentence, rate)

    async def prepare(self, prompts: Iterable[str], *, rate: float = 1.0) -> int:
        return sum(len(re.findall(r"[^.!?]+[.!?]*", prompt)) for prompt in prompts)

    def _hum(self, text: str, rate: float) -> Pcm:
        samples = int(len(text) * _MS_PER_CHARACTER * self.sample_rate / 1000 / rate)
        turns = np.arange(samples) * (220 / self.sample_rate)
        sound: Pcm = (np.sin(2 * np.pi * turns) * 8000).astype(np.int16)
        return sound

    async def warm_up(self) -> None:
        return None

    async def close(self) -> None:
        return None


class FakeVoiceActivity:
    """Loud is speech."""

    def feed(self, frame: Pcm) -> float:
        level = float(np.sqrt(np.mean(frame.astype(np.float64) ** 2))) if len(frame) else 0.0
        return 0.95 if level > _LOUD else 0.02

    def reset(self) -> None:
        return None


class FakeTextLanguage:
    """Knows the languages of the texts it was told about, and no other."""

    def __init__(self, known: dict[str, str] | None = None) -> None:
        self._known = known or {}

    def identify(self, text: str) -> tuple[str, float] | None:
        language = self._known.get(text)
        return (language, 0.99) if language else None


def fake_engines(script: Iterable[str | Transcript | Exception] = (), known: dict[str, str] | None = None) -> Engines:
    """Engines for a test call: what the caller is heard to say, utterance by utterance."""
    return Engines(FakeRecogniser(script), FakeSynthesiser(), FakeVoiceActivity, FakeTextLanguage(known))
