"""Sessions that are over go; accounts stay, for the trail names them. Made-up ones are replaced with the sample city."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.staff_accounts.tables import RecoveryCode, StaffAccount, StaffSession
from casework.sweeping import Retention, Sweeping, gone


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    return {"staff_sessions": gone(session, StaffSession, StaffSession.expires_at < sweeping.now)}


RETENTION = Retention((StaffSession,), sweep, of_nobody=(StaffAccount, RecoveryCode))
