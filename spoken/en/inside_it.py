"""What was in a thing that was taken, told with it, and what was only broken: "a bag with my macbook in it", "my window". Pure."""

from __future__ import annotations

import re
from typing import List

from spoken.en.thing_words import OWNED, plain
from spoken.utterance import squeezed

MOST_WORDS = 5  # of one thing
_INSIDE = re.compile(
    r"[ ,]+(?:and )?(?:with|had|has|containing|that had|it had|which had) (?P<first>(?:my|our|his|her|their|an?|the|some|two"
    r"|three) [^,.;]{2,60}?)"
    r" (?:in|inside)(?: of)?(?: it| there| them)?(?=$|[ ,.;])(?P<more>(?:(?: and|,(?: and)?| plus) (?:my|our|his|her|their|an?"
    r"|the|some)(?: [\w'-]+){1,4}?)*)"
    r"(?=$|[,.;])",
    re.I,
)
_JOINT = re.compile(r"\s*(?:,|\band\b|\bplus\b)\s*", re.I)
_OWNER = re.compile(r"^(?:(?:my|our|his|her|their|an?|the|some|also)\s+)+", re.I)
_BROKE = re.compile(
    r"\b(?:broke|broken|busted|smashed|cracked|shattered|damaged|cut|forced|pried|bent|kicked in|scratched|dented|ruined)\b",
    re.I,
)
_FIXED = re.compile(r"\b(?:windows?|windshield|sunroof|door|garage door|lock|door frame|gate|fence|glass)\b", re.I)
_TAKEN = re.compile(
    r"\b(?:took|taken|stole|stolen|gone|missing|grabbed|swiped|ripped off|removed|air conditioner|ac unit)\b", re.I
)
_DENIED = re.compile(
    r"\b(?:did(?:n'?t| not)|not|never|wasn'?t|weren'?t) (?:\w+ )?(?:take|took|taken|stolen|steal|gone|missing)\b(?: (?:it|them|that))?",
    re.I,
)


def things_inside(text: str) -> List[str]:
    """["macbook", "work badge"] of "black north face with my macbook in it and my work badge"."""
    found = _INSIDE.search(squeezed(text))
    if found is None:
        return []
    named = (_OWNER.sub("", part).strip() for part in _JOINT.split(f"{found['first']}{found['more']}"))
    return [one for one in named if one and len(one.split()) <= MOST_WORDS and plain(one.split()[-1].lower()) in OWNED]


def without_things_inside(text: str) -> str:
    """ "Black north face" of the same; as it is where nothing that is known was in it."""
    rest = _INSIDE.sub("", squeezed(text), count=1).strip(" ,.") if things_inside(text) else ""
    return rest if re.search(r"\w{3}", rest) else text


def only_broken(text: str) -> bool:
    """What it names was broken and nobody took it: "and my window", "they broke the lock"."""
    text = squeezed(text)
    said = _DENIED.sub(" ", text)
    denied = said != text
    if _TAKEN.search(said):
        return False
    if any(_names_a_thing(part) for part in _JOINT.split(said) if not _BROKE.search(part)):
        return False  # "my laptop, and they broke the window"
    return bool(_BROKE.search(said)) or (bool(_FIXED.search(said)) and (denied or len(said.split()) <= 14))


def _names_a_thing(part: str) -> bool:
    words = re.findall(r"[a-z]+", _FIXED.sub(" ", part.lower()))
    return any(plain(word) in OWNED for word in words)
