"""Whether callers got what they needed, as they say after their call or chat: one answer each, kept with the call's id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.calls.claiming import Also
from casework.calls.forgetting import is_forgotten
from casework.calls.tables import CallRecord, CallSurvey
from casework.errors import NotFound


def keep(session: Session, agency: str, call_id: str, helped: bool, now: datetime, also: Also) -> None:
    """In place of an earlier one; the call's record may come later. Raises NotFound where the call is another agency's; nothing is kept of
    a call that was erased (forgetting.py). `also`: what else hangs on it, in the same transaction."""
    record, there = session.get(CallRecord, call_id), session.get(CallSurvey, call_id, with_for_update=True)
    if any(row is not None and row.agency != agency for row in (record, there)):
        raise NotFound("There is no such call of this agency.")
    if is_forgotten(session, agency, call_id):
        return
    session.merge(CallSurvey(call_id=call_id, agency=agency, at=now, helped=helped))
    also(session, call_id)
