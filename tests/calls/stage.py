"""Plays one scripted call: a caller who follows the script, a line that remembers what was played, and the real session between."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from casework_client.wire_httpx import casework_over
from tests.calls.script import Script, Step
from tests.calls.virtual_time import VirtualClock
from tests.calls.voices import ScriptRecogniser, ScriptSynthesiser, Voices
from tests.fakes.agency_line import fake_agency_line
from tests.fakes.bot import FakeBot
from tests.fakes.casework import FakeCasework
from tests.fakes.speech import FakeTextLanguage, FakeVoiceActivity
from tests.voice_connector.call.hearing.signal_sounds import tones
from voice_connector.bot.client import RasaBot
from voice_connector.bot.holding import HoldingBot
from voice_connector.call.line import TransferOrder
from voice_connector.call.parts import Parts
from voice_connector.call.session import Session
from voice_connector.events import (
    AssistantSays,
    AudioFrame,
    CallStarted,
    DtmfPressed,
    HungUp,
    Interrupted,
    Shown,
    TextTyped,
    Timing,
)
from voice_connector.fallback import ReadyMade
from voice_connector.records.record import Redaction
from voice_connector.records.spool import Spool
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, Engines, Pcm
from voice_connector.transfer.tickets import Tickets

FRAME_S = FRAME_MS / 1000
FALLBACK = np.full(8_000, 5_000, np.int16)
_SPANISH = ("necesito ayuda con un ruido muy fuerte por favor", "necesito ayuda por favor mi esposo no respira")


class NoRedaction:
    """Texts of scripts are nobody's."""

    def redact(self, text: str) -> str:
        return text


@dataclass
class StageLine:
    """Plays like a telephone: frames one after the other, dropped on flush."""

    clock: VirtualClock
    transfer_outcome: Any = "connected"
    shown: list[tuple[float, Shown]] = field(default_factory=list)
    transfers: list[TransferOrder] = field(default_factory=list)
    hung_up: bool = False
    sounding: list[tuple[float, float]] = field(default_factory=list)  # when frames are heard: from, to
    most_ahead_s: float = 0.0
    flushed_at: list[float] = field(default_factory=list)

    async def play(self, frame: Pcm) -> None:
        assert len(frame) == FRAME_SAMPLES, "the line takes 20 ms frames only"
        now = self.clock.now()
        begin = max(now, self.sounding[-1][1] if self.sounding else 0.0)
        self.most_ahead_s = max(self.most_ahead_s, begin - now)
        self.sounding.append((begin, begin + FRAME_S))

    async def flush(self) -> None:
        now = self.clock.now()
        self.flushed_at.append(now)
        self.sounding = [(begin, min(end, now)) for begin, end in self.sounding if begin < now]

    def show(self, event: Shown) -> None:
        self.shown.append((self.clock.now(), event))

    async def transfer(self, order: TransferOrder) -> Any:
        self.transfers.append(order)
        if isinstance(self.transfer_outcome, list):
            return self.transfer_outcome[min(len(self.transfers), len(self.transfer_outcome)) - 1]
        return self.transfer_outcome

    async def hang_up(self) -> None:
        self.hung_up = True

    def events(self, kind: type) -> list[Any]:
        return [event for _, event in self.shown if isinstance(event, kind)]

    def times(self, kind: type) -> list[float]:
        return [at for at, event in self.shown if isinstance(event, kind)]

    def pauses(self, least_s: float = 0.04) -> list[tuple[float, float]]:
        """When our voice fell silent, and when it went on."""
        ends = zip(self.sounding, [*self.sounding[1:], (float("inf"), 0.0)], strict=True)
        return [(end, begin) for (_, end), (begin, _) in ends if begin - end >= least_s]

    @property
    def sounds_until(self) -> float:
        return self.sounding[-1][1] if self.sounding else 0.0


@dataclass
class Outcome:
    """Everything a test may ask about a call that is over."""

    record: dict[str, Any]
    line: StageLine
    bot: FakeBot
    casework: FakeCasework
    spool: Spool
    seconds: float
    spoke_at: list[tuple[float, float]]  # when the caller spoke
    folder: Path  # of the spool

    @property
    def spoken(self) -> str:
        return " ".join(turn["text"] for turn in self.record["turns"] if turn["who"] == "assistant")

    @property
    def heard(self) -> list[str]:
        return [turn["text"] for turn in self.record["turns"] if turn["who"] == "caller"]


