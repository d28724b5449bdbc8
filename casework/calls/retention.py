"""By the agency's retention: hand-overs after they were made, what callers said afterwards after that, call records after the call."""

from __future__ import annotations

from casework.calls.tables import CallRecord, CallSurvey, Handover
from casework.sweeping import Portions, Retention, Sweeping


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    return {
        "handovers": portions.aged(Handover, Handover.created_at, sweeping),
        "call_surveys": portions.aged(CallSurvey, CallSurvey.at, sweeping),
        "call_records": portions.aged(CallRecord, CallRecord.ended_at, sweeping),
    }


RETENTION = Retention((Handover, CallRecord, CallSurvey), sweep)
