"""When somebody may be rung back, told by the clock: "after five" is the evening; and that any time will do. Pure."""

from __future__ import annotations

import re
from typing import Optional

_CLOCK = {
    "evening": re.compile(r"\bafter (?:five|six|seven|5|6|7|work|dinner)\b", re.I),
    "afternoon": re.compile(r"\bafter (?:noon|lunch|twelve|one|two|three|four|1?2|[134])\b", re.I),
    "morning": re.compile(r"\bbefore (?:noon|lunch|work|twelve|nine|ten|eleven|9|1[012])\b|\bfirst thing\b", re.I),
}
_ANY = re.compile(r"\b(?:any|whenever|don't (?:mind|care)|no matter)", re.I)


def by_the_clock(text: str) -> Optional[str]:
    """evening, afternoon or morning: "any time after five" is the evening, "before noon" the morning."""
    return next((when for when, pattern in _CLOCK.items() if pattern.search(text)), None)


def any_time(text: str) -> bool:
    """ "Whenever", "I don't mind"."""
    return bool(_ANY.search(text))
