"""What follows a safety sentence: the agency's own way of bringing an emergency to those who handle it."""

from dataclasses import dataclass

from voice_connector.agency_line import AgencyLine, Person
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


def next_step(agency_line: AgencyLine, settings: CallSettings) -> AfterSafety:
    """An agency that can be transferred to gets the call at once; else the caller is given time to dial, then a person."""
    if agency_line.emergency_action == "transfer":
        return AfterSafety(0, agency_line.emergency)
    return AfterSafety(settings.emergency_grace_ms, agency_line.call_taker)


def words_for(reply: Reply, agency_line: AgencyLine) -> str:
    """What the bot says; in an emergency, the agency's own sentence when the bot said nothing."""
    return reply.text or (agency_line.emergency_say if reply.decision.emergency else "")
