"""Hand-overs go with the agency's retention after they were made, call records after the call ended."""

from __future__ import annotations

from casework.calls.tables import CallRecord, Handover
from casework.sweeping import Portions, Retention, Sweeping

_SINCE = ((Handover, Handover.created_at), (CallRecord, CallRecord.ended_at))


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    counts = {}
    ids = sweeping.directory.ids()
    for table, since in _SINCE:
        old = [portions.gone(table, table.agency == agency, since < sweeping.kept_since(agency)) for agency in ids]
        before, nobodys = sweeping.forgotten_since, portions.forgotten(table, sweeping)
        old += [portions.gone(table, table.agency == agency, since < before) for agency in nobodys]
        counts[table.__tablename__] = sum(old)
    return counts


RETENTION = Retention((Handover, CallRecord), sweep)
