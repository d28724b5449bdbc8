"""Several needs of one call: which one waits, which one comes first, and what is told of the one that is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from actions.answers import UNKNOWN
from actions.handover import closed
from actions.needs import form_of, spoken_name
from actions.turn import Memory

ALONG = "asked_along"  # the fact that tells a call-taker of the other need
SAME_PEOPLE = ("call_taker", "general_line")  # who can be asked about anything


def still_true(facts: Dict[str, Any]) -> Dict[str, Any]:
    """Where, when and who survive a change of need; what was answered about the old one does not."""
    return {name: value for name, value in facts.items() if isinstance(value, str) and value != UNKNOWN}


def other_first(memory: Memory) -> List[EventType]:
    """Of two needs the one that ends with a transfer comes last, for whoever is connected does not come back.

    ALONG is the first one that was put back; where both end so, it is the first after all.
    """
    last, need = str(memory.need), memory.also[0]
    facts = {**still_true(memory.facts), ALONG: memory.facts.get(ALONG, last)}
    slots = {"need": need, "also": [last, *memory.also[1:]], "facts": facts}
    return [*(SlotSet(name, value) for name, value in slots.items()), SlotSet("asked", None), *begun(need)]


def on_with(need: str, memory: Memory) -> List[EventType]:
    """Another need that was named: its form begins, with the places and times that are known."""
    waiting = [one for one in memory.also if one != need]
    facts = {name: value for name, value in memory.facts.items() if isinstance(value, str)}
    slots = {"need": need, "also": waiting, "facts": facts, "asked": None, "candidate": None, "decision": None}
    return [*(SlotSet(name, value) for name, value in slots.items()), *closed(), FollowupAction(form_of(need))]


def begun(need: str) -> List[EventType]:
    """The form of a need begins; what was decided about the one before is over."""
    return [
        SlotSet("ask", None),
        SlotSet("decision", None),
        SlotSet("open_question", None),
        FollowupAction(form_of(need)),
    ]


def told_along(memory: Memory, goal: Dict[str, Any]) -> Tuple[Memory, Optional[Dict[str, Any]]]:
    """Where another need is left: the fact that tells the call-taker of it, and how the caller is told to come to it."""
    facts = {name: value for name, value in memory.facts.items() if name != ALONG}
    other = next((one for one in memory.also if one != memory.need), None)
    if other is None:
        return replace(memory, facts=facts), None
    person = (goal.get("destination") or {}).get("id") in SAME_PEOPLE
    response = "utter_also_with_person" if person else "utter_also_call_again"
    return replace(memory, facts={**facts, ALONG: other}), {"response": response, "candidate": spoken_name(other)}
