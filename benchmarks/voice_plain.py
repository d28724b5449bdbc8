"""The peer of bench_voice: the same engines in a plain pipeline, one step after the other, as a first version would be written.

Fixed silence ends a turn, then the utterance is recognised, then the bot is asked, then the whole answer is spoken, then it
plays. No guess while the caller pauses, no kept sentences, nothing spoken sentence by sentence.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Sequence
from operator import methodcaller

from benchmarks.voice_callers import MeasuredLine, OneCall, Tally
from voice_connector.bot.client import Bot
from voice_connector.bot.messages import Message
from voice_connector.call.hearing.segment import Segmenter
from voice_connector.call.speaking.pacer import Pacer
from voice_connector.clock import RealClock
from voice_connector.events import AssistantSays, AudioFrame, HungUp, Listening, Timing
from voice_connector.gateways.loopback.caller import LoopbackCaller
from voice_connector.sound.codecs import resample
from voice_connector.speech.engines import pools_of
from voice_connector.speech.errors import SpeechError
from voice_connector.speech.interfaces import SAMPLE_RATE, Engines, Pcm

SILENCE_MS = 800  # what voice frameworks that end turns by silence alone set by default
_GREETING = "Hello. How can I help you?"


class PlainCall:
    """One call; `post` is what callers of the loopback feed."""

    def __init__(self, engines: Engines, bot: Bot, line: MeasuredLine, tally: Tally) -> None:
        self._engines, self._bot, self._line, self._tally = engines, bot, line, tally
        self._voice = dict(pools_of(engines))["synthesiser"]
        self._clock = RealClock()
        self._vad, self._segment = engines.new_voice_activity(), Segmenter()
        self._pacer = Pacer(self._clock, line.play)
        self._turns: asyncio.Queue[tuple[Pcm, float, float] | None] = asyncio.Queue()

    def post(self, event: AudioFrame | HungUp) -> None:
        if isinstance(event, HungUp):
            self._turns.put_nowait(None)
            return
        now, segment = self._clock.now(), self._segment
        segment.feed(event.pcm, self._vad.feed(event.pcm), now)
        if segment.active and segment.silence_ms >= SILENCE_MS:
            self._turns.put_nowait((segment.pcm(), segment.voiced_at, now))
            segment.close()

    async def run(self) -> None:
        pacing = asyncio.create_task(self._pacer.run())
        try:
            await self._say(_GREETING, None)
            while (turn := await self._turns.get()) is not None:
                await self._answer(*turn)
        finally:
            pacing.cancel()

    async def _answer(self, sound: Pcm, spoke_until: float, decided_at: float) -> None:
        heard = await self._engines.recogniser.transcribe(sound, final=True)
        text_at = self._clock.now()
        reply = await self._bot.send("plain", Message(heard.text))
        times = (spoke_until, decided_at, text_at, self._clock.now())
        await self._say(reply.text, times)

    async def _say(self, text: str, times: tuple[float, float, float, float] | None) -> None:
        self._line.show(AssistantSays(text, 1))
        speech = await self._voice.run(methodcaller("speak", text, 1.0))
        if times is not None:
            self._pacer.on_next_sound(lambda at: self._tally.timings.append(_timing(*times, at)))
        self._pacer.queue(resample(speech.pcm, speech.sample_rate, SAMPLE_RATE))
        self._pacer.end_of_sentence()
        await self._pacer.drained()
        self._line.show(Listening())


def _timing(spoke_until: float, decided_at: float, text_at: float, reply_at: float, sounded_at: float) -> Timing:
    moments = (spoke_until, decided_at, text_at, reply_at, sounded_at)
    parts = [round(1000 * (later - before)) for before, later in itertools.pairwise(moments)]
    return Timing(*parts)


def plain_call(engines: Engines, bot: Bot) -> OneCall:
    """A call through the plain pipeline."""

    async def call(turns: Sequence[Pcm], tally: Tally) -> None:
        clock = RealClock()
        line = MeasuredLine(clock, tally, lambda _event: None)
        session = PlainCall(engines, bot, line, tally)
        caller = asyncio.create_task(LoopbackCaller(turns, session, line, clock).run())  # type: ignore[arg-type]
        try:
            await session.run()
            tally.calls += 1
        except SpeechError:
            tally.failed += 1
        finally:
            caller.cancel()

    return call
