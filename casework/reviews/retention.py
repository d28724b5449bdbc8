"""Turns and their labels go with the record of their call (calls/retention.py): the rows hang on it."""

from __future__ import annotations

from casework.reviews.tables import LoggedTurn, TurnLabel
from casework.sweeping import Retention

RETENTION = Retention((LoggedTurn, TurnLabel))
