"""When something may be sent: quiet hours, the time of the daily message, back-off. Pure."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agencies.messages.rules import MessageRules, Retries


def allowed_from(at: datetime, zone: ZoneInfo, rules: MessageRules) -> datetime:
    """`at`, or the end of the quiet hours that `at` falls into."""
    if rules.quiet_hours is None:
        return at
    begin, end = (time.fromisoformat(written) for written in (rules.quiet_hours.begin, rules.quiet_hours.end))
    local = at.astimezone(zone)
    clock = local.timetz().replace(tzinfo=None)
    over_midnight = begin > end
    quiet = clock >= begin or clock < end if over_midnight else begin <= clock < end
    if not quiet:
        return at
    day = local.date() + timedelta(days=1 if over_midnight and clock >= begin else 0)
    return datetime.combine(day, end, zone).astimezone(UTC)


def next_digest(at: datetime, zone: ZoneInfo, rules: MessageRules) -> datetime:
    """Today's time of the daily message, or tomorrow's when it has passed."""
    local = at.astimezone(zone)
    today = datetime.combine(local.date(), time.fromisoformat(rules.digest_at), zone)
    due = (
        today
        if today > local
        else datetime.combine(local.date() + timedelta(days=1), today.timetz().replace(tzinfo=None), zone)
    )
    return due.astimezone(UTC)


def wait_s(attempts: int, retries: Retries, asked_s: float | None = None) -> float:
    """Seconds until the next attempt: doubled each time, with up to a fifth more so that a crowd spreads out."""
    wait = min(retries.longest_s, retries.first_s * 2 ** max(0, attempts - 1))
    return float(max(wait, asked_s or 0.0) * (1 + random.random() / 5))
