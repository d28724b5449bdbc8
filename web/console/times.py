"""Days and times as forms send them (datetime-local), in the agency's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def moment(written: str, zone: ZoneInfo) -> datetime | None:
    """None for what is no time, or lies in the past or more than two years ahead."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    now = datetime.now(UTC)
    return at if now - timedelta(hours=1) < at < now + timedelta(days=731) else None


def whole_day(written: str) -> str:
    """The day as ISO writes it; "" for what is none."""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return ""


def day(written: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return otherwise
