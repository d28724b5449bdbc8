"""Brings a caller to a person when nothing else can be decided any more: ours failed, the call is too long, we must stop.

Nothing here raises, and nothing here waits for what the caller says.
"""

from voice_connector.agency_line import AgencyLine
from voice_connector.bot.replies import Decision
from voice_connector.call.attending import wanted
from voice_connector.call.ending import emergency
from voice_connector.call.ending.leaving import Leaving
from voice_connector.call.journal import Journal
from voice_connector.call.line import Line
from voice_connector.call.speaking.last_words import LastWords
from voice_connector.call.speaking.voice import Voice
from voice_connector.events import Failed
from voice_connector.settings import CallSettings

SYSTEM_FAILURE = Decision("transfer", disposition="call_taker", reason="system_failure")
_TOO_LONG = Decision("transfer", disposition="call_taker", reason="not_understood")


class Rescue:
    """One call."""

    def __init__(
        self,
        line: Line,
        agency_line: AgencyLine,
        settings: CallSettings,
        voice: Voice,
        journal: Journal,
        last_words: LastWords,
        leaving: Leaving,
    ) -> None:
        self._line, self._agency_line, self._settings, self._voice = line, agency_line, settings, voice
        self._journal, self._last_words, self._leaving = journal, last_words, leaving

    async def after_failure(self, part: str) -> None:
        """Says that something is wrong, with whatever voice there is, and connects with a person."""
        self._journal.failure = part
        self._line.show(Failed(part))
        await self._voice.stop()
        decision = SYSTEM_FAILURE
        if self._journal.decision is not None and self._journal.decision.emergency:
            decision = self._journal.decision
        self._journal.decided(decision)
        if part == "synthesiser":
            await self._last_words.play(emergency=decision.emergency)
        else:
            await self._last_words.say(self._agency_line.lines.technical_failure)
        await self.hand_over(decision)

    async def too_long(self) -> None:
        await self._last_words.say(self._agency_line.lines.handing_over_for("not_understood"))
        self._journal.decided(_TOO_LONG)
        await self.hand_over(_TOO_LONG)

    async def taken(self) -> None:
        """A call-taker wants this call, and it is one of sound: they answer it on their telephone."""
        await self._last_words.say(self._agency_line.lines.handing_over_for("default"))
        await self.hand_over(self._journal.decided(wanted(self._journal)))

    async def hand_over(self, decision: Decision) -> None:
        """Connects, or says what the caller can do when nobody is to be had, and ends the call."""
        to = emergency.next_step(self._agency_line, self._settings).to if decision.emergency else None
        if await self._leaving.connect(decision, to) == "reached":
            self._journal.ended_by = "transfer"
        else:
            await self.give_up()

    async def give_up(self) -> None:
        self._journal.ended_by = "assistant"
        await self._last_words.say(self._agency_line.lines.callback_hint)
        await self._line.hang_up()
