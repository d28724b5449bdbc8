"""The last step of a call that a person takes over: who rings, with which ticket, and what happens when nobody answers."""

from voice_connector.bot.replies import Decision
from voice_connector.call.journal import Journal
from voice_connector.call.line import Line, TransferOrder
from voice_connector.casework import Handover
from voice_connector.desk import Desk, Person
from voice_connector.events import TransferResult, Transferring
from voice_connector.transfer import choose
from voice_connector.transfer.tickets import Tickets

_REACHED: tuple[TransferResult, ...] = ("connected", "simulated")


class Leaving:
    """One call's way out."""

    def __init__(self, line: Line, desk: Desk, tickets: Tickets, journal: Journal) -> None:
        self._line, self._desk, self._tickets, self._journal = line, desk, tickets, journal

    async def connect(self, decision: Decision, to: Person | None = None) -> bool:
        """Connects the caller, trying one more place if the first does not answer. False when nobody was reached."""
        target: Person | None = to or choose.destination(decision, self._desk)
        ticket = decision.ticket or self._journal.ticket or await self._ticket(decision, target)
        self._journal.ticket = ticket
        while target is not None:
            outcome = await self._ring(decision, target, ticket)
            if outcome in _REACHED:
                return True
            target = choose.after_failure(target, self._desk)
        return False

    async def _ring(self, decision: Decision, to: Person, ticket: str | None) -> TransferResult:
        reason = decision.reason or "routed"
        self._line.show(Transferring(to.id, to.name, to.phone, reason, ticket))
        known = self._journal.decision or decision
        order = TransferOrder(
            self._journal.call.call_id, to, reason, ticket, need=known.need, language=self._journal.language
        )
        outcome = await self._line.transfer(order)
        self._journal.transferred(outcome)
        return outcome

    async def _ticket(self, decision: Decision, to: Person | None) -> str | None:
        """Only a person of the agency reads tickets: a transfer to another city's desk has none."""
        if to is None or to.id not in (self._desk.call_taker.id, self._desk.emergency.id):
            return None
        call = self._journal.call
        return await self._tickets.make(
            Handover(
                call_id=call.call_id,
                agency=self._desk.agency,
                channel=call.channel,
                reason=decision.reason or "routed",
                need=decision.need,
                language=self._journal.language,
                destination_id=to.id,
                transcript=self._journal.transcript(),
            )
        )
