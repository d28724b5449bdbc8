"""What people say who did not hear or understand: slower, louder, again; or what it means, which is no wish for the same words."""

from __future__ import annotations

import re

_MEANING = re.compile(
    r"\bwhat (?:do you mean|does that mean)\b|\bwhy\b", re.I
)  # asks for a reason, not for the same words
_WHAT_IT_IS = re.compile(
    r"\bwhat(?:'s| is| are) (?:that|those|this|it|a report|online)\b|\bwhat do you mean\b"
    r"|\b(?:don't|do not) (?:understand|get) (?:that|it|what)\b"
    r"|\bwhat does that mean\b",
    re.I,
)
_WHICH_IS_FASTER = re.compile(
    r"\b(?:what|which)(?:'s|s| is| one is| one's| way is| way's| would be)? (?:the )?(?:faster|fastest|quicker|quickest|easier|easiest)\b",
    re.I,
)
_SLOWLY = re.compile(r"\bslow|\bso fast|\btoo fast|\bpardon|\bagain\b|\bspeak up|\blouder", re.I)


def asks_slower(text: str) -> bool:
    """ "Not so fast", "pardon", "speak up"."""
    return bool(_SLOWLY.search(text))


def asks_which_is_faster(text: str) -> bool:
    """ "What's faster": of several ways that were offered; nobody spoke too fast."""
    return bool(_WHICH_IS_FASTER.search(text))


def asks_what_it_is(text: str) -> bool:
    """ "I don't know what's that", "what do you mean": the same words would not help."""
    return bool(_WHAT_IT_IS.search(text))


def asks_meaning(text: str) -> bool:
    """ "What do you mean", "why": asks for a reason."""
    return bool(_MEANING.search(text))
