"""Sessions that are over go; accounts stay, for the trail names them. Made-up ones are replaced with the sample city."""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.staff_accounts.tables import ProviderTry, RecoveryCode, StaffAccount, StaffSession
from casework.sweeping import Retention, Sweeping, gone


def sweep(session: Session, sweeping: Sweeping) -> dict[str, int]:
    return {
        "staff_sessions": gone(session, StaffSession, StaffSession.expires_at < sweeping.now),
        "staff_provider_tries": gone(session, ProviderTry, ProviderTry.expires_at < sweeping.now),
    }


RETENTION = Retention((StaffSession, ProviderTry), sweep, of_nobody=(StaffAccount, RecoveryCode))
