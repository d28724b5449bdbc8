"""Where one breath may hold two matters ("..., and also ...") or takes the first one back ("no, actually ..."). Pure."""

from __future__ import annotations

import re
from typing import Iterator, List, NamedTuple, Optional

from spoken.en.joints import JOINT, numbered, says_another, somebody_else, without_lead, without_too

FEWEST_WORDS, MOST_WORDS, MOST_PARTS = 2, 45, 8
MOST_WORDS_SAID = 90  # where the caller says that it is another matter; else most long calls are one story


class Cut(NamedTuple):
    """One way in which a text may be two matters."""

    one: str
    other: str
    said: bool  # the caller says that the second comes on top ("and also", "... as well")
    separate: bool  # ... and by these words it is no part of the first ("another thing is")


_ALONG = re.compile(
    r"[.!?;,]+|\b(?:because|cause|cuz|bc|since|but|and|so)\b|\s(?=(?:i (?:need|want|have|had|know)|i'(?:d|m|ve)|my|somebody|someone)\b)",
    re.I,
)
_INSTEAD = re.compile(
    r"^(?P<before>.*?)(?:^|[\s,;.!-]+)"
    r"(?:no[, ]+(?:wait|actually|sorry|i mean|scratch that|not that(?: one)?(?! (?:i|we|you|he|she|they|it|am|is|are|was|were)\b)"
    r"|(?:that's|that is) (?:wrong|not (?:it|right|what i (?:said|meant|mean)))|you(?:'ve)? (?:got|have) (?:it|that|me) wrong"
    r"|you misunderst(?:and|ood)(?: me)?|no(?=,))|actually[, ]+no|wait[, ]+no|scratch that|i mean(?:t)?"
    r"|(?:(?:actually|oh|ah|wait|no)[, ]+)?(?:never ?mind|forget (?:that|it|this|about (?:it|that))))"
    r"(?:[, ]+(?:actually|instead|it's|it is|rather|i mean))?[\s,;.!-]+(?P<after>.+)$",
    re.I | re.S,
)
_SOLVED = re.compile(  # "never mind, his father will pay": what makes the call needless is no new need
    r"^(?:(?:so|because|cause|it's okay|that's okay)[, ]+)?(?:i|we|he|she|they|it|you|(?:my|his|her|our|the|their) [\w' ]{2,24}?)"
    r"(?:(?:'ll|'m|'re|'s|'ve)\b| (?:will|is|am|are|gonna|can|just|already|finally|has|have|did|got|found|figured|took|takes?|fixed|came"
    r"|worked|works|handled|handles|paid|pays|called|went|stopped)\b)",
    re.I,
)
_DONE = re.compile(
    r"\b(?:pay|handle|deal|take care|sort|figure|fix|call|do it|manage|look|ask|found|figured|took care|fixed|came back|went away"
    r"|worked|handled|paid|stopped|sorted|turned up|shows? up|showed up|picked (?:it|him|her|me) up|got (?:it|him|her|one|in|home)"
    r"|taking care|is here|left)\b",
    re.I,
)
_OF_THE_SAME = re.compile(  # "can police make him", "can I get my meds out of it": asked of what was told before
    r"^(?:[^.?!]{1,24}[.?!] )?(?:can|could|will|would|do|does|should|may)"
    r" (?:i|we|you|u|they|somebody|someone|the police|police|you guys)\b[^.?!]*"
    r"\b(?:make|help|stop|arrest|find|get|talk to|call|tell|out of|from|in|inside|do|with|about) (?:him|her|them|it|that|there)[ .?!]*$",
    re.I,
)
_ONLY_ONE = re.compile(
    r"\bboth (?:what|of what|which)\b|\bwhat (?:both|other|two|second)\b"
    r"|\b(?:only|just) (?:\w+ )?(?:the |that |this )?one (?:thing|matter|question|need)\b"
    r"|\b(?:only|just) (?:said|asked|have|got|want|told you) (?:the |that |you )?(?:one|1)\b"
    r"|\bthere(?:'?s| is) (?:only|just) (?:the )?one\b",
    re.I,
)
_FORGET = re.compile(r"\b(?:never ?mind|forget (?:that|it|this|about (?:it|that))|scratch that)[\s,;.!-]*$", re.I)
_IT = re.compile(r"^(?:it|that|they)\b", re.I)


