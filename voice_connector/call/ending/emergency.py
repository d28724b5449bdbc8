"""What follows a safety sentence: the agency's own way of bringing an emergency to those who handle it."""

from dataclasses import dataclass

from voice_connector.agency_line import Desk, Person
from voice_connector.bot.replies import Reply
from voice_connector.settings import CallSettings


@dataclass(frozen=True, slots=True)
class AfterSafety:
    """Wait so long for the caller to hang up and dial, then connect with `to`."""

    grace_ms: int
    to: Person


def is_urgent(reply: Reply) -> bool:
    """Must be heard to its end, at once: an emergency, or any other sentence that the bot marks as a safety one."""
    return reply.decision.emergency or reply.safety


def next_step(desk: Desk, settings: CallSettings) -> AfterSafety:
    """An agency that can be transferred to gets the call at once; else the caller is given time to dial, then a person."""
    if desk.emergency_action == "transfer":
        return AfterSafety(0, desk.emergency)
    return AfterSafety(settings.emergency_grace_ms, desk.call_taker)


def words_for(reply: Reply, desk: Desk) -> str:
    """What the bot says; in an emergency, the agency's own sentence when the bot said nothing."""
    return reply.text or (desk.emergency_say if reply.decision.emergency else "")
