"""Which destination a decided call is connected with. Pure."""

from voice_connector.agency_line import Desk, Person
from voice_connector.bot.replies import Decision


def destination(decision: Decision | None, desk: Desk) -> Person:
    """The decided destination when it can be dialled; the call-taker otherwise. Never nowhere."""
    wanted = decision.destination if decision else None
    if wanted is None or wanted.id == desk.call_taker.id:
        return desk.call_taker
    known = next((person for person in (desk.emergency, desk.general_line) if person.id == wanted.id), None)
    if known is not None:
        return known
    if wanted.phone:
        return Person(wanted.id, wanted.name or wanted.id, wanted.phone)
    return desk.call_taker


def after_failure(tried: Person, desk: Desk) -> Person | None:
    """Who else to try when nobody answered; None when everyone has been tried."""
    if tried.id == desk.call_taker.id:
        return desk.general_line if desk.general_line.id != tried.id else None
    return desk.call_taker if tried.id != desk.general_line.id else None
