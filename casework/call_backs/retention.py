"""Call-backs go with the agency's retention; the number of a finished one goes with it."""

from __future__ import annotations

from casework.call_backs.tables import CallBack
from casework.sweeping import Portions, Retention, Sweeping


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    return {"call_backs": portions.aged(CallBack, CallBack.created_at, sweeping)}


RETENTION = Retention((CallBack,), sweep)
