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
_A_DAY = r"(?:on |last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun|yester|to)day\b"
_ANOTHER_DAY = re.compile(  # "it was monday no tuesday", "on halloween no the day after"
    r"(?:(?<=day)|(?<=halloween)|(?<=eve)|(?<=christmas)) no,? (?:(?:um|uh|wait|sorry|it was) )*"
    rf"(?={_A_DAY}|the (?:day|night) (?:before|after)\b)",
    re.I,
)
_EXPLAINED_AWAY = re.compile(  # "it was tuesday no I had my hair done tuesday it was monday"
    rf"(?<=\w),? no,? (?:\w+[ ,]+){{1,10}}?(?:so )?(?:it was|it's|that was|it must have been) (?={_A_DAY})", re.I
)
_NO_NOT_THAT = re.compile(  # "it was last night no not last night friday night"
    rf"(?<=\w),? no,? not (?:last night|tonight|this morning|{_A_DAY})[ ,]+(?:(?:but|it was|it's) )*(?=\w)", re.I
)
_ACTUALLY = re.compile(r"(?<=[^\s,.;-])[\s,.;-]+actually[\s,]+", re.I)
MARKS = (_MARK, _PLAIN_NO, _ANOTHER_DAY, _EXPLAINED_AWAY, _NO_NOT_THAT, _ACTUALLY)
_VALUE = (
    r"(?:\$?\d|(?:the |at |on )?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|hundred|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today)\b)"
)
_NOT_THAT = re.compile(
    rf"(?<!do)(?<!did)(?<!does)(?<!is)(?<!was)(?<!are)(?<!were)(?<=\w)[ ,]+(?:and )?not {_VALUE}.*$", re.I
)
_NOT_THAT_BUT_THIS = re.compile(
    rf"^\W*(?:it'?s not|it (?:was|is) not|it (?:wasn't|isn't)|not|wasn't) (?:noticed |found |taken |stolen )?(?P<not>{_VALUE}[^,;.]*?)"
    r"(?:[,;.]\s*(?:but |it's |it was )?| (?:but|it was|it's) | (?=the (?:day|night|week) (?:before|after)\b))(?P<rest>\S.*)$",
    re.I,
)
_NOT_THIS_DAY_BUT_THAT = re.compile(  # "sorry, I'm looking at the e-mail, it wasn't Tuesday, it was Wednesday"
    r"^[^\d]*?\Wit (?:was not|wasn't) (?P<not>(?:on )?\w+day)[,;.]? (?:but |it's |it was )(?P<rest>(?:on )?\w+day\b.*)$",
    re.I,
)
_HINT = re.compile(r"\b(?:no|not|wait|sorry|mean|meant|actually|scratch|correction|rather|make|wrong|say)\b")


def may_take_back(text: str) -> bool:
    """A quick look, in small letters: without one of these words `taken_back` finds nothing in what tells of a place."""
    return bool(_HINT.search(text))


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
    other_way = _NOT_THAT_BUT_THIS.match(text) or _NOT_THIS_DAY_BUT_THAT.match(text)
    if other_way:
        return other_way["not"], other_way["rest"]
    marks = [found for pattern in MARKS for found in pattern.finditer(text)]
    last = max(marks, key=lambda found: (found.end(), -found.start()), default=None)
    if last and re.search(r"\w", text[last.end() :]) and re.search(r"\w", text[: last.start()]):
        return text[: last.start()].strip(), text[last.end() :].strip()
    tail = _NOT_THAT.search(text)
    return (tail.group(0).strip(" ,"), text[: tail.start()].strip()) if tail else None
