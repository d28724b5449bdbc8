"""How a caller answers the open question: yes and no in their spoken forms, a choice, a place, keys. Pure.

`answer(...)` returns the value, "unknown" for "I don't know", or None when the turn did not answer.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Optional, Union

from actions.turn import LONGEST_FACT, Turn

Value = Union[bool, str]
UNKNOWN = "unknown"

# The first words decide; whatever follows explains ("no he left an hour ago"). Negations of the question's own
# facts ("not that I know of", "nobody") are a no; "yes and no" and the like are left to the classifier.
_YES = re.compile(
    r"^(?:(?:uh|um|er|well|oh|so|i mean|actually|okay|ok)[ ,]+)*"
    r"(?:yes|yeah|yea|yep|yup|yah|ya|uh huh|mm ?hmm+|mhm+|correct|right|exactly|absolutely|definitely|certainly|sure|"
    r"of course|affirmative|i (?:do|did|am|think so|believe so|guess so)|(?:it|he|she|that|there|they) (?:is|was|are|were|did|does|do)"
    r"|they're still|he's still|she's still|it's still|that's (?:right|correct)|you bet|si|please do|go ahead)\b(?! not\b| n't)",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:(?:uh|um|er|well|oh|so|i mean|actually|okay|ok)[ ,]+)*"
    r"(?:no|nope|nah|naw|not (?:really|that i|at all|anymore|any more|now|yet|right now|exactly)|negative|never|"
    r"nobody|no one|none|"
    r"i (?:don't think|do not think|doubt)|"
    r"(?:it|he|she|that|there|they) (?:isn't|wasn't|aren't|weren't|didn't|doesn't|don't|is not|was not|are not)"
    r"|(?:it's|he's|she's|that's|they're) not|not)\b",
    re.IGNORECASE,
)
_DROPPED = re.compile(r"^(?:(?:uh|um|oh|no|well|okay|ok)[ ,]+)*(?:never ?mind|forget (?:about )?it)\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(  # "no wait, yes": what comes after counts
    r"^(?:yes|yeah|yep|no|nope|nah)[ ,.]+(?:(?:oh|no|well)[ ,.]+)?"
    r"(?:wait|sorry|actually|i mean|i meant|hold on|scratch that)(?:[ ,.]+(?:no|sorry|actually|i mean|i meant)(?=[ ,.]+(?:yes|no)))?"
    r"[ ,.]+(?=(?:yes|yeah|yep|no|nope|he|she|they|it|there)\b)",
    re.IGNORECASE,
)
_DONT_KNOW = re.compile(
    r"\b(?:(?:don't|do not|dunno|didn't) (?:really )?(?:know|see|remember)|no idea|not sure|can't tell|couldn't (?:say|tell)|"
    r"i'm unsure|hard to (?:say|tell)|maybe|possibly|who knows)\b",
    re.IGNORECASE,
)
_KEYS = {"1": True, "2": False}


def answer(ask: Dict[str, Any], turn: Turn) -> Optional[Value]:
    kind, slot = ask.get("kind"), ask.get("slot", "")
    if kind == "yes_no":
        return _yes_no(slot, turn)
    if kind == "choice":
        return _choice(ask, turn)
    return _open(slot, turn)


def _yes_no(slot: str, turn: Turn) -> Optional[Value]:
    if turn.digits:
        return _KEYS.get(turn.digits)
    text = _TAKEN_BACK.sub("", turn.text.strip())
    if _DROPPED.match(text):
        return None
    if turn.intent == "dont_know" or (_DONT_KNOW.search(text) and not _YES.match(text)):
        return UNKNOWN
    if _NO.match(text):
        return False
    if _YES.match(text):
        return True
    if isinstance(turn.facts.get(slot), bool):
        return bool(turn.facts[slot])
    return {"affirm": True, "deny": False}.get(turn.intent)


def _choice(ask: Dict[str, Any], turn: Turn) -> Optional[Value]:
    choices = list(ask.get("choices") or [])
    if turn.digits:
        number = int(turn.digits) if turn.digits.isdigit() else 0
        return choices[number - 1] if 1 <= number <= len(choices) else None
    lowered = turn.text.lower()
    named = [choice for choice in choices if re.search(rf"\b{re.escape(choice.replace('_', ' '))}\b", lowered)]
    if len(named) == 1:
        return named[0]
    if turn.intent == "dont_know":
        return UNKNOWN
    value = turn.facts.get(ask.get("slot", ""))
    return value if value in choices else None


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
