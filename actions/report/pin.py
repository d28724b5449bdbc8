"""The four digits of a report: chosen by the person, or for a person who chooses none that will do. Casework alone keeps them."""

from __future__ import annotations

import secrets
from typing import Any, Dict

from actions.report.talk import Talk
from casework_client.errors import CaseworkRefused
from spoken.en import saying

CONFLICT = 409
TRIES = 20  # of those that are easy to guess one in a hundred is drawn


async def a_pin(talk: Talk, digits: str) -> Dict[str, Any]:
    """The step after these digits; with a problem in its question when casework does not take them."""
    try:
        return dict((await talk.client.tell_report(talk.report.id, "pin", {"pin": digits}))["step"])
    except CaseworkRefused as refused:
        if refused.status != CONFLICT:
            raise
        return dict(
            (await talk.client.report(talk.report.id))["step"]
        )  # it was set, and the answer was lost on the way


async def chosen_for_them(talk: Talk) -> Dict[str, Any]:
    """Digits drawn and told, so that nobody loses a whole report over its last question."""
    step: Dict[str, Any] = {}
    for _ in range(TRIES):
        digits = f"{secrets.randbelow(10_000):04d}"
        step = await a_pin(talk, digits)
        if not (step.get("question") or {}).get("problem"):
            said = digits if talk.written else saying.digits(digits)
            talk.say(response="utter_report_pin_chosen", pin=said, secret=said)
            return step
    return step
