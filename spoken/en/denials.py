"""Whether a part of what was said affirms or denies what it names: "no serial", "insurance nah", "might be a camera". Pure."""

from __future__ import annotations

import re
from typing import Iterable, Optional, Union

from spoken.utterance import fold

UNKNOWN = "unknown"
FEW = 3  # words after what is named in which a doubt is about it
_NOT = (
    r"(?:no|not|nobody|none|never|nah|nope|without|zero|nothing|cannot|(?:do|did|does|is|was|were|are|have|has|ca|could|would|wo)n'?t|ain'?t"
    r"|no one)"
)
_BEFORE = re.compile(
    rf"\b{_NOT}\b(?! (?:mine|ours|sure|certain|my|the only|just|only|yet|idea))(?:[ ,]+[\w']+){{0,4}}?[ ,]*$|\bno$|^no one$"
)
_AFTER = re.compile(
    r"^[ ,]*(?:[\w']+[ ,]+){0,2}?(?:no|nah|nope|none|not (?:really|applicable|needed|that i know(?: of)?)|neither|nothing)\W*$"
)
_IN_DOUBT = re.compile(
    r"\b(?:not sure|not certain|no idea|dunno|i wonder|(?:do|did)n'?t know|who knows|can'?t say|couldn'?t say|idk"
    r"|(?:do|did) not know|have(?:n'?t| not) asked|not asked)\b"
)


def named_by(clause: str, names: Iterable[str]) -> Optional[str]:
    """The longest of the names that stands in the clause as whole words; None when none does."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', fold(clause).replace(chr(39) + 's', '')))} "
    found = [name for name in names if f" {name} " in said]
    return max(found, key=len) if found else None


def meant(clause: str, name: str) -> Union[bool, str]:
    """True, False, or UNKNOWN of what the clause names."""
    said = fold(clause)
    at = re.search(r"[^a-z0-9]+(?:s )?".join(map(re.escape, name.split())), said)
    before, after = (said[: at.start()], said[at.end() :]) if at else (said, "")
    if _IN_DOUBT.search(before) or (_IN_DOUBT.search(after) and len(after.split()) <= FEW):
        return UNKNOWN
    denied_inside = bool(re.match(r"(?:nobody|no) ", name))
    return not (denied_inside or _BEFORE.search(before) or _AFTER.match(after))
