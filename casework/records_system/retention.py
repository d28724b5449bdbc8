"""That an update was taken in is known for as long as its case is there."""

from __future__ import annotations

from casework.records_system.tables import ImportedUpdate
from casework.sweeping import Retention

RETENTION = Retention((ImportedUpdate,))
