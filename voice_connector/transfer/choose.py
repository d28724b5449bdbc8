"""Which destination a decided call is connected with. Pure."""

from voice_connector.agency_line import AgencyLine, Person
from voice_connector.bot.replies import Decision


def destination(decision: Decision | None, agency_line: AgencyLine) -> Person:
    """The decided destination when it can be dialled; the call-taker otherwise. Never nowhere."""
    wanted = decision.destination if decision else None
    if wanted is None or wanted.id == agency_line.call_taker.id:
        return agency_line.call_taker
    known = next(
        (person for person in (agency_line.emergency, agency_line.general_line) if person.id == wanted.id), None
    )
    if known is not None:
        return known
    if wanted.phone:
        return Person(wanted.id, wanted.name or wanted.id, wanted.phone)
    return agency_line.call_taker


def after_failure(tried: Person, agency_line: AgencyLine) -> Person | None:
    """Who else to try when nobody answered; None when everyone has been tried."""
    if tried.id == agency_line.call_taker.id:
        return agency_line.general_line if agency_line.general_line.id != tried.id else None
    return agency_line.call_taker if tried.id != agency_line.general_line.id else None