_WANTED_BY = (
    re.compile(  # "... and the consulate asks for a police report": why it is reported, not a copy of another one
        r"\b(?:asks?|needs?|wants?|requires?|insists?|says?|said|told (?:me|us)|won't|will not)\b[^.!?;]*"
        r"\b(?:report|case number|paper(?:work)?)\b",
        re.I,
    )
)


def pairs(text: str) -> Iterator[Cut]:
    """Every way in which the text may be two matters."""
    if two := numbered(text):
        yield Cut(*two, said=True, separate=True)
    counted = without_lead(text)
    rest = text if counted is None else counted
    long = len(rest.split()) > MOST_WORDS
    if len(rest.split()) > MOST_WORDS_SAID:
        return
    for joint in JOINT.finditer(rest):
        one, other = rest[: joint.start()].strip(" ,"), rest[joint.end() :].strip(" ,.")
        separate = counted is not None or bool(joint["separate"]) or somebody_else(other)
        said = separate or bool(joint["also"]) or says_another(other)
        other = without_too(other)
        if _OF_THE_SAME.match(other):
            continue
        if not said and _WANTED_BY.search(other) and not re.match(r"(?:i|we)\b", other, re.I):
            continue
        if (said or not long) and min(len(one.split()), len(other.split())) >= FEWEST_WORDS:
            yield Cut(one, other, said, separate)


def only_one(text: str) -> bool:
    """ "Both what? I only said the one thing"."""
    return bool(_ONLY_ONE.search(text))


def clauses(text: str) -> List[str]:
    """The parts between the marks, each of some words."""
    return [part.strip() for part in re.split(r"[.!?;,]+", text) if len(part.split()) > FEWEST_WORDS]


def told_along(text: str) -> List[str]:
    """What may have been told beside a question: what follows a mark or a joint, to the end and up to the next one."""
    parts = [part.strip() for part in _ALONG.split(text) if part.strip()]
    ends = [" ".join(parts[at:]) for at in range(1, min(len(parts), MOST_PARTS))]
    return [one for one in dict.fromkeys([*ends, *parts[:MOST_PARTS]]) if len(one.split()) > FEWEST_WORDS]


def instead(text: str) -> Optional[str]:
    """What takes the place of what was said first: "never mind, my car was towed" -> "my car was towed"; None for nothing.

    "it was stolen" after "i lost my wallet" is said of the wallet.
    """
    found = _INSTEAD.match(text.strip()) if len(text.split()) <= MOST_WORDS else None
    if found is None or len(found["after"].split()) < FEWEST_WORDS:
        return None
    if _settled(text, found["after"]):
        return None
    named = re.search(r"\b(?:my|our|the|a|an) (?:\w+)(?: \w+)?$", found["before"].strip(" ,."), re.I)
    return _IT.sub(named.group(0), found["after"]) if named else found["after"]


def settled(text: str) -> Optional[str]:
    """The words that end the matter, where nothing new follows them: "never mind, we found it" -> "never mind"; None for all else."""
    found = _INSTEAD.match(text.strip()) if len(text.split()) <= MOST_WORDS else None
    return text.strip()[: found.start("after")].strip(" ,;.!-") if found and _settled(text, found["after"]) else None


def _settled(text: str, after: str) -> bool:
    before = text.strip()[: len(text.strip()) - len(after.strip())]
    return bool(_FORGET.search(before) and _SOLVED.match(after) and _DONE.search(after))
