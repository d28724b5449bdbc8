"""What people say to "shall I take the report?" beside yes and no: whom to call, a person, for your information, stolen."""

from __future__ import annotations

import re

_REFUSES = re.compile(
    r"\b(?:want|rather|prefer|thanks?|thank you|don't (?:know|care)|not (?:sure|now|here|today|online|on the phone|by phone)|no idea|"
    r"neither|later|leave it)\b",
    re.I,
)
_ONLY_WHOM = re.compile(  # "no, just tell me who to call"
    r"\b(?:who(?:m)? (?:do|can|should|would) i (?:call|talk|speak|go|ask)|who(?:m)? to (?:call|talk to|ask)|"
    r"(?:give|tell) me (?:the|a|their) (?:phone )?number|(?:what's|what is) the(?:ir)? (?:phone )?number)\b",
    re.I,
)
_STOLEN = re.compile(
    r"\b(?:stolen|stole|(?:somebody|someone|he|she|they|(?:some|the|a) (?:guy|man|kid|woman|person))"
    r" (?:(?:must|may|might) have |has |have )?(?:took|taken|grabbed|swiped|stole|stolen))\b",
    re.I,
)
_NOT_STOLEN = re.compile(
    r"\b(?:not|wasn't|don't think|doubt|no)\b[^.,]{0,20}\b(?:stolen|stole|took)\b|\b(?:or|whether)\b", re.I
)
_NO_WAIT = re.compile(r"^\W*(?:(?:oh|um|uh|well|no|wait|sorry|actually)\b\W*)+", re.I)
_REAL_PERSON = re.compile(  # "yes but can I do it with a real person"
    r"(?<!not )\b(?:real|live|actual|human) (?:person|being|human|operator)\b|\bwith (?:a person|a human|somebody|someone)\b",
    re.I,
)
_FOR_INFORMATION = re.compile(  # "no, I just wanted you to know"
    r"\b(?:just|only)(?: \w+){0,2} (?:want(?:ed)?|calling|called|thought|letting|telling|report(?:ing)?)\b"
    r".{0,40}\b(?:know|tell you|aware|heads up|info\w*)\b"
    r"|\b(?:don't|do not) (?:want|need) (?:a|any|the|to (?:make|file|do)(?: (?:a|any|the))?) ?report\b|\bjust (?:fyi|a heads up)\b"
    r"|^\W*(?:no|nope|nah)\b.{0,12}\b(?:we|i|it|that)(?:'re|'m|'s| are| am| is) (?:all )?(?:good|fine|ok|okay|set)\b|\bno need\b",
    re.I,
)
_OWN_THING = re.compile(r"(?:(?:my|a|an|the|our) )?[a-z]{3,}[.!]?", re.I)  # "bike", to those who said only "stolen"


def refuses(text: str) -> bool:
    """ "Not now", "I'd rather not", "no thanks"; a no that tells on ("no it was just lost") is none."""
    return bool(_REFUSES.search(text))


def asks_whom(text: str) -> bool:
    """ "No, just tell me who to call"."""
    return bool(_ONLY_WHOM.search(text))


def real_person(text: str) -> bool:
    """ "Yes but can I do it with a real person"."""
    return bool(_REAL_PERSON.search(text))


def for_information(text: str) -> bool:
    """ "No, I just wanted you to know"."""
    return bool(_FOR_INFORMATION.search(text))


def tells_of_theft(text: str) -> bool:
    """ "Actually it was stolen, somebody took it out of my bag"; not "I don't think it was stolen", nor "lost or stolen"."""
    told = _NO_WAIT.sub("", text)
    return bool(_STOLEN.search(told)) and not _NOT_STOLEN.search(told)


def is_a_thing(text: str) -> bool:
    """ "My bike", "bike": nothing but the thing itself."""
    return bool(_OWN_THING.fullmatch(text.strip()))
