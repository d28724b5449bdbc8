"""What every form of the dialogue does alike: a question is put and remembered, a miss is counted once, and the question comes again.

The forms: routing (the one question that decides), case_status, call_back, and report/ (which adds what casework keeps).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.ladder import exhausted, missed
from actions.reply import civicline, question, say
from actions.turn import Memory, Turn


def remembered(memory: Memory, **more: Any) -> List[EventType]:
    """The slots after a turn of a form: what the conversation knows, and `more` of the form's own. A spoken turn ends a silence."""
    kept: Dict[str, Any] = {
        "need": memory.need,
        "facts": memory.facts,
        "asked": list(memory.asked),
        "ask": memory.ask,
        "misses": memory.misses,
        "silences": 0,
        "stumbles": memory.stumbles,
        "open_question": None,
        "offered": memory.offered,
        "decision": memory.decision,
        "also": list(memory.also),
        **more,
    }
    return [SlotSet(name, value) for name, value in kept.items()]


def put(
    dispatcher: CollectingDispatcher, memory: Memory, ask: Dict[str, Any], response: Optional[str] = None
) -> Memory:
    """Puts a question, in its prompt or in a response; it is the open one from now on. `response`: other words, this once."""
    memory = replace(memory, ask=ask)
    words = {"response": response or ask.get("response"), **ask.get("values_said", {})}
    body = civicline(memory, "ask", ask=question(memory))
    say(dispatcher, body, text=None if words["response"] else ask.get("prompt"), **words)
    return memory


def after_miss(memory: Memory) -> Optional[Memory]:
    """The miss counted, once; None when it is the one that reaches a person."""
    return None if exhausted(memory) else missed(memory)


def why_missed(turn: Turn) -> str:
    """The reason that a hand-over gives for a turn that brought nothing."""
    return "low_confidence" if turn.scope_reason == "low_confidence" else "not_understood"
