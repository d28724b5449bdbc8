"""How people answer "I can take the report now, you can file it online, or talk to a person", and name one of several
choices of a report's question. Pure; no training."""

from __future__ import annotations

import re
from typing import Any, Dict, Optional, Set

MOST_WORDS = 10  # more is a story, and is understood as one
CHOICE_WORDS = 5
_NUMBERED = {
    "one": "now",
    "first": "now",
    "two": "online",
    "second": "online",
    "three": "person",
    "third": "person",
    "last": "person",
}
_NUMBER = re.compile(
    r"(?:the |option |number |choice )*(one|two|three|first|second|third|last)(?: one| option| choice)?(?: please)?"
)
_PERSON = re.compile(
    r"\b(?:person|human|somebody|someone|agent|operator|officer|call[- ]?taker|representative|people)\b", re.I
)
_ONLINE = re.compile(r"\b(?:online|on line|website|web site|internet|web|computer|myself)\b", re.I)
_NOW = re.compile(
    r"\b(?:now|right away|right here|you (?:can )?take|take (?:it|the report|my report)|take down|with you|"
    r"let's (?:do|go)|go ahead|do it|start|report it|file (?:it|the report) (?:here|now))\b",
    re.I,
)
_CALL = re.compile(  # this very conversation
    r"^(?:um |uh |just |please |i'd rather |can we |let's do it )*(?:in person|here)(?: please)?$|"
    r"\b(?:on|over|by) (?:the |this )?(?:phone|telephone|call)\b",
    re.I,
)
_NOT_ONLINE = re.compile(  # a reason for the call as well
    r"\b(?:no|not|don't|do not|haven't|without|can't|cannot|never)\b.*\b(?:internet|online|website|web|computer|smart ?phone|wifi)\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not (?:now|here|on the phone|by phone|over the phone)|don't|do not|rather not|can't|cannot)\b", re.I
)
_ELSE = re.compile(
    r"\b(?:he|she|they|his|her|him|them|is|are|was|breaking|coming|help|hurt|hurting|gun|knife|house|inside|outside)\b",
    re.I,
)


def choice_in(text: str) -> Optional[str]:
    """now | online | person, of words that say nothing else; None when they are not plainly one of the three."""
    if len(text.split()) > MOST_WORDS or _ELSE.search(
        re.sub(r"\bthe first one is\b|\bonline is\b|\bnow is\b", "", text)
    ):
        return None
    plain = text.lower().strip(" .,!?")
    if numbered := _NUMBER.fullmatch(plain):
        return _NUMBERED[numbered[1]]
    if _NOT_ONLINE.search(plain):
        return "person" if _PERSON.search(plain) else "now"
    if _CALL.search(plain) and not _NOT.search(plain):
        return "now"
    if _PERSON.search(text) and not _NOW.search(text):
        return "person"
    if _ONLINE.search(text):
        return "online"
    return "now" if _NOW.search(text) and not _NOT.search(text) else None


_AGAIN = re.compile(
    r"\b(?:again|once more|one more time|retry|keep trying|(?:person|connect|put me through|i'll wait|i can wait|wait for))\b",
    re.I,
)
_CALL_BACK = re.compile(
    r"\b(?:call(?:ed)? (?:me )?back|call ?back|ring|return(?:ed)? (?:my |the )?call|call me|phone me|yes)\b", re.I
)
_OTHER = re.compile(r"\b(?:something else|leave it|neither|no|nothing|never ?mind|forget it|different)\b", re.I)


def after_transfer_in(text: str) -> Optional[str]:
    """again | call_back | other, where nobody took the transfer; None when the words say none of them."""
    if len(text.split()) > MOST_WORDS or text.startswith("/"):
        return None
    table = (("again", _AGAIN), ("call_back", _CALL_BACK), ("other", _OTHER))
    named = [name for name, pattern in table if pattern.search(text)]
    return "call_back" if "call_back" in named and re.search(r"\bback\b", text, re.I) else next(iter(named), None)


def names_a_choice(ask: Dict[str, Any], text: str) -> bool:
    """Few words that name one of the choices of the open question: "by text", and "in person" only where it is one."""
    if ask.get("kind") != "choice" or text.startswith("/") or len(text.split()) > CHOICE_WORDS:
        return False
    spoken = [*(ask.get("choices") or ()), *(ask.get("values") or ())]
    if any(str(one).replace("_", " ") in text.lower() for one in spoken):
        return True
    return not _PERSON.search(text) and any(_telling(text) & _telling(str(one)) for one in spoken)


def _telling(text: str) -> Set[str]:
    words = re.findall(r"[a-z]+", text.lower().replace("e-mail", "email").replace("_", " "))
    return {re.sub(r"(?<=[a-z]{3})(?<!s)s$", "", word) for word in words if len(word) > 2} - {
        "and",
        "the",
        "not",
        "all",
        "that",
    }
