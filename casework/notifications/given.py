"""What an event gives to its message is checked when it comes: a time that is none, or long past, is never put on somebody's telephone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from agencies.messages.values import COMMON, EVENTS, OPTIONAL, VARIABLES
from casework.errors import BadRequest

_AHEAD = timedelta(days=3 * 366)
_COUNTS = {"days": 400, "questions": 99, "updates": 999}


def checked(event: str, values: Mapping[str, str], zone: ZoneInfo, now: datetime) -> dict[str, str]:
    """The values as they are told: times in the agency's zone, texts without blanks around. Raises BadRequest naming the value."""
    known = EVENTS[event] - {"number"}
    unknown = set(values) - known - COMMON
    if unknown:
        raise BadRequest(f"values does not fit: {event} knows {', '.join(sorted(known)) or 'none'}.")
    given = {name: text.strip() for name, text in values.items() if text.strip()}
    missing = sorted(known - OPTIONAL - COMMON - set(given))
    if missing:
        raise BadRequest(f"values does not fit: {event} wants {missing[0]} ({VARIABLES[missing[0]].what}).")
    return {name: _checked(name, text, zone, now) for name, text in given.items()}


def _checked(name: str, text: str, zone: ZoneInfo, now: datetime) -> str:
    if VARIABLES[name].kind == "moment":
        return _moment(name, text, zone, now).isoformat()
    if name in _COUNTS and not (text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= _COUNTS[name]):
        raise BadRequest(f"values does not fit: {name} is a whole number up to {_COUNTS[name]}.")
    return text


def _moment(name: str, text: str, zone: ZoneInfo, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or ("T" not in text and ":" not in text):
        raise BadRequest(f"values does not fit: {name} is a day and a time, as in 2026-11-24T15:00:00-07:00.")
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    if not now < at <= now + _AHEAD:
        raise BadRequest(f"values does not fit: {name} lies in the future, at most three years.")
    return at.astimezone(zone)
