"""Sessions that are over go; accounts stay, for the trail names them. Made-up ones are replaced with the sample city."""

from __future__ import annotations

from casework.staff_accounts.tables import ProviderTry, RecoveryCode, StaffAccount, StaffSession
from casework.sweeping import Portions, Retention, Sweeping


def sweep(portions: Portions, sweeping: Sweeping) -> dict[str, int]:
    return {
        "staff_sessions": portions.gone(StaffSession, StaffSession.expires_at < sweeping.now),
        "staff_provider_tries": portions.gone(ProviderTry, ProviderTry.expires_at < sweeping.now),
    }


RETENTION = Retention((StaffSession, ProviderTry), sweep, of_nobody=(StaffAccount, RecoveryCode))
