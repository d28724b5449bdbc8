"""Conducts one call: greets, listens, asks the bot, does what it decides, and leaves nobody on a dead line.

Every policy sits in a file of its own beside this one. Whatever of ours fails, the caller is told so and goes to a person.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from voice_connector.bot.replies import Ask, Decision, HangUp, Reply, Transfer
from voice_connector.call.answers import Interpreter
from voice_connector.call.attending import Attending
from voice_connector.call.consulting import Consulting
from voice_connector.call.ending import emergency
from voice_connector.call.ending.leaving import Leaving
from voice_connector.call.ending.rescue import SYSTEM_FAILURE, Rescue
from voice_connector.call.ending.without_bot import urgent
from voice_connector.call.hearing.caller_sound import CallerSound
from voice_connector.call.hearing.carrier_speech import turn_of
from voice_connector.call.journal import Journal
from voice_connector.call.line import Line
from voice_connector.call.parts import Parts
from voice_connector.call.speaking.last_words import LastWords
from voice_connector.call.speaking.pacer import Pacer
from voice_connector.call.speaking.voice import Voice
from voice_connector.call.standing import Ringing, Standing
from voice_connector.call.telling import caller_said, decided, listening, with_news, without_question
from voice_connector.call.timing import Stopwatch
from voice_connector.call.turns import holding_on
from voice_connector.call.turns.company import Company
from voice_connector.call.turns.inbox import Inbox
from voice_connector.call.turns.joining import Unanswered
from voice_connector.call.turns.turn_taking import Contribution, Floor
from voice_connector.errors import BotFailed, EarFailed, VoiceFailed
from voice_connector.events import (
    AudioFrame,
    CallEnded,
    CallStarted,
    DtmfPressed,
    EarBroken,
    FaxHeard,
    HungUp,
    Listening,
    MachineHeard,
    NoInput,
    PersonLeft,
    PersonTyped,
    ShuttingDown,
    SpeechText,
    TakenOver,
    TextTyped,
    TurnEnded,
)
from voice_connector.log import logger
from voice_connector.records.record import CallRecord

_MOST_UNANSWERED = 3
_MACHINES = {"music": "[music on hold]", "beep": "[beep of an answering machine]"}
_MACHINE = Decision("end", need="silent_or_hangup", disposition="abandoned")
FromGateway = AudioFrame | DtmfPressed | TextTyped | SpeechText | NoInput | HungUp | ShuttingDown
FromDesk = TakenOver | PersonTyped | PersonLeft


class Session:
    """One call. The gateway feeds events with `post`, and awaits `run`."""

    def __init__(
        self,
        call: CallStarted,
        line: Line,
        parts: Parts,
        earlier: Journal | None = None,
        standing: Standing | None = None,
    ) -> None:
        """`earlier`: what this caller has told before a transfer that nobody took, or, with `standing`, to another process."""
        self._call, self._line, self._parts = call, line, parts
        self._inbox = Inbox()
        self._gone = asyncio.Event()
        self._stopping = asyncio.Event()
        self._aloud = call.channel == "voice"
        self._spoken = self._aloud and call.speech_by == "us"
        self._pacer = Pacer(parts.clock, line.play, parts.settings.ahead_ms)
        fresh = Journal(call, parts.agency_line.agency, parts.agency_line.language, parts.clock)
        self.journal = (earlier.carried_on(call) if standing else earlier.going_on(call)) if earlier else fresh
        self._ear = parts.ear(self._inbox) if self._spoken else None
        self._sound = CallerSound(self._ear, self._heard_on_the_line) if self._ear else None
        make_mouth = partial(parts.spoken_mouth, self._pacer, line) if self._spoken else parts.written_mouth
        wording = str if self._aloud else parts.agency_line.lines.written
        self._voice = Voice(make_mouth, line, self.journal, self._inbox, wording)
        self._floor = Floor(
            self._inbox,
            self._voice.mouth,
            self._ear,
            parts.clock,
            parts.settings,
            lambda turn: bool(urgent(turn, parts.agency_line)),
            Company(self._ear, parts.clock, self._ask_to_wait),
        )
        self._unanswered_turn = Unanswered()
        self._interpreter = Interpreter(
            parts.agency_line, parts.settings, parts.engines.text_language, self.journal, parts.language_keys
        )
        self._bot = Consulting(parts, self.journal, self._voice, self._inbox, self._interpreter.note)
        self._last_words = LastWords(self._voice, self._floor, parts.ready_made)
        self._leaving = Leaving(line, parts, self.journal, self._last_words.say)
        self._rescue = Rescue(
            line, parts.agency_line, parts.settings, self._voice, self.journal, self._last_words, self._leaving
        )
        self._attending = Attending(line, parts.agency_line.lines, self._voice, self.journal, self._inbox)
        self._wanted = asyncio.Event()  # a person of the agency takes this call
        self.taken_by: TakenOver | None = None
        self.on_taken: Callable[[], None] | None = None  # of a chat that is spoken: that person is where it is written
        self._said, self._shown = "", True
        self._unanswered = 0  # how often all queues were rung in vain
        self._ringing: Ringing | None = None
        self._before = standing
        if standing is not None:
            self._stand(standing)

    def post(self, event: FromGateway | FromDesk) -> None:
        """Takes one event of the gateway or of a call-taker's console; never blocks."""
        if isinstance(event, AudioFrame):
            if self._sound is not None and not self._gone.is_set():
                self._hear(self._sound, event)
        elif isinstance(event, HungUp):
            self._gone.set()
        elif isinstance(event, ShuttingDown):
            self._stopping.set()
        elif isinstance(event, TakenOver):
            self.taken_by = self.taken_by or event
            self._wanted.set()
            if self.on_taken is not None:
                self.on_taken()
        elif isinstance(event, SpeechText):
            self._inbox.put_nowait(turn_of(event, self._parts.clock.now()))
        else:
            if isinstance(event, DtmfPressed) and self._sound is not None:
                self._sound.key_by_wire()
            self._inbox.put_nowait(event)

    def _hear(self, sound: CallerSound, frame: AudioFrame) -> None:
        try:
            sound.feed(frame.pcm)
        except Exception as error:  # ours: it must not look like a lost connection to the gateway
            logger.exception("a frame could not be heard", call_id=self._call.call_id)
            self._sound = None
            self._inbox.put_nowait(EarBroken(type(error).__name__))

    def _heard_on_the_line(self, event: Any) -> None:
        if isinstance(event, MachineHeard) and not event.told_before:
            self.journal.caller(_MACHINES[event.kind], "speech")  # the call-taker reads it before they answer
        self._inbox.put_nowait(event)

    def _stand(self, at: Standing) -> None:
        self._bot.ask, self._bot.rate, self._unanswered = at.ask, at.rate, at.unanswered
        self._said, self._shown = at.said, at.shown
        self.taken_by = at.taken_by
        if at.taken_by is not None:
            self._wanted.set()

    @property
    def standing(self) -> Standing:
        """Where another process would go on."""
        bot = self._bot
        state = (bot.ask, bot.rate, bot.asked, self._ringing, self.taken_by, self._unanswered)
        return Standing(*state, self._said, self._shown)

    @property
    def asking(self) -> str | None:
        """The slot of the question that is open."""
        return self._bot.ask.slot if self._bot.ask else None

    async def run(self) -> CallRecord:
        """The call, to its end. Raises nothing but cancellation."""
        pacing = asyncio.create_task(self._pacer.run())
        talk = asyncio.create_task(self._talk())
        ends = [asyncio.create_task(event.wait()) for event in (self._gone, self._stopping, self._wanted)]
        try:
            limit_s = self._parts.settings.longest_call_s
            await asyncio.wait({talk, *ends}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
            await (self._attended(talk) if self._is_wanted(talk) else self._after(talk))
        finally:
            await _cancel(talk, *ends)
            await self._voice.stop()
            await _cancel(pacing)
            if self._ear is not None:
                await self._ear.close()
        return self._close()

    def _is_wanted(self, talk: "asyncio.Task[None]") -> bool:
        return self._wanted.is_set() and not (talk.done() or self._gone.is_set() or self._stopping.is_set())

    async def _attended(self, talk: "asyncio.Task[None]") -> None:
        """A person takes the caller from the bot: a chat goes on with them here, a call on their telephone."""
        assert self.taken_by is not None
        await _cancel(talk)
        await self._voice.stop()
        if self.on_taken is not None:
            await asyncio.Event().wait()  # whoever holds the chat goes on with it in writing
        back = self._before is not None and self._before.taken_by is not None
        with_them = self._rescue.taken() if self._aloud else self._attending.run(self.taken_by, back=back)
        attended = asyncio.create_task(with_them)
        ends = [asyncio.create_task(event.wait()) for event in (self._gone, self._stopping)]
        try:
            limit_s = self._parts.settings.longest_call_s
            await asyncio.wait({attended, *ends}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancel(*ends)
        if attended.done() and attended.exception() is None:
            return
        await self._after(attended)
        if self._gone.is_set() and not self._aloud:
            self.journal.ended_by = "transfer"  # they left a person, not us

    async def _after(self, talk: "asyncio.Task[None]") -> None:
        """The caller is gone, this process stops, the call lasted too long, or it ended as it should."""
        if talk.done():
            if talk.exception() is not None:  # even the rescue failed: ring somebody all the same
                logger.error("a call could not be rescued", call_id=self._call.call_id)
                await self._rescue.hand_over(SYSTEM_FAILURE)
            return
        await _cancel(talk)
        await self._voice.stop()
        if self._gone.is_set():
            self.journal.ended_by = "caller"
            await self._bot.gone()
        elif self._stopping.is_set():
            await self._rescue.after_failure("shutdown")
        else:
            await self._rescue.too_long()

    def _close(self) -> CallRecord:
        for said in self._floor.leftover():
            self._interpreter.note(said)
        record = self.journal.record()
        self._line.show(CallEnded(record.disposition, record.ended_by, record.reason, record.need))
        return record

    # --- the conversation

    async def _ask_to_wait(self) -> None:
        await self._voice.say(self._parts.agency_line.lines.please_wait, rate=self._bot.rate, final=True)

    async def _talk(self) -> None:
        try:
            await self._converse()
        except BotFailed as error:
            logger.warning("the bot failed", call_id=self._call.call_id, kind=error.kind, error=str(error))
            await self._rescue.after_failure("bot")
        except EarFailed as error:
            logger.warning("the recogniser failed", call_id=self._call.call_id, error=str(error))
            await self._rescue.after_failure("recogniser")
        except VoiceFailed as error:
            logger.warning("the synthesiser failed", call_id=self._call.call_id, error=str(error))
            await self._rescue.after_failure("synthesiser")
        except Exception:  # whatever it is, the caller must not be left on a dead line
            logger.exception("the call failed", call_id=self._call.call_id)
            await self._rescue.after_failure("session")

    async def _converse(self) -> None:
        said: Contribution | None = await (self._go_on(self._before) if self._before else self._open())
        while said is not None:
            if isinstance(said, FaxHeard):
                return await self._finish_machine()
            said = await self._perform(await self._answer(said))

    async def _open(self) -> Contribution | None:
        if self._call.returned is not None:
            return await self._welcome_back()
        greeting = self._greeting()
        if self._call.handed_in is not None:
            await self._voice.say(without_question(greeting), final=True)
            return await self._perform(await self._bot.handed_in(self._call.handed_in))
        await self._voice.say(greeting, then=Listening())
        return await self._floor.wait(None)

    def _greeting(self) -> str:
        lines = self._parts.agency_line.lines
        greeting = lines.greeting if self._aloud else lines.greeting_web
        news = self._parts.agency_line.announced(self._parts.clock.utc())
        return with_news(greeting, news) if news else greeting

    async def _go_on(self, at: Standing) -> Contribution | None:
        """Where the process before this one stopped: nothing is said twice. Who was writing and now listens hears our latest words."""
        if at.taken_by is not None:
            await asyncio.Event().wait()  # that person has the caller
        if at.asked is not None:
            return await self._perform(await self._bot.once_more(at.asked))
        if at.ringing is not None:
            if not at.shown:
                await self._last_words.say(at.said)
            return await self._connect(at.ringing.decision, at.ringing.urgent)
        if self._aloud or not at.shown:
            await self._put(at.said or self._greeting(), at.rate)
        return await self._floor.wait(at.ask)

    async def _welcome_back(self) -> Contribution | None:
        """Nobody took the transfer: the bot apologises and asks what to do; if it cannot, the agency's own line does."""
        try:
            reply = await self._bot.what_now("unanswered")
        except BotFailed:
            await self._voice.say(self._parts.agency_line.lines.returned, then=Listening())
            return await self._floor.wait(None)
        return await self._perform(reply)

    async def _answer(self, said: Contribution) -> Reply:
        stopwatch = Stopwatch.of(said) if isinstance(said, TurnEnded) else None
        if (shown := caller_said(said)) is not None:
            self._line.show(shown)
        open_now = self._bot.ask
        meaning = self._interpreter.read(said, open_now)
        meaning = replace(meaning, text=self._unanswered_turn.joined(meaning.text, said, self._voice.unheard))
        reply = await self._bot.decide(meaning, said)
        self._unanswered_turn.asked(said, meaning.text, open_now, reply)
        self._voice.answering(stopwatch.replied(self._parts.clock.now()) if stopwatch else None)
        return reply

    async def _perform(self, reply: Reply) -> Contribution | None:
        """Says and does what was decided. Returns what the caller says next; None when the call is over."""
        self._bot.asked = self._ringing = None
        self._line.show(decided(reply, self.journal.decided(reply.decision)))
        if emergency.is_urgent(reply):
            await self._voice.stop()  # "one moment, please" does not hold up an emergency
        if isinstance(reply, Transfer | HangUp):
            return await self._leave(reply)
        self._bot.ask, self._bot.rate = reply.ask if isinstance(reply, Ask) else None, reply.rate
        await self._put(reply.text, reply.rate, safety=emergency.is_urgent(reply), wait_s=reply.wait_s)
        still_there = self._parts.agency_line.lines.still_there if self._spoken else ""
        every_s = self._parts.settings.still_here_s
        return await holding_on.wait(self._floor, self._voice, self._bot, reply.wait_s, still_there, every_s)

    async def _put(self, text: str, rate: float, *, safety: bool = False, wait_s: int | None = None) -> None:
        """Our words, then the caller's turn."""
        self._said, self._shown = text, False
        await self._voice.say(text, rate=rate, safety=safety, then=listening(self._bot.ask, wait_s))
        self._shown = True

    async def _leave(self, reply: Reply) -> Contribution | None:
        """The last words, then a transfer or the end; the caller can take the floor before a transfer."""
        ending = isinstance(reply, HangUp) and not reply.decision.emergency
        text = emergency.words_for(reply, self._parts.agency_line)
        if not ending:
            self._ringing = Ringing(reply.decision, text if emergency.is_urgent(reply) else "")
        if text:
            self._said, self._shown = text, False
            await self._voice.say(text, rate=reply.rate, safety=emergency.is_urgent(reply), final=ending)
            self._shown = True
        said = await self._floor.until_spoken()
        if said is not None:
            return said
        return await (
            self._finish() if ending else self._connect(reply.decision, text if emergency.is_urgent(reply) else "")
        )

    async def _connect(self, decision: Decision, urgent: str = "") -> Contribution | None:
        """Rings the agency's queues. When nobody answers, the caller is asked what to do: there is no dead end.

        `urgent`: a life-saving sentence; it is said again, and they are rung again, before anything is asked.
        """
        self._ringing = Ringing(decision, urgent)
        outcome = await self._leaving.ring(decision)
        while outcome != "reached" and urgent and self._unanswered < _MOST_UNANSWERED:
            self._unanswered += 1
            await self._last_words.say(urgent)
            outcome = await self._leaving.ring(decision)
        if outcome == "reached":
            self.journal.ended_by = "transfer"
            return None
        self._unanswered += 1
        if outcome == "failed" or self._unanswered > _MOST_UNANSWERED:
            await self._rescue.give_up()
            return None
        return await self._perform(await self._bot.what_now(outcome))

    async def _finish_machine(self) -> None:
        """A fax machine: nobody is rung for it."""
        await self._voice.stop()
        self.journal.decided(_MACHINE)
        await self._finish()

    async def _finish(self) -> None:
        self.journal.ended_by = "assistant"
        await self._line.hang_up()


async def _cancel(*tasks: "asyncio.Task[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
