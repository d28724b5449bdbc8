"""In the middle of a report the place decides as well: another city's police take it, at once; of a border street the side is asked.

What lies elsewhere is the directory's to say (casework's route): the report hands it the city, or the border street, that was heard.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, Optional

from actions.casework import plain
from actions.report.questions import YES_NO
from actions.report.talk import Talk
from spoken.en import whereabouts

PLACES = ("city", "on_border")
STORY, FEW = "what_happened", 8  # words
DECIDES = "place"  # the kind of question whose answer says where it happened


async def side_question(talk: Talk, ask: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """After an answer to "where": the question which side of the street, if one is due. Elsewhere for sure: the form ends."""
    heard = {name: talk.turn.facts[name] for name in PLACES if name in talk.turn.facts}
    where = ask.get("asked") == DECIDES or (ask.get("slot") == STORY and _only_where(talk))
    if not where or not heard or not talk.memory.need:
        return None
    talk.memory = replace(talk.memory, facts={**talk.memory.facts, **heard})
    routed = await _routed(talk, heard)
    open_question = routed.get("ask") or {}
    if open_question.get("slot") != "this_side":
        _end_if_elsewhere(talk, routed)
        return None
    known = {name: open_question[name] for name in ("slot", "prompt", "reprompt")}
    return {**known, "kind": "yes_no", "asked": "yes_no", "choices": YES_NO, "unknown": True}


def _only_where(talk: Talk) -> bool:
    """ "In Lakewood, off of Kipling", to what happened and where: nothing else is told, so the city is where it was."""
    return whereabouts.begins_with_where(talk.turn.text) and len(talk.turn.text.split()) <= FEW


async def other_side(talk: Talk) -> None:
    """The caller said that it was the other side: the form ends if that is another city's."""
    _end_if_elsewhere(talk, await _routed(talk, {"on_border": True, "this_side": False}))


async def _routed(talk: Talk, facts: Dict[str, Any]) -> Dict[str, Any]:
    """The decision for the report's need from the place alone: its own questions were asked before the form began."""
    asked = [name for name in talk.memory.asked if name != "this_side"]
    wanted = {"agency": talk.agency, "need": talk.memory.need, "facts": facts, "asked": asked, "channel": talk.channel}
    return plain(await talk.client.route(wanted))


def _end_if_elsewhere(talk: Talk, routed: Dict[str, Any]) -> None:
    if routed.get("status") == "decided" and routed.get("need") not in (None, talk.memory.need):
        talk.memory = replace(talk.memory, need=routed["need"], decision=routed)
        talk.ends("elsewhere", decision=routed)