class ScriptedCaller:
    """Follows the steps; speaks in frames, and sends silence otherwise, as a telephone does."""

    def __init__(
        self, steps: list[Step], session: Session, line: StageLine, voices: Voices, clock: VirtualClock, voice: bool
    ) -> None:
        self._steps, self._session, self._line = steps, session, line
        self._voices, self._clock, self._voice = voices, clock, voice
        self._sound: list[Pcm] = []
        self._stalled = False
        self._answered = 0  # how many of our utterances the caller has reacted to
        self.spoke_at: list[tuple[float, float]] = []

    async def act(self) -> None:
        for step in self._steps:
            await self._moment(step)
            await self._do(step)

    async def transmit(self) -> None:
        """One frame every 20 ms, for ever."""
        silence = np.zeros(FRAME_SAMPLES, np.int16)
        while True:
            if not self._stalled:
                self._session.post(AudioFrame(self._sound.pop(0) if self._sound else silence))
            await self._clock.sleep(FRAME_S)

    async def _moment(self, step: Step) -> None:
        if step.at is not None:
            await self._clock.sleep(step.at - self._clock.now())
        elif step.after is not None:
            await self._clock.sleep(step.after)
        else:
            await self._our_next_words(step)

    async def _our_next_words(self, step: Step) -> None:
        if step.quiet is not None and self._voice and self._we_speak():
            self._answered = min(self._answered, len(self._line.times(AssistantSays)) - 1)
        while len(self._line.times(AssistantSays)) <= self._answered:
            await self._clock.sleep(FRAME_S)
        began = self._line.times(AssistantSays)[self._answered]
        while self._voice and not any(begin >= began for begin, _ in self._line.sounding[-1:]):
            await self._clock.sleep(FRAME_S)
        if step.over is not None:
            self._answered = len(self._line.times(AssistantSays))
            await self._clock.sleep(step.over)
            return
        while self._we_speak(step.quiet or 0.0):
            await self._clock.sleep(FRAME_S)
        self._answered = len(self._line.times(AssistantSays))
        if not self._voice:
            await self._clock.sleep(step.quiet or 0.0)

    def _we_speak(self, within_s: float = 0.0) -> bool:
        """Also while our voice pauses because the caller made a sound."""
        pausing = self._voice and self._session._voice.mouth.current is not None
        return pausing or self._line.sounds_until > self._clock.now() - within_s

    async def _do(self, step: Step) -> None:
        if step.says is not None or step.coughs is not None or step.hums is not None:
            await self._speak(self._voices.sound(step))
        elif step.stalls is not None:
            self._stalled = True
            await self._clock.sleep(step.stalls)
            self._stalled = False
        elif step.types is not None:
            self._session.post(TextTyped(step.types))
        elif step.tones is not None:
            await self._speak(tones(step.tones))
        elif step.presses is not None:
            for key in step.presses:
                self._session.post(DtmfPressed(key))
                await self._clock.sleep(0.25)
        else:
            self._session.post(HungUp())

    async def _speak(self, sound: Pcm) -> None:
        began = self._clock.now()
        padded = np.concatenate([sound, np.zeros(-len(sound) % FRAME_SAMPLES, np.int16)])
        self._sound = [padded[at : at + FRAME_SAMPLES] for at in range(0, len(padded), FRAME_SAMPLES)]
        while self._sound:
            await self._clock.sleep(FRAME_S)
        self.spoke_at.append((began, self._clock.now()))


async def play(script: Script, folder: Path, bot: FakeBot | None = None, call_id: str = "call-00000001") -> Outcome:
    """The call, from ring to record. `bot` is shared when several calls meet one bot."""
    given, clock, voices = script.given, VirtualClock(), Voices()
    bot = bot or FakeBot(given.bot.fault, given.bot.delay_s, given.bot.fault_after, given.casework == "down")
    fake_casework = FakeCasework(given.casework)
    casework = casework_over(fake_casework.client())
    rasa = httpx.AsyncClient(base_url="http://bot.test", transport=httpx.MockTransport(bot.handle))
    spool = Spool(folder / call_id, casework, clock, redaction=Redaction(NoRedaction()))
    line = StageLine(clock, given.transfer)
    recogniser, synthesiser = ScriptRecogniser(voices, given.recogniser), ScriptSynthesiser(given.synthesiser)
    agency_line = fake_agency_line(given.emergency_action)
    parts = Parts(
        agency_line=agency_line,
        engines=Engines(recogniser, synthesiser, FakeVoiceActivity, FakeTextLanguage(dict.fromkeys(_SPANISH, "es"))),
        bot=HoldingBot(RasaBot(rasa, timeout_s=3.0), clock, given.bot.hold_s),
        tickets=Tickets(casework, 2.0, spool),
        clock=clock,
        settings=CallSettings(**given.settings),
        ready_made=ReadyMade((agency_line.lines.technical_failure, FALLBACK), (agency_line.emergency_say, FALLBACK)),
        language_keys=given.language_keys,
    )
    session = Session(
        CallStarted(call_id, given.channel, "stage", returned=given.returned, handed_in=given.handed_in), line, parts
    )
    caller = ScriptedCaller(script.caller, session, line, voices, clock, given.channel == "voice")
    around = [asyncio.create_task(caller.act())]
    if given.channel == "voice":
        around.append(asyncio.create_task(caller.transmit()))
    if given.bot.back_at is not None:
        asyncio.get_running_loop().call_later(given.bot.back_at, setattr, bot, "fault", "none")
    async with asyncio.timeout(600):
        record = await session.run()
    body = (await Redaction(NoRedaction()).record(record)).to_json()
    seconds = clock.now()
    for task in around:
        task.cancel()
    await asyncio.gather(*around, return_exceptions=True)
    async with asyncio.timeout(120):
        await spool.file(body)
    return Outcome(body, line, bot, fake_casework, spool, seconds, caller.spoke_at, folder / call_id)


__all__ = ["Interrupted", "Outcome", "StageLine", "Timing", "play"]
