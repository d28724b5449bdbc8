"""How a caller answers the open question: yes and no in their spoken forms, a choice, a place, keys. Pure.

`answer(...)` returns the value, "unknown" for "I don't know", or None when the turn did not answer.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Union

from actions.turn import LONGEST_FACT, Memory, Turn
from spoken.en import choices, concerns, yes_no

Value = Union[bool, str]
UNKNOWN = "unknown"
WEAPON = "weapon"

_KEYS = {"1": True, "2": False}


def answer(ask: Dict[str, Any], turn: Turn) -> Optional[Value]:
    kind, slot = ask.get("kind"), ask.get("slot", "")
    if kind == "yes_no":
        return _yes_no(ask, turn)
    if kind == "choice":
        return _choice(ask, turn)
    return _open(slot, turn)


def _yes_no(ask: Dict[str, Any], turn: Turn) -> Optional[Value]:
    """Of a question about danger (`ask["danger"]`) only plain words count, or a fact that was heard: never "sure", nor
    what the classifier alone takes for a yes or a no. Such a question is asked once more."""
    if turn.digits:
        return _KEYS.get(turn.digits)
    danger, about = bool(ask.get("danger")), str(ask.get("fact") or ask.get("slot") or "")
    found = yes_no.read("" if turn.text.startswith("/") else turn.text, about)
    if found.value is not None:
        return found.value if found.sure or not danger else None
    if about == WEAPON and concerns.no_weapon(turn.text):
        return False
    if found.meaning == yes_no.UNKNOWN or turn.intent == "dont_know":
        return UNKNOWN
    fact = turn.facts.get(about)
    if isinstance(fact, bool):
        return fact
    doubtful = danger or len(turn.text.split()) == 1 or yes_no.drops_it(turn.text)
    return None if doubtful else {"affirm": True, "deny": False}.get(turn.intent)


def over_now(ask: Dict[str, Any], turn: Turn, before: Memory) -> bool:
    """A question about danger was put twice, and both times came more of a story: of one that is over, in which nothing
    sounds like danger. Whoever was hurt would have said so by now."""
    if not before.misses or not ask.get("danger") or turn.emergency or turn.text.startswith("/"):
        return False
    return yes_no.over_at_last(turn.text)


def _choice(ask: Dict[str, Any], turn: Turn) -> Optional[Value]:
    offered = [str(one) for one in ask.get("choices") or ()]
    if turn.digits:
        return choices.at_key(turn.digits, offered)
    named = choices.named(turn.text, {one: one for one in offered})
    if named:
        return named
    if turn.intent == "dont_know":
        return UNKNOWN
    value = turn.facts.get(ask.get("slot", ""))
    return value if value in offered else None


def _open(slot: str, turn: Turn) -> Optional[Value]:
    if turn.intent == "dont_know":
        return UNKNOWN
    if turn.facts.get(slot):
        return turn.facts[slot]
    if turn.digits:
        return turn.digits
    if slot in ("where", "city") and turn.facts.get("where"):
        return turn.facts["where"]
    words = turn.text.split()
    return (
        turn.text.strip()[:LONGEST_FACT]
        if turn.intent in ("inform", "nlu_fallback") and 1 <= len(words) <= 25
        else None
    )
