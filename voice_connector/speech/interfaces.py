"""The shapes of speech: what a call may ask of an engine, whichever engine is installed.

A call holds one `Engines` (built once per process by `speech.engines.build_engines`) and sees nothing but these
Protocols. Sound inside the connector is always mono int16 at 16 kHz; gateways convert at the edge (`audio.py`).
Every coroutine here may raise the errors of `speech.errors`: EngineBusy (ask again or go on without),
EngineTimeout and EngineFailed (hand the caller to a person).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]

SAMPLE_RATE = 16_000
FRAME_MS = 20
Expected = Literal["", "matter", "place", "digits"]  # what the open question makes likely
FRAME_SAMPLES = SAMPLE_RATE * FRAME_MS // 1000


@dataclass(frozen=True, slots=True)
class Transcript:
    """What one utterance was heard as.

    confidence and no_speech are 0..1, None when the engine cannot say. language is an ISO 639-1 code decided from the
    sound, never from the text. An empty text is a proper answer: nothing was understood. english: what the same sound is
    as English, where text is in another language and the engine has read it twice. alternatives: what else the same sound was heard as, in
    other words than text: by another engine, or as another language; nobody is asked for one.
    """

    text: str
    confidence: float | None = None
    language: str | None = None
    language_confidence: float | None = None
    no_speech: float | None = None
    english: str | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """Spoken text: mono int16 samples and their rate in Hz (the voice's own; the gateway resamples)."""

    pcm: Pcm
    sample_rate: int

    @property
    def duration_ms(self) -> float:
        return 1000.0 * len(self.pcm) / self.sample_rate


class Recogniser(Protocol):
    """Speech to text, one utterance at a time. One object serves all calls."""

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: Expected = "") -> Transcript:
        """Text of one utterance (mono int16, 16 kHz).

        final=False is speculative: asked while the caller pauses, kept by the caller of this method if no more speech
        follows. Speculative work gives way: it is refused with EngineBusy before final work is. Cancelling the
        awaiting task takes work that has not begun out of the queue. expects: "place" after "where?", so the agency's
        street names are likelier than usual; "digits" after a question for a code or a number; "matter" where callers tell
        what they call about.
        """
        ...

    def hurry(self, speculation: "asyncio.Task[Transcript]") -> None:
        """The turn has ended, and the speculation that this task awaits has become its text: it waits no longer than final work."""
        ...

    async def warm_up(self) -> None:
        """Load and run once, so that the first caller does not wait for it."""
        ...

    async def close(self) -> None: ...


class Synthesiser(Protocol):
    """Text to speech. Numbers arrive written as they are spoken."""

    sample_rate: int

    async def synthesise(self, text: str, *, rate: float = 1.0, ahead: bool = False) -> Speech:
        """The whole text as sound. rate 1.0 is the voice's own pace, 0.8 slower, 1.2 faster.

        ahead: it is for later (another sentence plays first), and gives way to what somebody waits for.
        """
        ...

    def stream(self, text: str, rate: float = 1.0) -> AsyncIterator[Pcm]:
        """The same sound sentence by sentence, at `sample_rate`, so that the first one is heard early."""
        ...

    async def prepare(self, prompts: Iterable[str], *, rate: float = 1.0) -> int:
        """Speak fixed wording now and keep it on disk (never anything a caller said); the number of sentences."""
        ...

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


class VoiceActivity(Protocol):
    """Whether someone speaks. One object a call, because it remembers."""

    def feed(self, frame: Pcm) -> float:
        """Probability of speech, 0..1, after one frame (int16, 16 kHz, 20 ms). Cheap enough for the event loop."""
        ...

    def reset(self) -> None:
        """Forget what was heard (our own prompt has ended, the line was switched)."""
        ...


class TextLanguage(Protocol):
    """The language of something written (web chat), for a text alone; a call is judged by its sound."""

    def identify(self, text: str) -> tuple[str, float] | None:
        """(ISO 639-1 code, confidence 0..1), or None when too short, only names, or not sure."""
        ...


_WRITTEN = "my car is gone from pearl street since last night"


@dataclass(frozen=True, slots=True)
class Engines:
    """Everything a call needs of speech. Build once, share, `close` at the end."""

    recogniser: Recogniser
    synthesiser: Synthesiser
    new_voice_activity: Callable[[], VoiceActivity]
    text_language: TextLanguage

    async def warm_up(self) -> None:
        """Loads all of it: the first message of the first chat would hold every call up for a second."""
        written = asyncio.to_thread(self.text_language.identify, _WRITTEN)
        await asyncio.gather(self.recogniser.warm_up(), self.synthesiser.warm_up(), written)

    async def close(self) -> None:
        await self.recogniser.close()
        await self.synthesiser.close()
