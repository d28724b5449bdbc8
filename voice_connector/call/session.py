"""Conducts one call: greets, listens, asks the bot, does what it decides, and leaves nobody on a dead line.

Every policy sits in a file of its own beside this one. Whatever of ours fails, the caller is told so and goes to a person.
"""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from voice_connector.bot import messages
from voice_connector.bot.client import Bot
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Ask, Decision, HangUp, Reply, Transfer, WireAsk
from voice_connector.call import emergency
from voice_connector.call.answers import Interpreter, ToBot
from voice_connector.call.ear import Ear
from voice_connector.call.floor import Contribution, Floor
from voice_connector.call.journal import Journal
from voice_connector.call.leaving import Leaving
from voice_connector.call.line import Line
from voice_connector.call.mouth import Ended, Mouth, Sounded, SpokenMouth, WrittenMouth
from voice_connector.call.pacer import Pacer
from voice_connector.call.timing import Stopwatch
from voice_connector.call.voice import Voice
from voice_connector.clock import Clock
from voice_connector.desk import Desk
from voice_connector.errors import BotFailed, EarFailed, VoiceFailed
from voice_connector.events import (
    AudioFrame,
    CallEnded,
    CallerSaid,
    CallStarted,
    Decided,
    DtmfPressed,
    Failed,
    HungUp,
    Listening,
    ShuttingDown,
    TextTyped,
    TurnEnded,
)
from voice_connector.fallback import ReadyMade
from voice_connector.log import logger
from voice_connector.records import CallRecord
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Engines
from voice_connector.transfer.tickets import Tickets

FromGateway = AudioFrame | DtmfPressed | TextTyped | HungUp | ShuttingDown


@dataclass(frozen=True, slots=True)
class Parts:
    """What every call of the process shares."""

    desk: Desk
    engines: Engines
    bot: Bot
    tickets: Tickets
    clock: Clock
    settings: CallSettings
    ready_made: ReadyMade
    language_keys: dict[str, str] = field(default_factory=dict)


