"""What people say who did not hear or understand: slower, louder, again; or what it means, which is no wish for the same words."""

from __future__ import annotations

import re

_MEANING = re.compile(
    r"\bwhat (?:do you mean|does that mean)\b|\bwhy\b", re.I
)  # asks for a reason, not for the same words
_SLOWLY = re.compile(r"\bslow|\bso fast|\btoo fast|\bpardon|\bagain\b|\bspeak up|\blouder", re.I)


def asks_slower(text: str) -> bool:
    """ "Not so fast", "pardon", "speak up"."""
    return bool(_SLOWLY.search(text))


def asks_meaning(text: str) -> bool:
    """ "What do you mean", "why": asks for a reason."""
    return bool(_MEANING.search(text))
