"""What a stored answer to "when?" is as a time. Pure. What people say of times is read in `spoken`."""

from __future__ import annotations

from datetime import datetime


def as_datetime(value: str, now: datetime) -> datetime | None:
    """A stored moment as a time (noon for a whole day, the beginning of a span); None for words."""
    first = value.partition("/")[0]
    try:
        moment = datetime.fromisoformat(first if "T" in first else f"{first}T12:00")
    except ValueError:
        return None
    return moment.replace(tzinfo=now.tzinfo)
