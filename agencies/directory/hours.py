"""Whether a destination is open at a given moment, in the agency's own time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from agencies.directory.shape import Destination
from agencies.directory.vocabulary import WEEKDAYS


def is_open(destination: Destination, at: datetime, zone: ZoneInfo) -> bool:
    """True when no hours are given (always open) or `at` (aware) falls into them on the wall clock of `zone`."""
    if destination.hours is None:
        return True
    local = at.astimezone(zone)
    clock = local.strftime("%H:%M")
    spans = destination.hours.get(WEEKDAYS[local.weekday()], [])
    return any(span[:5] <= clock < span[6:] for span in spans)
