"""What stands at an address or a corner, as the caller named it: "behind the king soopers on 9th and corona". Pure."""

from __future__ import annotations

import re

MOST_WORDS = 8
_TALK = (
    r"it|it's|its|was|were|is|i|i'm|my|that|that's|this|um|uh|er|oh|so|well|yeah|yes|ok|okay|like|you|know|think|guess|just|right|over|happened"
    r"|happens|maybe|around|about|corner|intersection|street|streets|address|cross|of|the|a|at|on|in|near|by|off|and|to|from|there|here|down|up"
)
_ENDS = re.compile(
    rf"^(?:\W*\b(?!the\b|in\b|near\b|by\b)(?:{_TALK})(?![\w'-]))*\W*|(?:\W*\b(?:{_TALK})(?![\w'-]))*\W*$"
)
_SOMETHING = re.compile(
    r"\b(?:behind|in front|outside|inside|across|next to|opposite|under|beside|between|alley|lot|garage|driveway|yard|porch|level|stop"
    r"|station|store|shop"
    r"|school|church|park|building|apartments?|complex|hotel|motel|restaurant|bar|mall|library|hospital|gym|laundromat|bank)\b"
    r"|^(?:near |by |in )?the \w+"
)

_A_STORY = re.compile(r"[;.!?]|\b(?:i|we|he|she|they|and|got|was|were|when|then)\b", re.I)


def what_is_there(before: str) -> str:
    """ "behind the king soopers" of what was said before a place ("um it was behind the king soopers on"); "" where it names nothing."""
    said = _ENDS.sub("", before.lower()).strip(" ,.-")
    at = before.lower().find(said)
    whole = before[at : at + len(said)]
    named = 0 < len(whole.split()) <= MOST_WORDS and _SOMETHING.search(said) and not _A_STORY.search(whole)
    return whole if named else ""
