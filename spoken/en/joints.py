"""The words with which callers go on to another matter: "and also", "on top of that", "two things, ...", "... as well". Pure."""

from __future__ import annotations

import re
from typing import Optional

_AT_IT = (
    r"(?:(?:i'm|i am|we're|we are|you're) (?:at it|here|on (?:here|with you|the (?:phone|line)))"
    r"|i(?: have|'ve got| got) you(?: (?:here|on (?:here|the (?:phone|line))))?)"
)
_COUNTED = r"(?:two|2|a couple(?: of)?|couple(?: of)?|a few|three|several|both|multiple)"
_THINGS = (
    r"(?:(?:different|separate|quick|other) )?(?:things|issues|problems|questions|reasons|reports|matters|complaints)"
)
_ONE_MORE = r"(?:thing|problem|issue|question|reason|matter|one|report|complaint)"
# another matter, and by these words not a part of the first
_SEPARATE = (
    (
        rf"(?:and )?(?:another|one more|the other|a different|a separate|an unrelated|(?:the |a )?second|last) {_ONE_MORE}"
        r"(?: (?:is|was|i have|i wanted|i had|i'm calling about|i called about))*(?: that)?[,:]?"
    ),
    r"(?:and |then )?(?:secondly|second of all|second(?=,)|number two|separately|additionally|furthermore|moreover)[,:]?",
    r"(?:and |but )?on (?:a|an) (?:different|another|other|unrelated|separate) (?:note|matter|subject|topic)[,:]?",
    r"(?:and )?(?:apart|aside) from (?:that|this)[,:]?",
    rf"(?:and |oh )*(?:by the way|btw|while {_AT_IT})[,:]?",
)
_ALSO = (
    (
        r"(?:and |oh |but |then |so |well )*(?:also|plus|in addition(?: to (?:that|this))?|besides (?:that|this)|besides(?=,)"
        r"|on top of (?:that|this|it|everything)|not to mention(?: that)?|as well as|along with)[,:]?"
    ),
    r"oh and",
)
_PLAIN = (r"and then", r"and", r"then", r"oh")
JOINT = re.compile(
    rf"[,;.!?–—-]*\s+(?:(?P<separate>{'|'.join(_SEPARATE)})|(?P<also>{'|'.join(_ALSO)})|{'|'.join(_PLAIN)})\s+"
    r"|[;.!?]\s+|\s+&\s+|\s+[–—-]+\s+",
    re.I,
)
_LEAD = re.compile(
    r"^(?:(?:i|we)(?:'ve| have| got| need| wanna| want to)*(?: (?:report|ask about|talk about|call about))? "
    r"|it's |there(?:'s| are) |calling about |um |so |hi |okay )*"
    rf"{_COUNTED} {_THINGS}(?: (?:to (?:report|ask)|for you|please))?[,:.;-]*\s+(?:(?:one|first|1)[,:.)]*\s+)?"
    r"|^(?:so |um |okay |well )*(?:first of all|first(?:ly)?|number one|one thing(?: is)?|for one(?: thing)?)[,:]?\s+",
    re.I,
)
_NUMBERED = re.compile(
    r"^(?:(?:number )?one(?! (?:of|night|day|time|guy|man|woman|person|thing)\b)|1)[,:.)]?\s+(?P<one>.+?)[,;.]*"
    r"\s+(?:and )?(?:number )?(?:two|2)[,:.)]?\s+(?P<other>.+)$",
    re.I | re.S,
)
_TOO = re.compile(r"[,\s]+(?:too|as well|also)[\s.!]*$", re.I)
_ALSO_INSIDE = re.compile(r"^(?:\w+(?:'\w+)? ){1,3}also\b", re.I)
_SOMEBODY_ELSE = re.compile(r"^(?:somebody|someone|something) else\b", re.I)
_ANOTHER_ONE = re.compile(r"^another (?:guy|man|woman|person|neighbor|neighbour|one|people)\b", re.I)


def without_lead(text: str) -> Optional[str]:
    """What comes after "two things", "first of all"; None where nothing of the kind is said."""
    found = _LEAD.match(text)
    return text[found.end() :] if found else None


def numbered(text: str) -> Optional[tuple[str, str]]:
    """ "One the dog next door two the trash": both."""
    found = _NUMBERED.match(text)
    return (found["one"], found["other"]) if found else None


def says_another(part: str) -> bool:
    """ "... is out as well", "another guy parks ...": the second half itself says that it comes on top."""
    return bool(_TOO.search(part) or _ALSO_INSIDE.match(part) or _ANOTHER_ONE.match(part))


def somebody_else(part: str) -> bool:
    """ "somebody else left a sofa": what other people did is no part of the first."""
    return bool(_SOMEBODY_ELSE.match(part))


def without_too(part: str) -> str:
    return _TOO.sub("", part)
