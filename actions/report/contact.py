"""The access code by text or e-mail before the form comes to it: its questions about contact, out of their turn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Optional

from actions.report.questions import ask_of
from actions.report.talk import Talk
from casework_client.errors import CaseworkRefused


async def contact_question(talk: Talk) -> Optional[Dict[str, Any]]:
    """The next question that the sending of the code needs: a number, else an address, then how. None when there is none."""
    answers = (await talk.client.report(talk.report.id)).get("answers") or []
    how = {str(one["question"]): one.get("how") for one in answers}
    reachable = "given" in (how.get("phone"), how.get("email"))
    following = "contact_by" if reachable else next((one for one in ("phone", "email") if one not in how), None)
    ask = await _put(talk, following) if following and following not in how else None
    talk.report = replace(talk.report, sending=ask is not None and following != "contact_by")
    return ask


async def _put(talk: Talk, question: str) -> Optional[Dict[str, Any]]:
    """A question of the form that is not due yet; casework gives it back when it has no answer with it."""
    probe = {"question": question, "channel": talk.channel, "turn": f"{talk.turn.key}-{question}"}
    try:
        step = (await talk.client.tell_report(talk.report.id, "corrections", probe))["step"]
    except CaseworkRefused:
        return None
    asked = step.get("question") or {}
    return ask_of(asked) if asked.get("id") == question else None
