"""The open question, said again: after a digression, a silence, or a danger that was excluded."""

from __future__ import annotations

from typing import Any, Dict

from rasa_sdk.executor import CollectingDispatcher

from actions.needs import spoken_name
from actions.reply import civicline, question, say
from actions.turn import Memory

OPENING: Dict[str, Any] = {"slot": "need", "kind": "open"}
ANYTHING_ELSE: Dict[str, Any] = {"slot": "anything_else", "kind": "yes_no", "choices": ["yes", "no"]}
PERSON: Dict[str, Any] = {"slot": "person", "kind": "yes_no", "choices": ["yes", "no"]}


def ask_again(dispatcher: CollectingDispatcher, memory: Memory) -> None:
    """The open question once more, or "how can I help" when none is open."""
    if memory.ask and memory.ask.get("prompt"):
        say(dispatcher, civicline(memory, "ask", ask=question(memory)), text=memory.ask["prompt"])
    elif memory.ask and memory.ask.get("response"):
        values = memory.ask.get("values_said") or {}
        say(dispatcher, civicline(memory, "ask", ask=question(memory)), response=memory.ask["response"], **values)
    elif memory.open_question == "self_service":
        offer = (memory.decision or {}).get("offer") or {}
        body = civicline(memory, "ask", ask={"slot": "self_service", "kind": "choice", "choices": offer.get("choices")})
        say(dispatcher, body, text=offer.get("prompt"))
    elif memory.open_question == "also" and memory.candidate:
        body = civicline(memory, "ask", ask={"slot": "did_you_mean", "kind": "yes_no", "choices": ["yes", "no"]})
        say(dispatcher, body, response="utter_report_also_asked", candidate=spoken_name(memory.candidate))
    elif memory.open_question == "anything_else":
        body = civicline(memory, "ask", ask={"slot": "anything_else", "kind": "yes_no", "choices": ["yes", "no"]})
        say(dispatcher, body, response="utter_anything_else")
    else:
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_how_can_i_help")
