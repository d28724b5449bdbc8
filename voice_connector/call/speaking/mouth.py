"""Our side of a call: text in, sound out sentence by sentence; knows how much of it the caller has heard when it is stopped."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from voice_connector.call.speaking.pacer import Pacer
from voice_connector.events import SpeakingEnded
from voice_connector.log import logger
from voice_connector.sound.codecs import resample
from voice_connector.speech.errors import SpeechError
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm, Synthesiser
from voice_connector.speech.tts.sentences import split_sentences

_PAUSE_S = 0.18  # between sentences


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing to say. `sound` is played instead of synthesising (the fallback when no voice can be made)."""

    id: int
    text: str
    rate: float = 1.0
    interruptible: bool = True
    sound: Pcm | None = field(default=None, compare=False)


class Mouth(Protocol):
    @property
    def current(self) -> Utterance | None:
        """What is being said; None while quiet."""
        ...

    def say(self, utterance: Utterance) -> None:
        """Begins to speak; anything still being said must have ended or been stopped before."""
        ...

    async def stop(self, *, interrupted: bool) -> None:
        """Falls silent at once. Nothing happens while quiet."""
        ...

    async def hold(self) -> None:
        """Pauses, because the caller makes a sound: it may be words. Nothing happens while quiet."""
        ...

    def resume(self) -> None:
        """Goes on after `hold`: it was a cough."""
        ...

    async def quiet(self) -> None:
        """Returns when nothing is being said."""
        ...


Ended = Callable[[SpeakingEnded], None]
Sounded = Callable[[int, float], None]


@dataclass(slots=True)
class _Piece:
    text: str
    start: int  # samples since the start of the call
    samples: int


class SpokenMouth:
    """Speaks over a telephone line. While one sentence plays, the next is being made."""

    def __init__(
        self,
        synthesiser: Synthesiser,
        pacer: Pacer,
        flush: Callable[[], Awaitable[None]],
        timeout_s: float,
        ended: Ended,
        sounded: Sounded,
    ) -> None:
        self._synthesiser, self._pacer, self._flush_line = synthesiser, pacer, flush
        self._timeout_s, self._ended, self._sounded = timeout_s, ended, sounded
        self._task: asyncio.Task[None] | None = None
        self._utterance: Utterance | None = None
        self._pieces: list[_Piece] = []
        self._first_sound_at: float | None = None

    @property
    def current(self) -> Utterance | None:
        return self._utterance

    def say(self, utterance: Utterance) -> None:
        if self._utterance is not None:
            raise RuntimeError("The mouth was told to speak while it speaks.")
        self._utterance, self._pieces, self._first_sound_at = utterance, [], None
        self._pacer.on_next_sound(self._began)
        self._task = asyncio.create_task(self._speak(utterance))

    async def stop(self, *, interrupted: bool) -> None:
        utterance, task = self._utterance, self._task
        if utterance is None or task is None:
            return
        heard_until = self._pacer.flush()
        await self._flush_line()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if self._utterance is utterance:
            self._finish(utterance, heard_until, interrupted=interrupted)

    async def hold(self) -> None:
        if self._utterance is not None:
            self._pacer.hold()
            await self._flush_line()

    def resume(self) -> None:
        self._pacer.resume()

    async def quiet(self) -> None:
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)

    def _began(self, at: float) -> None:
        self._first_sound_at = at
        if self._utterance is not None:
            self._sounded(self._utterance.id, at)

    async def _speak(self, utterance: Utterance) -> None:
        failed = None
        try:
            await self._pronounce(utterance)
        except (SpeechError, TimeoutError, OSError) as error:
            failed = type(error).__name__
        except Exception as error:  # whatever it is: an utterance that never ends would be a dead line
            failed = type(error).__name__
            logger.exception("a sentence could not be made")
        await self._pacer.drained()
        self._finish(utterance, self._pacer.heard_samples, failed=failed)

    async def _pronounce(self, utterance: Utterance) -> None:
        if utterance.sound is not None:
            self._queue(utterance.text, utterance.sound)
            return
        parts = split_sentences(utterance.text)
        making = asyncio.create_task(self._make(parts[0], utterance.rate)) if parts else None
        try:
            for at, part in enumerate(parts):
                assert making is not None
                sound = await making
                making = (
                    asyncio.create_task(self._make(parts[at + 1], utterance.rate, ahead=True))
                    if at + 1 < len(parts)
                    else None
                )
                self._queue(part, sound)
                if making is not None:
                    self._pacer.queue(np.zeros(int(_PAUSE_S * SAMPLE_RATE), np.int16))
        finally:
            if making is not None:
                making.cancel()
                await asyncio.gather(making, return_exceptions=True)

    async def _make(self, text: str, rate: float, *, ahead: bool = False) -> Pcm:
        async with asyncio.timeout(self._timeout_s):
            speech = await self._synthesiser.synthesise(text, rate=rate, ahead=ahead)
            if speech.sample_rate == SAMPLE_RATE:
                return speech.pcm
            return await asyncio.to_thread(resample, speech.pcm, speech.sample_rate, SAMPLE_RATE)

    def _queue(self, text: str, sound: Pcm) -> None:
        self._pieces.append(_Piece(text, self._pacer.queued_until, len(sound)))
        self._pacer.queue(sound)
        self._pacer.end_of_sentence()

    def _finish(
        self, utterance: Utterance, heard_until: int, *, interrupted: bool = False, failed: str | None = None
    ) -> None:
        heard, not_heard = split_heard(utterance.text, self._pieces, heard_until)
        self._utterance, self._task = None, None
        self._pacer.let_go()
        self._ended(SpeakingEnded(utterance.id, heard, not_heard, self._first_sound_at, interrupted, failed))


class WrittenMouth:
    """Writes in a chat: everything is seen at once."""

    def __init__(self, ended: Ended, sounded: Sounded, now: Callable[[], float]) -> None:
        self._ended, self._sounded, self._now = ended, sounded, now

    @property
    def current(self) -> Utterance | None:
        return None

    def say(self, utterance: Utterance) -> None:
        self._sounded(utterance.id, self._now())
        self._ended(SpeakingEnded(utterance.id, utterance.text, "", self._now(), False))

    async def stop(self, *, interrupted: bool) -> None:
        return None

    async def hold(self) -> None:
        return None

    def resume(self) -> None:
        return None

    async def quiet(self) -> None:
        return None


def split_heard(text: str, pieces: list[_Piece], heard_until: int) -> tuple[str, str]:
    """What of the text had been heard when `heard_until` samples had been, and what had not: whole words only."""
    words: list[str] = []
    for piece in pieces:
        spoken = piece.text.split()
        share = (heard_until - piece.start) / piece.samples if piece.samples else 1.0
        words += spoken[: max(0, min(len(spoken), int(len(spoken) * share + 1e-9)))]
    everything = text.split()
    return " ".join(everything[: len(words)]), " ".join(everything[len(words) :])
