"""Holds and corrections go with their case; a hold keeps it."""

from __future__ import annotations

from casework.cases.tables import Correction
from casework.rights.tables import LegalHold
from casework.sweeping import Retention

RETENTION = Retention((LegalHold, Correction))
