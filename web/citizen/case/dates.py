"""What the agency told of dates and news, as a page shows it: of appointments and of court the one that counts now, then what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

# of each kind of date: what sets it, and what takes it away
SETS: Mapping[str, tuple[str, ...]] = {
    "appointment": ("appointment_made", "appointment_changed", "appointment_reminder"),
    "court": ("court_date", "court_date_changed"),
}
ENDS: Mapping[str, tuple[str, ...]] = {
    "appointment": ("appointment_cancelled",),
    "court": ("court_result", "charges_dropped"),
}
NEWS = (
    "appointment_cancelled", "property_found", "property_ready", "property_as_evidence", "forensics_done", "charges_dropped",
    "court_result", "please_call",
)  # fmt: skip
LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Ahead:
    """`what`: appointment | court. `told`: how often it was told, so that a calendar takes the newer one."""

    what: str
    when: datetime
    place: str
    officer: str
    told: int


@dataclass(frozen=True)
class News:
    event: str
    at: str
    place: str
    days: str


def ahead(lines: Iterable[Mapping[str, Any]], now: datetime | None = None) -> list[Ahead]:
    """Dates that stand and are not over, the next one first. `lines`: casework's, oldest first."""
    standing: dict[str, Ahead] = {}
    for number, line in enumerate(lines):
        for what in SETS:
            if line["event"] in ENDS[what]:
                standing.pop(what, None)
            elif line["event"] in SETS[what] and (when := line.get("when")):
                before = standing.get(what)
                place = line.get("place") or (before.place if before else "")
                standing[what] = Ahead(what, datetime.fromisoformat(when), place, line.get("officer") or "", number)
    still = (one for one in standing.values() if one.when + LASTS > (now or datetime.now(UTC)))
    return sorted(still, key=lambda one: one.when)


def news(lines: Iterable[Mapping[str, Any]]) -> list[News]:
    """What happened beside the stages, the newest first."""
    told = [
        News(line["event"], line["at"], line.get("place") or "", line.get("days") or "")
        for line in lines
        if line["event"] in NEWS
    ]
    return told[::-1]
