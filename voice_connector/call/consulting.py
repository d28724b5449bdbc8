"""Asks the bot what to do next, and keeps the caller company while it thinks."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from voice_connector.bot import messages
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import HangUp, Reply, Transfer, WireAsk
from voice_connector.call.answers import ToBot
from voice_connector.call.ending.emergency import is_urgent
from voice_connector.call.ending.their_language import in_their_language
from voice_connector.call.ending.without_bot import urgent, way_out
from voice_connector.call.journal import Journal
from voice_connector.call.parts import Parts
from voice_connector.call.speaking.voice import Voice
from voice_connector.call.standing import Asked
from voice_connector.call.telling import metadata
from voice_connector.call.turns.inbox import Inbox
from voice_connector.call.turns.turn_taking import Contribution
from voice_connector.errors import BotFailed
from voice_connector.events import TextTyped
from voice_connector.log import logger
from voice_connector.speech.interfaces import Transcript

_AGAIN_AFTER_S = 6.0  # of silence a caller asks whether anybody is there
_KNOWN_AFTER_S = 0.4  # a bot that is down has refused a connection, and a second one, by then


class Consulting:
    """One call. `ask` is the question that is open, `rate` how fast the caller wants to be spoken to, `asked` what the bot is
    being asked, until its answer is acted on.

    `note` writes down what is acted on without the bot.
    """

    def __init__(
        self, parts: Parts, journal: Journal, voice: Voice, inbox: Inbox, note: Callable[[Contribution], None]
    ) -> None:
        self._parts, self._journal, self._voice = parts, journal, voice
        self._inbox, self._note = inbox, note
        self._call = journal.call
        self.ask: WireAsk | None = None
        self.rate = 1.0
        self.asked: Asked | None = None

    async def decide(
        self, meaning: ToBot, said: Contribution | None = None, more: dict[str, Any] | None = None
    ) -> Reply:
        """The bot's reply to `said`, or the way to a person for who cannot wait for it. Raises BotFailed.

        `more`: what the bot is told beside what is known of every turn.
        """
        told = metadata(self._journal, meaning, self.ask, self._voice.unsaid()) | (more or {})
        if self._journal.channel == "web":
            told |= self._named(meaning, said, more or {})
        asking = asyncio.create_task(self._parts.bot.send(self._call.call_id, Message(meaning.text, told)))
        try:
            reply = await self._answered(asking, way_out(said, self._parts.agency_line))
        finally:
            asking.cancel()
        language, lines = self._journal.language, self._parts.agency_line.lines
        reply = in_their_language(reply, lines, language, self._call.channel)
        return self._with_offer(reply) if meaning.language_in_doubt else reply

    async def _answered(self, asking: "asyncio.Task[Reply]", way: Transfer | None) -> Reply:
        """`way`: what is done for this caller when the bot is known to be away, or fails."""
        if way is not None:
            await asyncio.wait({asking}, timeout=_KNOWN_AFTER_S)
            if self._parts.bot.away and not asking.done():
                return way
        try:
            return await self._company(asking)
        except BotFailed as failed:
            if way is None:
                raise
            logger.warning(
                "a caller who could not wait goes on without the bot", call_id=self._call.call_id, kind=failed.kind
            )
            return way

    async def _company(self, asking: "asyncio.Task[Reply]") -> Reply:
        """The bot's answer; after a moment the caller is told to wait, now and then again, and listened to for what must not."""
        done, _ = await asyncio.wait({asking}, timeout=self._parts.settings.hold_after_ms / 1000)
        if done:
            return await asking
        await self._told_to_wait()
        overhearing: asyncio.Task[tuple[Any, Contribution]] = asyncio.create_task(
            self._inbox.overhear(lambda event: urgent(event, self._parts.agency_line))
        )
        try:
            either = {asking, overhearing}
            while not (await asyncio.wait(either, timeout=_AGAIN_AFTER_S, return_when=asyncio.FIRST_COMPLETED))[0]:
                await self._told_to_wait()
            if asking.done():
                return await asking  # what was overheard in the same moment is the next turn
            event, said = overhearing.result()
            self._inbox.drop(event)
            self._note(said)
            return way_out(said, self._parts.agency_line) or await asking
        finally:
            overhearing.cancel()

    async def _told_to_wait(self) -> None:
        if self._call.channel == "voice" and self._call.speech_by == "us":
            await self._voice.say(self._parts.agency_line.lines.please_wait, rate=self.rate, final=True)

    async def what_now(self, outcome: str) -> Reply:
        """Nobody took the transfer: what the bot offers the caller."""
        return await self.decide(
            ToBot(messages.transfer_failed(outcome, call_back=self._parts.agency_line.switchboard.callback))
        )

    async def once_more(self, asked: Asked) -> Reply:
        """What another process was asking the bot when it went away."""
        words = Transcript(asked.words) if asked.words is not None else None
        more = {**asked.more, "turn": asked.turn, "again": True}
        return await self.decide(ToBot(asked.message, words, asked.language), more=more)

    async def handed_in(self, way_in: str) -> Reply:
        """The first question that is left of the report that a call-taker began for this caller."""
        return await self.decide(ToBot(messages.resume_report()), more={"handed_in": way_in})

    async def gone(self) -> None:
        """The caller has hung up."""
        await self._parts.bot.tell(self._call.call_id, Message(messages.hang_up(), metadata(self._journal)))

    def _named(self, meaning: ToBot, said: Contribution | None, more: dict[str, Any]) -> dict[str, Any]:
        """The message's own name, by which the bot does it once, also for a process that goes on with this chat."""
        typed = said if isinstance(said, TextTyped) else None
        turn = more.get("turn") or (typed.id if typed else None) or secrets.token_hex(8)
        words = meaning.transcript.text if meaning.transcript else None
        rest = {name: value for name, value in more.items() if name not in ("turn", "again")}
        self.asked = Asked(meaning.text, turn, words, meaning.language, rest)
        return {"turn": turn, **({"again": True} if more.get("again") or (typed and typed.again) else {})}

    def _with_offer(self, reply: Reply) -> Reply:
        """Who may not understand our answer first hears which key leads to somebody who speaks their language."""
        offer = self._parts.agency_line.lines.language_offer
        if not offer or self._call.speech_by != "us" or isinstance(reply, Transfer | HangUp) or is_urgent(reply):
            return reply
        return replace(reply, text=f"{offer} {reply.text}")
