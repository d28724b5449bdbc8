"""Hand-overs go with the agency's retention after they were made, call records after the call ended."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.calls.tables import CallRecord, Handover
from casework.sweeping import Retention, Sweeping, gone

_SINCE = ((Handover, Handover.created_at), (CallRecord, CallRecord.ended_at))


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    counts = {}
    ids = sweeping.directory.ids()
    for table, since in _SINCE:
        old = [gone(session, table, table.agency == agency, since < sweeping.kept_since(agency)) for agency in ids]
        old.append(gone(session, table, table.agency.not_in(ids), since < sweeping.forgotten_since))
        counts[table.__tablename__] = sum(old)
    return counts


RETENTION = Retention((Handover, CallRecord), sweep)
