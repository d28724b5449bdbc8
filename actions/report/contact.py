"""The access code by text or e-mail before the form comes to it: its question about contact, out of its turn."""

from __future__ import annotations

from typing import Any, Dict, Optional

from actions.casework import plain
from actions.report.questions import ask_of
from actions.report.talk import Talk
from casework_client.errors import CaseworkRefused

CONTACT = "contact"
REACHED = ("phone", "email")


async def contact_question(talk: Talk) -> Optional[Dict[str, Any]]:
    """The form's question how the person can be reached; None when that is known, nobody could use the code yet, or there is none."""
    known = plain(await talk.client.report(talk.report.id))
    reached = any(one["question"] in REACHED and one.get("how") == "given" for one in known.get("answers") or [])
    return None if reached or known.get("pin") else await put(talk, CONTACT)


async def put(talk: Talk, question: str) -> Optional[Dict[str, Any]]:
    """A question of the form that is not due yet; casework gives it back when it has no answer with it."""
    probe = {"question": question, "channel": talk.channel, "turn": f"{talk.turn.key}-{question}"}
    try:
        step = (await talk.client.tell_report(talk.report.id, "corrections", probe))["step"]
    except CaseworkRefused:
        return None
    asked = step.get("question") or {}
    return ask_of(asked) if asked.get("id") == question else None
