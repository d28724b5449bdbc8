"""Holds and corrections go with their case; a hold keeps it."""

from __future__ import annotations

from casework.rights.tables import Correction, LegalHold
from casework.sweeping import Retention

RETENTION = Retention((LegalHold, Correction))
