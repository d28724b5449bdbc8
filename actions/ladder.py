"""What is said after a turn that brought nothing: first an example, then the keys, then a person.

Two such turns in a row always reach a call-taker, whether nothing was said, heard or understood. Misses that are not in
a row climb the same ladder, question by question, so that nobody hears the same help twice (docs/decisions/0021-one-ladder.md).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk.events import EventType, SlotSet

from actions.turn import Memory, Turn

IN_A_ROW, IN_A_CALL = 2, 4
EXAMPLE, KEYS = "utter_example_{}", "utter_keys_{}"
KINDS = ("open", "yes_no", "choice", "place", "number", "text")


def exhausted(memory: Memory) -> bool:
    """Whether this miss, not counted yet, is the one that reaches a person."""
    return memory.misses + memory.silences + 1 >= IN_A_ROW or memory.stumbles + 1 >= IN_A_CALL


def missed(memory: Memory) -> Memory:
    return replace(memory, misses=memory.misses + 1, stumbles=memory.stumbles + 1)


def help_for(memory: Memory, turn: Turn) -> Optional[str]:
    """The response that helps with the open question, by how often the caller has stumbled in this call."""
    kind = str((memory.ask or {}).get("kind") or _open_kind(memory))
    if kind not in KINDS or (memory.ask or {}).get("response"):
        return None  # the question's own second wording says how
    keys = memory.stumbles > 0 and not turn.written
    return (KEYS if keys else EXAMPLE).format(kind)


def _open_kind(memory: Memory) -> str:
    return {"anything_else": "yes_no", "did_you_mean": "yes_no", "self_service": "other"}.get(
        memory.open_question or "", "open"
    )


def choices_of(memory: Memory) -> Dict[str, Any]:
    """What fills the gaps of the responses."""
    named = [str(choice).replace("_", " ") for choice in (memory.ask or {}).get("choices") or []]
    return {"choices": ", or ".join(named)}


def understood() -> List[EventType]:
    """A turn that was understood, though it answered nothing, ends the row."""
    return [SlotSet("misses", 0), SlotSet("silences", 0)]


def counted(memory: Memory) -> List[EventType]:
    return [SlotSet("misses", memory.misses), SlotSet("stumbles", memory.stumbles)]
