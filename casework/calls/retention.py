"""Hand-overs go with the agency's retention after they were made, call records after the call ended."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.calls.tables import CallRecord, Handover
from casework.sweeping import Retention, Sweeping, forgotten, gone

_SINCE = ((Handover, Handover.created_at), (CallRecord, CallRecord.ended_at))


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    counts = {}
    ids = sweeping.directory.ids()
    for table, since in _SINCE:
        old = [gone(session, table, table.agency == agency, since < sweeping.kept_since(agency)) for agency in ids]
        before, nobodys = sweeping.forgotten_since, forgotten(session, table, sweeping)
        old += [gone(session, table, table.agency == agency, since < before) for agency in nobodys]
        counts[table.__tablename__] = sum(old)
    return counts


RETENTION = Retention((Handover, CallRecord), sweep)
