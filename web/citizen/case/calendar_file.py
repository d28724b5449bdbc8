"""Dates as a file that calendars take (RFC 5545). Nothing in it says what the date is about, nor where: others see a calendar, and the
address of a court or a station says it too."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from web.citizen.case.dates import LASTS, Ahead

LONGEST_LINE = 75  # bytes


def calendar(dates: Iterable[Ahead], called: Callable[[Ahead], str], uid: str, now: datetime) -> bytes:
    """`called`: the title of a date. `uid` is the same each time, so that a date which moved is moved in the calendar too."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Civicline//pages//EN", "METHOD:PUBLISH"]
    for one in dates:
        lines += [
            "BEGIN:VEVENT", f"UID:{_known_by(one.what, uid)}", f"SEQUENCE:{one.told}", f"DTSTAMP:{_moment(now)}",
            f"DTSTART:{_moment(one.when)}", f"DTEND:{_moment(one.when + LASTS)}", f"SUMMARY:{_text(called(one))}",
            "CLASS:PRIVATE", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _known_by(what: str, uid: str) -> str:
    return hashlib.sha256(f"{what} {uid}".encode()).hexdigest()[:32]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """As the format writes it; a line break of somebody's own begins no line of the file."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line is longer than 75 bytes; what follows begins with a blank."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > LONGEST_LINE - 1:
            parts.append(part)
            part = ""
        part += sign
    return "\r\n ".join([*parts, part])
