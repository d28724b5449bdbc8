"""How a call is counted once it is over."""

from voice_connector.bot.replies import Decision, Disposition
from voice_connector.events import EndedBy

_ANSWERED: frozenset[str] = frozenset({"info", "self_service_report", "case_status"})


def of_call(decision: Decision | None, ended_by: EndedBy, failed: bool) -> Disposition:
    """The disposition for the call record.

    Ours failed: the call-taker's call. The caller left before anything was decided or while a person was being
    fetched: abandoned. An emergency stays an emergency, whoever hung up: the sentence says to hang up and dial.
    """
    if decision is not None and decision.emergency:
        return "911"
    if failed:
        return "call_taker"
    decided = decision.disposition if decision else None
    if ended_by == "transfer":
        return decided or "call_taker"
    if decided in _ANSWERED:
        return decided
    return "abandoned" if ended_by in ("caller", "shutdown") or decided is None else decided
