"""The last step of a call that a person takes over: who rings, for how long, with which ticket, and who is tried next."""

from collections.abc import Awaitable, Callable
from typing import Literal

from voice_connector.agency_line import Person
from voice_connector.bot.replies import Decision
from voice_connector.call.ending import emergency
from voice_connector.call.journal import Journal
from voice_connector.call.line import Line, TransferOrder
from voice_connector.call.parts import Parts
from voice_connector.events import TransferResult, Transferring
from voice_connector.transfer import choose
from voice_connector.transfer.handover import Handover
from voice_connector.transfer.queues import Queue

# unanswered: the caller is still with us; failed: the carrier could not do it; closed: nobody is there at this hour
Outcome = Literal["reached", "unanswered", "failed", "closed"]
_REACHED: tuple[TransferResult, ...] = ("connected", "simulated")


class Leaving:
    """One call's way out. `say` speaks a line to its end."""

    def __init__(
        self,
        line: Line,
        parts: Parts,
        journal: Journal,
        say: Callable[[str], Awaitable[None]],
    ) -> None:
        self._line, self._agency_line, self._tickets, self._journal = line, parts.agency_line, parts.tickets, journal
        self._clock, self._settings, self._say = parts.clock, parts.settings, say

    async def ring(self, decision: Decision) -> Outcome:
        """As decided; in an emergency after the time that callers have to hang up and dial themselves."""
        if not decision.emergency:
            return await self.connect(decision)
        after = emergency.next_step(self._agency_line, self._settings)
        if (
            self._journal.call.speech_by == "us"
        ):  # a carrier that speaks has the sentence still before it, and pauses itself
            await self._clock.sleep(after.grace_ms / 1000)
        return await self.connect(decision, after.to)

    async def connect(self, decision: Decision, to: Person | None = None) -> Outcome:
        """Rings one queue after the other until somebody answers."""
        began = self._clock.now()
        target = to or choose.destination(decision, self._agency_line)
        ticket = decision.ticket or await self._kept(decision) or self._journal.ticket
        ticket = ticket or await self._ticket(decision, target)
        self._journal.ticket = ticket
        outcome: TransferResult | None = None
        for queue in self._agency_line.switchboard.legs(target, self._journal.language, self._clock.utc()):
            if outcome == "not_answered":
                await self._say(self._agency_line.lines.trying_next)
            after_ms = round((self._clock.now() - began) * 1000) if outcome is None else None
            outcome = await self._ring(decision, queue, ticket, after_ms)
            if outcome in _REACHED:
                return "reached"
        if outcome is None:
            return "closed"
        return "unanswered" if outcome == "not_answered" else "failed"

    async def _ring(self, decision: Decision, queue: Queue, ticket: str | None, after_ms: int | None) -> TransferResult:
        to, reason = queue.to, decision.reason or "routed"
        self._line.show(Transferring(to.id, to.name, to.phone, reason, ticket, after_ms))
        known = self._journal.decision or decision
        order = TransferOrder(
            self._journal.call.call_id,
            to,
            reason,
            ticket,
            need=known.need,
            language=self._journal.language,
            max_wait_s=queue.max_wait_s,
        )
        outcome = await self._line.transfer(order)
        self._journal.transferred(outcome)
        return outcome

    async def _kept(self, decision: Decision) -> str | None:
        """The bot's own ticket, which casework could not take from it."""
        return await self._tickets.keep(decision.unsent) if decision.unsent is not None else None

    async def _ticket(self, decision: Decision, to: Person) -> str | None:
        """Only a person of the agency reads tickets: a transfer to another city's desk has none."""
        if to.id not in (self._agency_line.call_taker.id, self._agency_line.emergency.id):
            return None
        call = self._journal.call
        return await self._tickets.make(
            Handover(
                call_id=call.call_id,
                agency=self._agency_line.agency,
                channel=self._journal.channel,
                reason=decision.reason or "routed",
                need=decision.need or (self._journal.decision.need if self._journal.decision else None),
                language=self._journal.language,
                destination_id=to.id,
                transcript=self._journal.transcript(),
                facts=self._journal.facts,
                wish=self._journal.wish(decision.reason),
            )
        )
