"""Danger in what somebody writes into a report: nobody reads a report at once, so the page says to call now.

The phrases are the agency's own (emergency.yml), as everywhere else. There is no classifier here: what alarms is asked about.
"""

from __future__ import annotations

from agencies.danger.live import DANGERS


def alarms(agency: str, text: str) -> bool:
    """Whether the text names danger that no past or fiction explains, in any of the languages of the agency's list."""
    return bool(text) and DANGERS.of(agency).phrases.danger_in(text) is not None
