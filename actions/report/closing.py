"""The closing question of a report: "is there anything more to tell?"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict

from actions.report.beside import was_refused
from actions.report.questions import MORE_TO_TELL
from actions.report.steps import next_of
from actions.report.talk import Talk
from actions.report.values import body, told_along


def is_closing(ask: Dict[str, Any]) -> bool:
    return ask.get("slot") == MORE_TO_TELL


async def told_at_last(talk: Talk, ask: Dict[str, Any]) -> bool:
    """Whether what is neither yes nor no to the closing question told something: "it left blue paint"."""
    if not talk.says_anything:
        return False
    known = {**body(ask, None, talk.turn.text, talk.channel, talk.turn.key), "told": told_along(ask, talk.turn)}
    step = (await talk.client.tell_report(talk.report.id, "answers", known))["step"]
    if was_refused(step):
        return False
    talk.report = replace(talk.report, last={"question": ask["slot"], "kind": str(ask.get("asked"))})
    next_of(talk, step)
    return True
