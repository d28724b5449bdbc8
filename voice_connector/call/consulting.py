"""Asks the bot what to do next, and keeps the caller company while it thinks."""

import asyncio
from dataclasses import replace

from voice_connector.bot import messages
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import HangUp, Reply, Transfer, WireAsk
from voice_connector.call.answers import ToBot
from voice_connector.call.emergency import is_urgent
from voice_connector.call.journal import Journal
from voice_connector.call.parts import Parts
from voice_connector.call.telling import metadata
from voice_connector.call.their_language import in_their_language
from voice_connector.call.voice import Voice


class Consulting:
    """One call. `ask` is the question that is open, `rate` how fast the caller wants to be spoken to."""

    def __init__(self, parts: Parts, journal: Journal, voice: Voice) -> None:
        self._parts, self._journal, self._voice = parts, journal, voice
        self._call = journal.call
        self.ask: WireAsk | None = None
        self.rate = 1.0

    async def decide(self, meaning: ToBot) -> Reply:
        """The bot's reply. Raises BotFailed."""
        told = metadata(self._journal, meaning, self.ask, self._voice.unsaid())
        asking = asyncio.create_task(self._parts.bot.send(self._call.call_id, Message(meaning.text, told)))
        try:
            done, _ = await asyncio.wait({asking}, timeout=self._parts.settings.hold_after_ms / 1000)
            if not done and self._call.channel == "voice" and self._call.speech_by == "us":
                await self._voice.say(self._parts.desk.lines.please_wait, rate=self.rate, final=True)
            language, lines = self._journal.language, self._parts.desk.lines
            reply = in_their_language(await asking, lines, language, self._call.channel)
            return self._with_offer(reply) if meaning.language_in_doubt else reply
        finally:
            asking.cancel()

    async def what_now(self, outcome: str) -> Reply:
        """Nobody took the transfer: what the bot offers the caller."""
        return await self.decide(
            ToBot(messages.transfer_failed(outcome, call_back=self._parts.desk.switchboard.callback))
        )

    async def gone(self) -> None:
        """The caller has hung up."""
        await self._parts.bot.tell(self._call.call_id, Message(messages.hang_up(), metadata(self._journal)))

    def _with_offer(self, reply: Reply) -> Reply:
        """Who may not understand our answer first hears which key leads to somebody who speaks their language."""
        offer = self._parts.desk.lines.language_offer
        if not offer or self._call.speech_by != "us" or isinstance(reply, Transfer | HangUp) or is_urgent(reply):
            return reply
        return replace(reply, text=f"{offer} {reply.text}")
