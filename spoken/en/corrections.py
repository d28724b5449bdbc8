"""What counts of an answer in which the person corrects themselves: "thursday, no wait, wednesday". Pure.

Every reader asks `versions` and takes the first that holds a value: what came after the correction, else all of it
("six hundred, I mean, more or less").
"""

from __future__ import annotations

import re
from typing import Optional, Tuple

from spoken.utterance import MAX_CHARACTERS

_TAKES_BACK = (
    r"no[ ,.]+(?:wait|hold on|sorry|actually|i mean|i meant|rather|scratch that|make (?:it|that)|that's wrong)"
    r"|(?:um |uh )?wait[ ,.]+(?:no|sorry|actually|i mean|i meant|it's|it was|make (?:it|that))|"
    r"(?<!i'm )(?<!i am )(?<!im )(?:i'm |i am )?sorry"
    r"|i mean|i meant(?: to say)?|scratch that|correction|make (?:it|that)|let's say|or rather|that's wrong"
)
_MARK = re.compile(
    rf"(?<=[^\s,.;:…-])[\s,.;:…-]+(?:(?:but|and|or|um|uh|well)[ ,]+)*(?:(?:{_TAKES_BACK})\b[\s,.:…-]*)+"
    r"(?:(?:actually|it's|it was|it is|that's|that was|to|the)\b[ ,]+)?",
    re.I,
)
_PLAIN_NO = re.compile(r"(?<=\w)(?:[,;.…-]+\s*no[,;.…\s]+|\s+no[,;.…]+\s*)(?:not that[,;.\s]+)?", re.I)
_ACTUALLY = re.compile(r"(?<=[^\s,.;-])[\s,.;-]+actually[\s,]+", re.I)
_VALUE = (
    r"(?:\$?\d|(?:the |at |on )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today)\b)"
)
_NOT_THAT = re.compile(
    rf"(?<!do)(?<!did)(?<!does)(?<!is)(?<!was)(?<!are)(?<!were)(?<=\w)[ ,]+(?:and )?not {_VALUE}.*$", re.I
)
_NOT_THAT_BUT_THIS = re.compile(
    rf"^\W*(?:it'?s not|it (?:was|is) not|it (?:wasn't|isn't)|not|wasn't) (?P<not>{_VALUE}[^,;.]*?)"
    r"(?:[,;.]\s*(?:but |it's |it was )?| (?:but|it was|it's) | (?=the (?:day|night|week) (?:before|after)\b))(?P<rest>\S.*)$",
    re.I,
)


def corrected(text: str) -> str:
    """The part of the text that counts; all of it when nothing was taken back."""
    return versions(text)[0]


def versions(text: str) -> Tuple[str, ...]:
    """What came after the last correction, then the whole text; only the text when nothing was taken back."""
    parts = taken_back(text)
    return (parts[1], text) if parts else (text,)


def taken_back(text: str) -> Optional[Tuple[str, str]]:
    """(what was taken back, what counts instead); None when nothing was taken back."""
    if len(text) > MAX_CHARACTERS:  # a story is no correction
        return None
    other_way = _NOT_THAT_BUT_THIS.match(text)
    if other_way:
        return other_way["not"], other_way["rest"]
    marks = [found for pattern in (_MARK, _PLAIN_NO, _ACTUALLY) for found in pattern.finditer(text)]
    last = max(marks, key=lambda found: (found.end(), -found.start()), default=None)
    if last and re.search(r"\w", text[last.end() :]) and re.search(r"\w", text[: last.start()]):
        return text[: last.start()].strip(), text[last.end() :].strip()
    tail = _NOT_THAT.search(text)
    return (tail.group(0).strip(" ,"), text[: tail.start()].strip()) if tail else None
