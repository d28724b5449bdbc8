"""What people say to "shall I take the report?" beside yes and no: whom to call, a person, for your information, stolen."""

from __future__ import annotations

import re
from typing import Any, Dict, Mapping, Optional

from spoken.en.report_taken import taken_first

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
_STOLEN_AFTER_ALL = re.compile(
    r"\b(?:so|actually|turns out|change of plans?|after all|instead|wait)\b.*\b(?:stolen|stole|swiped)\b"
    r"|\b(?:stolen|stole|swiped)\b.{0,20}\bnot lost\b|\bnot lost\b.{0,30}\b(?:stolen|stole|swiped)\b",
    re.I,
)
_LOST_AFTER_ALL = re.compile(  # "nobody stole it, I left it on the bench, so it's lost is what it is"
    r"\b(?:nobody|no one) (?:stole|took) (?:it|them|anything)\b.*\b(?:lost|left|dropped|forgot|misplaced)\b"
    r"|\b(?:so|actually|turns out|truth is|honest(?:ly)?|straight with you)\b.*\b(?:it's|it is|i) (?:just |only |really )?"
    r"(?:lost|misplaced|dropped)\b(?!(?: it| them)?,? (?:and|but) (?:somebody|someone|they|he|she))",
    re.I,
)
_THEFT_NOT_DAMAGE = re.compile(  # "I'm telling you it's a theft", "they stole my tools, that's what it is"
    r"\b(?:it's|its|it is|this is|that's|it was) (?:a |just a |really a )?(?:theft|burglary)\b"
    r"|\b(?:stole|took|stolen|taken)\b.{0,40}\b(?:that's what (?:it is|happened)|not (?:the )?(?:damage|damaged|vandalism|graffiti))\b"
    r"|\bnothing(?:'s| is| was)? (?:damaged|broken|vandalized)\b.{0,60}\b(?:stole|stolen|theft|took|taken)\b",
    re.I,
)
_NO_THEFT = re.compile(r"\b(?:not|nothing|wasn't|isn't) (?:a )?(?:theft|burglary|stolen|taken)\b", re.I)
_NO_WAIT = re.compile(r"^\W*(?:(?:oh|um|uh|well|no|wait|sorry|actually)\b\W*)+", re.I)
_REAL_PERSON = re.compile(  # "yes but can I do it with a real person"
    r"(?<!not )\b(?:real|live|actual|human) (?:person|being|human|operator)\b|\bwith (?:a person|a human|somebody|someone)\b"
    r"|\bis(?:n't)? there (?:an? |any )?(?:(?:actual |real )?(?:person|human|officer|operator)|(?:some|any)(?:body|one))\b"
    r"(?= (?:there|here|i|who|that|to|cause|because|or)\b|[?.!,]|\W*$)(?! to (?:take|sign|pick|tow|come|catch|clean))"
    r"|\b(?:could|can) (?:an? )?(?:actual |real )?(?:person|human|officer) (?:do|take|write|handle) (?:it|that|this)\b",
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


_CHOSEN_FIRST = re.compile(  # "now before he wakes the baby"; not "now he's at the door"
    r"^\W*(?:(?:uh|um|oh|well|ok|okay|yes|yeah|yep|sure|please|just|let's|do it|i guess|right|like)[ ,]+)*"
    r"(?P<choice>now|right away|here|online)\b"
    r"(?!,? (?:he|she|they|there|it|i|we|somebody|someone|my|the)\b(?:'s|'re|'m| is| are| am| has| have| \w+ (?:is|are|'s)\b))",
    re.I,
)
_HERE_AND_NOW = re.compile(r"\b(?:now|here|right away|with you|in (?:this|the) chat)\b", re.I)
_THE_CHOICE = re.compile(r"(?:(?:right|just) )?now|right away|immediately", re.I)
_TODAY = re.compile(r"today|tonight|this (?:morning|afternoon|evening)", re.I)
_DONE_TODAY = re.compile(  # when it shall be taken: "I'd rather have it on record today"
    r"\b(?:(?:have|get|want|need|put|do|take|file|make|finish)\b(?: \w+){0,4}|on (?:the )?record|over with|done|filed|taken care of)"
    r" (?:today|tonight|this (?:morning|afternoon|evening))\b",
    re.I,
)


def chosen_first(text: str) -> Optional[str]:
    """now | online, where the words begin with it, whatever comes after."""
    if found := _CHOSEN_FIRST.match(text):
        return "online" if found["choice"].lower() == "online" else "now"
    return "now" if taken_first(text) else None


def lost_after_all(text: str) -> bool:
    """What was reported as stolen was left somewhere, or lost."""
    return bool(_LOST_AFTER_ALL.search(text))


def here_as_well(text: str) -> bool:
    """ "Online now", "here please, online", "do it now online"."""
    return bool(_HERE_AND_NOW.search(text))


def without_the_choice(facts: Mapping[str, Any], text: str = "") -> Dict[str, Any]:
    """The facts of an answer (`text`) that chose "right now", which is when the report is taken and not when it happened."""
    when = str(facts.get("when") or "")
    of_the_report = _THE_CHOICE.fullmatch(when) or (_TODAY.fullmatch(when) and _DONE_TODAY.search(text))
    if not of_the_report:
        return dict(facts)
    return {
        name: value
        for name, value in facts.items()
        if name not in ("when", "when_iso", "happening_now", "just_happened")
    }


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


def stolen_after_all(text: str) -> bool:
    """ "So it's stolen, not lost": said as a correction; "he took me to the airport" is none."""
    return bool(_STOLEN_AFTER_ALL.search(text)) and tells_of_theft(text)


def theft_not_damage(text: str) -> bool:
    """What is taken down as damage was a theft: said as a protest."""
    return bool(_THEFT_NOT_DAMAGE.search(text)) and not _NO_THEFT.search(text)


def is_a_thing(text: str) -> bool:
    """ "My bike", "bike": nothing but the thing itself."""
    return bool(_OWN_THING.fullmatch(text.strip()))
