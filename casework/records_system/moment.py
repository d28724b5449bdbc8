"""What is known of when it happened, and no more: a day without an hour has none, words are no time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Certainty = Literal["time", "span", "day", "days", "words", "unknown"]


@dataclass(frozen=True)
class Moment:
    """`begins`, `ends`: ISO, a day or a time of the agency's zone; `hour`: only where one was told."""

    certainty: Certainty
    begins: str | None = None
    ends: str | None = None
    said: str | None = None

    @property
    def day(self) -> str | None:
        return self.begins[:10] if self.begins else None

    @property
    def hour(self) -> str | None:
        return self.begins[11:13] if self.begins and "T" in self.begins and self.certainty in ("time", "span") else None


def moment(answers: dict[str, Any], happened_at: datetime | None, zone: ZoneInfo) -> Moment:
    """Out of the answer to "when?"; without one, out of the case's own time."""
    told = answers.get("when")
    if not isinstance(told, str) or not told.strip():
        local = happened_at.astimezone(zone) if happened_at else None
        return Moment("time", local.isoformat(), local.isoformat()) if local else Moment("unknown")
    if told == "unknown":
        return Moment("unknown")
    begins, _, ends = told.partition("/")
    first, last = _read(begins, zone), _read(ends or begins, zone)
    if first is None or last is None:
        return Moment("words", said=told[:300])
    if "T" not in first:
        return Moment("days" if first != last else "day", first, last)
    return Moment("span" if first != last else "time", first, last)


def _read(text: str, zone: ZoneInfo) -> str | None:
    """A day as a day, a time with the agency's zone; None for words."""
    try:
        if "T" not in text:
            return date.fromisoformat(text).isoformat()
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)).isoformat()
