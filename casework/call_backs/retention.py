"""Call-backs go with the agency's retention; the number of a finished one goes with it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.call_backs.tables import CallBack
from casework.sweeping import Retention, Sweeping, gone


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    return {
        "call_backs": sum(
            gone(session, CallBack, CallBack.agency == agency, CallBack.created_at < sweeping.kept_since(agency))
            for agency in sweeping.directory.ids()
        )
    }


RETENTION = Retention((CallBack,), sweep)
