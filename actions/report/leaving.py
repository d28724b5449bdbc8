"""When somebody else takes over a report: its answers for the hand-over ticket, and the note that the person left.

A caller who is being connected waits LEAVE_S for this at most; in danger less. Nothing is lost if it fails: every
answer has been kept already.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass, field
from typing import Any, Dict, Optional

from rasa_sdk import Tracker

from actions.report.state import Report
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError
from spoken.en.numbers import digits_only

logger = logging.getLogger(__name__)
LEAVE_S, IN_DANGER_S = 0.6, 0.25
MOST_ANSWERS, LONGEST = 45, 500


@dataclass(frozen=True)
class Left:
    """`facts` for the ticket; `say` for the caller, with the access code in it as `secret`."""

    facts: Dict[str, Any] = field(default_factory=dict)
    say: Optional[str] = None
    secret: Optional[str] = None


async def leave_report(tracker: Tracker, reason: str, client: CaseworkClient, written: bool = False) -> Left:
    """Of the report that is open; nothing when there is none."""
    report = Report.of(tracker)
    if report is None or not report.id:
        return Left()
    channel = str((tracker.latest_message.get("metadata") or {}).get("channel") or "unknown")
    danger = reason == "emergency"
    why = {"reason": "emergency" if danger else "handed_over", "channel": channel}
    both = asyncio.gather(client.report(report.id), client.tell_report(report.id, "leave", why))
    try:
        known, left = await asyncio.wait_for(both, IN_DANGER_S if danger else LEAVE_S)
    except (CaseworkError, asyncio.TimeoutError):
        logger.warning("the answers of a report were not read for the hand-over; they are kept in casework")
        return Left({"report": report.id})
    code = known.get("access_code_spoken")
    facts = {"report": report.id, "report_kind": report.kind, **answers_as_facts(known)}
    if danger or not code or known.get("pin"):  # without a PIN nobody could come back by the code
        return Left(facts)
    say = str(left.get("say") or "")
    shown = digits_only(code) if written else code
    return Left(facts, say.replace(code, shown), shown)


def answers_as_facts(report: Dict[str, Any]) -> Dict[str, Any]:
    """What was answered, by question, as a page shows it."""
    answers = [one for one in report.get("answers") or [] if one.get("how") != "skipped"][:MOST_ANSWERS]
    named = {re.sub(r"[^a-z0-9_]", "_", str(one["question"])): one for one in answers}
    return {name[:60]: _fact(one) for name, one in named.items()}


def _fact(one: Dict[str, Any]) -> Any:
    return one["value"] if isinstance(one.get("value"), bool) else str(one.get("value_written", ""))[:LONGEST]