class Session:
    """One call. The gateway feeds events with `post`, and awaits `run`."""

    def __init__(self, call: CallStarted, line: Line, parts: Parts) -> None:
        self._call, self._line, self._parts = call, line, parts
        self._inbox: asyncio.Queue[Any] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._stopping = asyncio.Event()
        self._spoken = call.channel == "voice"
        self._pacer = Pacer(parts.clock, line.play, parts.settings.ahead_ms)
        self._journal = Journal(call, parts.desk.agency, parts.desk.language, parts.clock)
        self._ear = self._make_ear() if self._spoken else None
        self._voice = Voice(self._make_mouth, line, self._journal, self._inbox)
        self._floor = Floor(self._inbox, self._voice.mouth, self._ear, parts.clock, parts.settings)
        self._interpreter = Interpreter(
            parts.desk, parts.settings, parts.engines.text_language, self._journal, parts.language_keys
        )
        self._leaving = Leaving(line, parts.desk, parts.tickets, self._journal)
        self._ask: WireAsk | None = None

    def post(self, event: FromGateway) -> None:
        """Takes one event of the gateway; never blocks."""
        if isinstance(event, AudioFrame):
            if self._ear is not None and not self._gone.is_set():
                self._ear.feed(event.pcm)
        elif isinstance(event, HungUp):
            self._gone.set()
        elif isinstance(event, ShuttingDown):
            self._stopping.set()
        else:
            self._inbox.put_nowait(event)

    async def run(self) -> CallRecord:
        """The call, to its end. Raises nothing but cancellation."""
        pacing = asyncio.create_task(self._pacer.run())
        talk = asyncio.create_task(self._talk())
        ends = [asyncio.create_task(event.wait()) for event in (self._gone, self._stopping)]
        try:
            limit_s = self._parts.settings.longest_call_s
            await asyncio.wait({talk, *ends}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
            await self._after(talk)
        finally:
            await _cancel(talk, *ends)
            await self._voice.stop()
            await _cancel(pacing)
            if self._ear is not None:
                await self._ear.close()
        return self._close()

    async def _after(self, talk: "asyncio.Task[None]") -> None:
        """The caller is gone, this process stops, the call lasted too long, or it ended as it should."""
        if talk.done():
            return
        await _cancel(talk)
        await self._voice.stop()
        if self._gone.is_set():
            self._journal.ended_by = "caller"
            await self._parts.bot.tell(self._call.call_id, Message(messages.hang_up(), self._metadata()))
        elif self._stopping.is_set():
            await self._rescue("shutdown")
        else:
            await self._too_long()

    async def _too_long(self) -> None:
        await self._voice.say(self._parts.desk.lines.handing_over_for("not_understood"), final=True)
        await self._voice.mouth.quiet()
        decision = Decision("transfer", disposition="call_taker", reason="not_understood")
        self._journal.decided(decision)
        await self._hand_over(decision)

    def _close(self) -> CallRecord:
        for said in self._floor.leftover():
            self._interpreter.note(said)
        record = self._journal.record()
        self._line.show(CallEnded(record.disposition, record.ended_by, record.reason, record.need))
        return record

    # --- the conversation

    async def _talk(self) -> None:
        try:
            await self._converse()
        except BotFailed as error:
            logger.warning("the bot failed", call_id=self._call.call_id, kind=error.kind, error=str(error))
            await self._rescue("bot")
        except EarFailed as error:
            logger.warning("the recogniser failed", call_id=self._call.call_id, error=str(error))
            await self._rescue("recogniser")
        except VoiceFailed as error:
            logger.warning("the synthesiser failed", call_id=self._call.call_id, error=str(error))
            await self._rescue("synthesiser")
        except Exception:  # whatever it is, the caller must not be left on a dead line
            logger.exception("the call failed", call_id=self._call.call_id)
            await self._rescue("session")

    async def _converse(self) -> None:
        said: Contribution | None = await self._open()
        while said is not None:
            said = await self._perform(await self._answer(said))

    async def _open(self) -> Contribution | None:
        if not self._spoken:
            return await self._perform(await self._ask_bot(ToBot(messages.call_started())))
        await self._voice.say(self._parts.desk.lines.greeting, then=Listening())
        return await self._floor.wait(None)

    async def _answer(self, said: Contribution) -> Reply:
        stopwatch = Stopwatch.of(said) if isinstance(said, TurnEnded) else None
        self._show_caller(said)
        meaning = self._interpreter.read(said)
        reply = await self._ask_bot(meaning) if isinstance(meaning, ToBot) else meaning
        self._voice.answering(stopwatch.replied(self._parts.clock.now()) if stopwatch else None)
        return self._in_their_language(reply)

    def _in_their_language(self, reply: Reply) -> Reply:
        """In writing, the hand-over is said in the caller's language too; our voice has no other language."""
        line = self._parts.desk.lines.other_languages.get(self._journal.language)
        if self._spoken or line is None or not isinstance(reply, Transfer):
            return reply
        return replace(reply, text=f"{reply.text} {line}".strip())

    async def _ask_bot(self, meaning: ToBot) -> Reply:
        message = Message(meaning.text, self._metadata(meaning))
        asking = asyncio.create_task(self._parts.bot.send(self._call.call_id, message))
        try:
            done, _ = await asyncio.wait({asking}, timeout=self._parts.settings.hold_after_ms / 1000)
            if not done and self._spoken:
                await self._voice.say(self._parts.desk.lines.please_wait, final=True)
            return await asking
        finally:
            asking.cancel()

    async def _perform(self, reply: Reply) -> Contribution | None:
        """Says and does what was decided. Returns what the caller says next; None when the call is over."""
        self._note(reply)
        safety = emergency.is_emergency(reply)
        text = emergency.words_for(reply, self._parts.desk) if safety else reply.text
        if isinstance(reply, Transfer | HangUp):
            return await self._leave(reply, text, safety)
        self._ask = reply.ask if isinstance(reply, Ask) else None
        await self._voice.say(text, rate=reply.rate, safety=safety, then=_listening(self._ask))
        return await self._floor.wait(self._ask)

    async def _leave(self, reply: Reply, text: str, safety: bool) -> Contribution | None:
        """The last words, then a transfer or the end; the caller can take the floor before a transfer."""
        ending = isinstance(reply, HangUp) and not safety
        if text:
            await self._voice.say(text, rate=reply.rate, safety=safety, final=ending)
        said = await self._floor.until_spoken()
        if said is not None:
            return said
        await (self._finish() if ending else self._connect(reply, safety))
        return None

    async def _connect(self, reply: Reply, safety: bool) -> None:
        to = None
        if safety:
            after = emergency.next_step(self._parts.desk, self._parts.settings)
            to = after.to
            await self._parts.clock.sleep(after.grace_ms / 1000)
        await self._hand_over(reply.decision, to)

    async def _hand_over(self, decision: Decision, to: Any = None) -> None:
        self._journal.ended_by = "transfer"
        if not await self._leaving.connect(decision, to):
            self._journal.ended_by = "assistant"
            await self._last_words(self._parts.desk.lines.callback_hint)
            await self._line.hang_up()

    async def _finish(self) -> None:
        self._journal.ended_by = "assistant"
        await self._line.hang_up()

    async def _rescue(self, part: str) -> None:
        """Ours failed: say so, with whatever voice there is, and connect with a person."""
        self._journal.failure = part
        self._line.show(Failed(part))
        await self._voice.stop()
        decision = Decision("transfer", disposition="call_taker", reason="system_failure")
        if self._journal.decision is not None and self._journal.decision.emergency:
            decision = self._journal.decision
        self._journal.decided(decision)
        if part == "synthesiser":
            await self._ready_made(decision)
        else:
            await self._last_words(self._parts.desk.lines.technical_failure)
        await self._hand_over(decision)

    async def _ready_made(self, decision: Decision) -> None:
        """What can be said without a voice: the safety sentence in an emergency, else that something failed."""
        ready = self._parts.ready_made
        await self._voice.play(*(ready.emergency if decision.emergency else ready.failure))
        await self._voice.mouth.quiet()

    async def _last_words(self, text: str) -> None:
        """Says something although other parts have failed; falls back to ready-made sound."""
        await self._voice.say(text, final=True)
        try:
            await self._floor.until_spoken()
        except EarFailed:
            await self._voice.mouth.quiet()
        except VoiceFailed:
            await self._voice.play(*self._parts.ready_made.failure)
            await self._voice.mouth.quiet()

    # --- what others see and are told

    def _note(self, reply: Reply) -> None:
        self._journal.decided(reply.decision)
        known = self._journal.decision
        assert known is not None
        asking = reply.ask.slot if isinstance(reply, Ask) else None
        place = known.destination.name or known.destination.id if known.destination else None
        self._line.show(Decided(known.act, known.need, known.disposition, place, known.reason, asking))

    def _show_caller(self, said: Contribution) -> None:
        if isinstance(said, TurnEnded):
            heard = said.transcript
            self._line.show(CallerSaid(heard.text, "speech", heard.confidence, heard.language))
        elif isinstance(said, TextTyped):
            self._line.show(CallerSaid(messages.words(said.text), "typed"))

    def _metadata(self, meaning: ToBot | None = None) -> dict[str, Any]:
        heard = meaning.transcript if meaning else None
        known = {
            "agency": self._parts.desk.agency,
            "channel": self._call.channel,
            "call_id": self._call.call_id,
            "dialled": self._call.dialled,
            "language": (meaning.language if meaning else None) or self._journal.language,
            "language_confidence": heard.language_confidence if heard else None,
            "stt_confidence": heard.confidence if heard else None,
            "asking": self._ask.slot if self._ask else None,
        }
        return {name: value for name, value in known.items() if value is not None}

    # --- how this call listens and speaks

    def _make_ear(self) -> Ear:
        engines = self._parts.engines
        return Ear(
            engines.new_voice_activity(),
            engines.recogniser,
            self._parts.clock,
            self._parts.settings,
            self._inbox.put_nowait,
        )

    def _make_mouth(self, ended: Ended, sounded: Sounded) -> Mouth:
        if not self._spoken:
            return WrittenMouth(ended, sounded, self._parts.clock.now)
        timeout_s = self._parts.settings.speech_timeout_ms / 1000
        return SpokenMouth(self._parts.engines.synthesiser, self._pacer, self._line.flush, timeout_s, ended, sounded)


def _listening(ask: WireAsk | None) -> Listening:
    return Listening(ask.slot, ask.kind, ask.digits, ask.choices) if ask else Listening()


async def _cancel(*tasks: "asyncio.Task[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
