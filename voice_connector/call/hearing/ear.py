"""The caller's side of a call: frames in; speech started, words so far, utterance ended out.

Recognition starts on trial as soon as the caller pauses. If the silence holds, that text is the turn's text and nothing
is left to do when the pause is long enough; if the caller goes on, it is thrown away.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from voice_connector.bot.replies import OPENING, WireAsk
from voice_connector.call.hearing import endpointing
from voice_connector.call.hearing.segment import Hint, Segmenter
from voice_connector.clock import Clock
from voice_connector.events import EarBroken, Probed, SpeechDropped, SpeechStarted, SpokenOver, TurnEnded
from voice_connector.log import logger
from voice_connector.settings import CallSettings
from voice_connector.speech.errors import EngineBusy, SpeechError
from voice_connector.speech.interfaces import Expected, Pcm, Recogniser, Transcript, VoiceActivity

EarEvent = SpeechStarted | SpeechDropped | SpokenOver | Probed | TurnEnded | EarBroken
_PROBE_EVERY_MS = 200
_TRIES = 1.5  # times speech_timeout_ms, for all tries of one utterance: the caller hears nothing meanwhile


@dataclass(frozen=True, slots=True)
class _Ended:
    """An utterance that waits for its text."""

    pcm: Pcm
    started_at: float
    speech_ended_at: float
    decided_at: float
    voiced_ms: int


class Ear:
    """One caller. `overlapping` is set while our own voice may be interrupted; `ask` is the open question."""

    def __init__(
        self,
        voice_activity: VoiceActivity,
        recogniser: Recogniser,
        clock: Clock,
        settings: CallSettings,
        post: Callable[[EarEvent], None],
    ) -> None:
        self._vad, self._recogniser, self._clock = voice_activity, recogniser, clock
        self._settings, self._post = settings, post
        self._segment, self._hint = Segmenter(), Hint()
        self._guess: asyncio.Task[Transcript] | None = None
        self._probe: asyncio.Task[None] | None = None
        self._probe_at_ms = settings.barge_in_probe_ms
        self._told_over = False
        self._concluding: asyncio.Task[None] | None = None
        self._timeout_s = settings.speech_timeout_ms / 1000
        self._ended_at = clock.now()
        self.overlapping = False
        self.ask: WireAsk | None = None
        self.last_frame_at = clock.now()

    @property
    def busy(self) -> bool:
        """The caller speaks, or what was said is still being recognised."""
        return self.speaking or (self._concluding is not None and not self._concluding.done())

    @property
    def speaking(self) -> bool:
        return self._segment.active or self._hint.given

    @property
    def recognising_since(self) -> float | None:
        """When the utterance ended of which the text is not known yet; None while the caller speaks."""
        waits = self._concluding is not None and not self._concluding.done() and not self.speaking
        return self._ended_at if waits else None

    @property
    def speaking_since(self) -> float | None:
        """When the utterance began that is being spoken."""
        return self._segment.started_at if self._segment.active else None

    def feed(self, frame: Pcm) -> None:
        """One 20 ms frame; cheap enough for the event loop."""
        now = self.last_frame_at = self._clock.now()
        was_active = self._segment.active
        probability = self._vad.feed(frame)
        is_speech = self._segment.feed(frame, probability, now)
        if not self._segment.active:
            self._maybe_hint(probability)
            return
        if not was_active:
            self._hint.became_speech()
            self._post(SpeechStarted(self._segment.started_at))
        if is_speech:
            self._drop_guess()
            self._maybe_tell_over()
            self._maybe_probe()
        else:
            self._maybe_guess()
        self._maybe_end(now)

    def stalled(self) -> None:
        """The transport brings no more sound: what was said so far is the utterance."""
        if self._segment.active:
            self._end(self._clock.now())
        elif self._hint.given:
            self._was_nothing()

    async def close(self) -> None:
        running = [
            task for task in (self._guess, self._probe, self._concluding) if task is not None and not task.done()
        ]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _drop_guess(self) -> None:
        if self._guess is not None:
            self._guess.cancel()
            self._guess = None

    def _maybe_guess(self) -> None:
        pause_ms = endpointing.speculate_ms(self._segment.voiced_ms, self.ask, self._settings)
        if self._guess is None and self._segment.silence_ms >= pause_ms and not self._is_noise():
            self._guess = asyncio.create_task(self._transcribe(self._segment.pcm(), final=False))
            self._guess.add_done_callback(self._guessed)

    def _guessed(self, guess: asyncio.Task[Transcript]) -> None:
        """Over our voice, the words after a pause are judged at once; a guess that nobody needed may fail without a word."""
        failed = guess.cancelled() or guess.exception() is not None
        if self.overlapping and not failed and guess is self._guess:
            self._told_over = False
            self._post(Probed(self._segment.voiced_ms, guess.result(), paused=True))

    def _maybe_hint(self, probability: float) -> None:
        """Our voice pauses for what may become speech, and goes on when it did not."""
        if self._hint.lapsed():
            self._was_nothing()
        elif self.overlapping and not self._told_over and self._hint.feed(probability):
            self._told_over = True
            self._post(SpokenOver())

    def _was_nothing(self) -> None:
        self._hint.was_nothing()
        self._told_over = False
        self._post(SpeechDropped())

    def _maybe_tell_over(self) -> None:
        if self.overlapping and not self._told_over and self._segment.voiced_ms >= self._settings.barge_in_hold_ms:
            self._told_over = True
            self._post(SpokenOver())

    def _maybe_probe(self) -> None:
        voiced_ms = self._segment.voiced_ms
        if not self.overlapping or voiced_ms < self._probe_at_ms:
            return
        self._probe_at_ms = voiced_ms + _PROBE_EVERY_MS
        if self._probe is not None and not self._probe.done():
            self._post(Probed(voiced_ms, None))
        else:
            self._probe = asyncio.create_task(self._ask_words(self._segment.pcm()))

    async def _ask_words(self, pcm: Pcm) -> None:
        try:
            said = await self._transcribe(pcm, final=False)
        except Exception:  # a probe may fail: the utterance itself is recognised once it has ended
            said = None
        self._post(Probed(self._segment.voiced_ms, said))

    def _maybe_end(self, now: float) -> None:
        pause_ms = endpointing.silence_ms(self._words_so_far(), self.ask, self._settings)
        if self._segment.silence_ms >= pause_ms or self._segment.length_ms >= self._settings.longest_turn_ms:
            self._end(now)

    def _words_so_far(self) -> str | None:
        if self._guess is None or not self._guess.done() or self._guess.cancelled() or self._guess.exception():
            return None
        return self._guess.result().text

    def _is_noise(self) -> bool:
        return self._segment.voiced_ms < self._settings.noise_below_ms

    def _end(self, now: float) -> None:
        segment, guess, self._guess = self._segment, self._guess, None
        ended = _Ended(segment.pcm(), segment.started_at, segment.voiced_at, now, segment.voiced_ms)
        noise = self._is_noise()
        segment.close()
        self._probe_at_ms = self._settings.barge_in_probe_ms
        self._told_over = False
        if noise:
            self._was_nothing()
            return
        if self.recognising_since is None:
            self._ended_at = now
        self._concluding = asyncio.create_task(self._conclude(ended, guess, self._concluding))

    async def _conclude(
        self, ended: _Ended, guess: asyncio.Task[Transcript] | None, before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        speculative = guess is not None and guess.done()
        try:
            async with asyncio.timeout(_TRIES * self._timeout_s):
                said = await self._text(ended.pcm, guess)
        except (SpeechError, TimeoutError) as error:
            self._post(EarBroken(type(error).__name__))
            return
        except Exception as error:  # whatever it is: an utterance that nobody answers would be a dead line
            logger.exception("an utterance could not be heard")
            self._post(EarBroken(type(error).__name__))
            return
        self._post(
            TurnEnded(
                said,
                ended.started_at,
                ended.speech_ended_at,
                ended.decided_at,
                self._clock.now(),
                ended.voiced_ms,
                speculative,
            )
        )

    async def _text(self, pcm: Pcm, guess: asyncio.Task[Transcript] | None) -> Transcript:
        """The guess if there is one that worked; else a recognition that counts, tried twice."""
        try:
            if guess is not None:
                self._recogniser.hurry(guess)
                return await guess
        except Exception as error:  # a guess may fail in any way: what counts is asked for anew
            logger.debug("a guess failed", error=type(error).__name__)
        try:
            return await self._transcribe(pcm, final=True)
        except EngineBusy:
            await self._clock.sleep(0.2)
        except (SpeechError, TimeoutError):
            pass
        return await self._transcribe(pcm, final=True)

    async def _transcribe(self, pcm: Pcm, *, final: bool) -> Transcript:
        async with asyncio.timeout(self._timeout_s):
            return await self._recogniser.transcribe(pcm, final=final, expects=_expected(self.ask))


def _expected(ask: WireAsk | None) -> Expected:
    if ask is None or ask.slot == OPENING:
        return "matter"
    return "place" if ask.kind == "place" else "digits" if ask.digits else ""
