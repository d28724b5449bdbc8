"""How people have the report taken, with whatever they tell beside it: "do the report, I want him arrested". Pure.

"You better do it yourself, what do you need" and "I want a report so I can get a refund" as well; not "don't do the report",
"I want somebody to take the report" nor "I'll make the report online".
"""

from __future__ import annotations

import re
from typing import Optional

from spoken.en.choices import choice_in

_REPORT = r"(?:(?:the|a|my|this|that|one|an?) )?(?:\w+ )?report"
_IT = r"(?:it|that|this|one)(?: down| up)?"
_WHAT = rf"(?:{_REPORT}|{_IT}|(?:my |the |this )?(?:statement|information|info|details))"
_VERBS = r"take|do|make|write(?: up| down)?|file|start|fill out|put in|type up|record|report|log|note|document|complete"
_DOES = rf"(?:(?:help me (?:to )?)?(?:{_VERBS}))"
_SAID_FIRST = (
    r"(?:(?:uh+|um+|oh|well|ok|okay|yes|yeah|yep|ya|sure|fine|please|pls|just|so|no|right|alright|all right|hell|aw|and|but|or|i guess"
    r"|i said|i told you|go ahead(?: and)?|let's|dear|honey|man|bro|lol|you know what|actually)[ ,.!]+)*"
)
_YOU = r"(?:(?:can|could|would|will|may) )?(?:you|u|ya)(?:'d|'ll| would)?(?: guys)?"
_MAY = r"(?: (?:can|could|may|should|might|better|had better|gotta|have to|need to|must|please|just|go ahead and|then|guys))*"
_ASKED_OF_US = re.compile(rf"\b{_YOU}{_MAY} {_DOES} {_WHAT}\b(?! (?:again|to me|every|call))", re.I)
_BIDDEN = re.compile(rf"(?:^|[.!?,;]\s*|\b(?:and|so|then|just|please) ){_SAID_FIRST}{_DOES} {_WHAT}\b", re.I)
_WITH_YOU = re.compile(
    rf"\b(?:can|could|may|let|rather|like to|want to|wanna|prefer to|going to)(?: (?:i|we|me|us))?(?: just| please)* {_DOES} {_WHAT}"
    r" (?:here|with you|with u|now|right now|on (?:the|this) (?:phone|call))\b",
    re.I,
)
_WISHED = re.compile(
    rf"\b(?:i|we)(?:'d| would|'ll| just| really| also| do| still)* (?:want|need|like|wanna)(?: to (?:{_DOES}))?(?: just)? {_REPORT}\b"
    r"(?! (?:number|that (?:i|we|was|he|she|they)|from|i |on (?:my|his|her)|already|copy|about me))",
    re.I,
)
_TO_REPORT_IT = re.compile(  # "it's my bicycle, i want to report it"
    r"\b(?:i|we)(?:'d| would|'ll| just| really| also| do| still)* (?:want|need|like|wanna|have|got)(?: to)? report (?:it|this|that)\b"
    r"(?! (?:online|on line|on the|to (?:a|an|some|the|my)|myself|later))",
    re.I,
)
_ON_RECORD = re.compile(
    r"\b(?:want|need|like|have|get|put)(?: to have| to get)? (?:it|this|that)(?: all)? (?:(?:to be|put|down)? ?)?(?:on (?:the )?record"
    r"|on file|on paper|documented|noted|recorded|written (?:up|down)|wrote (?:up|down)|in writing)\b",
    re.I,
)
_FILES_ONE = re.compile(
    rf"\b(?:can|could|may|i'd like to|i would like to|i want to|i wanna|i need to|i'm going to|let me)(?: i| we| please| just)*"
    rf" {_DOES} (?:{_REPORT}|one)\b",
    re.I,
)
_GOES_AHEAD = re.compile(  # and nothing else
    rf"\W*{_SAID_FIRST}(?:go on(?: then)?|go for it|ask away|fire away|i'm ready|ready|(?:tell me )?what (?:do you need|you need)"
    r"(?: to know| from me)?|let's get (?:it|this) (?:over with|done|started|going)|(?:may|might) as well"
    r"|(?:you|u)(?: can)?(?: do)?|(?:well )?you'?re here(?: so)?,? (?:so )?you(?: do it)?|either(?: one)?|(?:can|could"
    r"|may) i just tell you"
    r"|(?:i'll|i(?:'d| would) rather|let me)(?: just)? (?:tell|give) (?:it to )?you(?: what happened| now)?"
    r"|(?:i'd (?:just )?as soon|i would as soon|i'd rather|let's|might as well)(?: just)? get (?:it|this) (?:over with"
    r"|done)(?:,? (?:so )?go (?:on|ahead))?)"
    r"(?:[ ,]+(?:please|then|dear|now|thanks))*\W*",
    re.I,
)
_CAN_IT_BE_DONE_HERE = re.compile(  # "is it something I can do with you on the phone"
    r"\b(?:is it|is that|is this|can|could|would it be|may)\b[\w' ]{0,24}\b(?:do|done|make|made|file|filed|report(?:ed)?|tell|give"
    r"|it)\b[\w' ]{0,12}"
    r"\b(?:with you|(?:on|over) the phone|by phone|right here|here)\b",
    re.I,
)
_CANT_YOU = re.compile(
    rf"\b(?:can't|cant|can not|won't|couldn't) (?:you|u|ya)(?: just| please)* {_DOES} {_WHAT}\b", re.I
)
_DENIED = re.compile(
    r"\b(?:not|never|don't|dont|do not|won't|can't|cannot|no need to|without|instead of|rather not|do|does|did(?:n't)?|why|if|when"
    r"|before|every|how"
    r"|(?!i\b|we\b)\w+ (?:said|says|told (?:me|us)))(?: \w+){0,4}\s*$",
    re.I,
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:person|human|somebody|someone|officer|cops?|police|operator|agent|call[- ]?taker|representative|real)\b(?: \w+){0,4}\s*$",
    re.I,
)
_SOMEBODY_ELSE_AT_ALL = re.compile(
    r"\b(?:person|human|somebody|someone|officer|cops?|police|operator|agent|call[- ]?taker|representative)\b", re.I
)
_ONLINE = re.compile(
    r"^(?:[ ,]+\w+){0,3}[ ,]+(?:online|on line|(?:on )?(?:the |your )?(?:website|web|internet|computer)|myself"
    r"|with a (?:real )?(?:person|human))\b",
    re.I,
)
_BEGINS_ANEW = re.compile(r"(?:and|so|then|just|please)\b", re.I)
_NOT_IT = re.compile(r"\b(?:not|never|don't|dont|can't|cannot|won't|didn't)\s*$", re.I)
_CLAUSE = re.compile(r"[.!?;,]\s|\b(?:so|but|and|then|just)\b")
_NEVER_MIND = re.compile(
    r"\b(?:never ?mind|forget (?:it|about it)|skip it|either|neither|leave it|some other time|later)\b", re.I
)
_CALLED = re.compile(  # what happened on the telephone
    r"\b(?:called|calling|calls|rang|threaten\w*|said|says|saying|scream\w*|yell\w*|was|were|been)\b[\w' ]{0,20}"
    r"\b(?:on|over|by) (?:the |this |my )?(?:tele)?phone\b|\b(?:he|she|they)(?:'s|'re| is| are)? (?:\w+ )?(?:on"
    r"|with) (?:the (?:phone|line)|you)\b",
    re.I,
)
_COPY = re.compile(r"\b(?:copy|copies|(?:police|my|the|his|her) records?|already (?:made|filed|have))\b", re.I)
_INSTEAD = re.compile(
    r".*\b(?:no,? (?:you know what|wait|actually|never ?mind)|you know what|or (?:no|actually)|never ?mind)\b[ ,.]*",
    re.I | re.S,
)
_ASKED_IF = (
    r"\b(?:do|should|must|would) (?:i|we|you|people|they)(?: (?:really|even|actually|usually|still|legally))* "
    r"(?:need|have to|has to|gotta|got to|make|file)"
)
_NEEDED = re.compile(  # whether one has to
    rf"{_ASKED_IF}(?: to)?(?: (?:{_DOES}|have|get))? {_WHAT}\b"
    rf"|{_ASKED_IF}(?: (?:tho|though|or not|or what|then))*\W*$"
    r"|\bis (?:it|this|a report|one|that)(?: \w+)? (?:necessary|required|needed|mandatory|worth it)\b",
    re.I,
)


MOST_WORDS = 30  # what is longer is a story
_BY_TALKING = re.compile(  # "can we just do it now on the phone", "get it over with on the telephone", "do it with you by phone"
    r"\b(?:do|does|doing|did|get|getting|make|making|file|take|report|finish|handle|tell|talk|give|just|rather|prefer|let'?s|let us|here"
    r"|yes|yeah|yep|sure|ok|okay|now|please)\b[\w' ,]{0,40}?\b(?:(?:on|over|by|via|through) (?:the |this )?(?:tele)?phone"
    r"|on (?:the|this) (?:line|call)|with you(?: guys)?|(?:verbally|out loud))\b",
    re.I,
)
_NOT_BY_TALKING = re.compile(
    r"\b(?:not|don'?t|do not|rather not|can'?t|cannot|won'?t|hate|instead of|never|no|unless|without)\b[\w' ]{0,24}"
    r"\b(?:(?:on|over|by|via|through) (?:the |this )?(?:tele)?phone|on (?:the|this) (?:line|call)|with you)\b",
    re.I,
)
_WEB = r"(?:internet|inter net|on ?line|website|web ?site|web|computers?|smart ?phone|wifi|wi fi|email|e ?mail|apps?)"
_NO_WEB = re.compile(  # "i haven't got the internet", "i'm no good with computers"
    r"\b(?:(?:i|we)(?:'ve|'m| am)?(?: just| really| still| honestly| sure)* (?:do not|don'?t|dont|haven'?t|have not|can'?t|cannot"
    r"|can not|ain'?t|never|got no|have no"
    r"|no good|not (?:any |very |too |so )?(?:good|comfortable|allowed|able)|terrible|hopeless|useless|bad|without|hate|won'?t)"
    r"|there'?s no|there is no|no|not|without)\b"
    rf"(?:(?!\b(?:phone|telephone|i'?ll|i will|i can)\b)[\w' ]){{0,30}}?\b{_WEB}\b",
    re.I,
)


def by_talking(text: str) -> bool:
    """The report shall be taken in this very conversation: on the telephone, with us, or by one who has no internet."""
    if len(text.split()) > MOST_WORDS or _SOMEBODY_ELSE_AT_ALL.search(text) or _NEVER_MIND.search(text):
        return False
    told = bool(_BY_TALKING.search(text)) and not _NOT_BY_TALKING.search(text) and not _CALLED.search(text)
    return told or without_internet(text)


def without_internet(text: str) -> bool:
    """ "I don't have the internet", "I'm no good with computers": a report online is no help to them."""
    return bool(_NO_WEB.search(text)) and len(text.split()) <= MOST_WORDS


def offer_choice(text: str) -> Optional[str]:
    """now | online | person, to the offer of a report; None when the words choose none of them."""
    named = choice_in(text)
    if named in (None, "online") and by_talking(text):
        return "now"
    if named is None and (told := _INSTEAD.match(text)):
        named = choice_in(text[told.end() :])  # "can I talk to somebody, or no, you know what, just do it here"
    return named or ("now" if takes_it(text) else None)


def takes_it(text: str) -> bool:
    """The report shall be taken, here and now."""
    if _COPY.search(text):
        return False
    if _GOES_AHEAD.fullmatch(text) or _CANT_YOU.search(text):
        return True
    if _CAN_IT_BE_DONE_HERE.search(text) and not _SOMEBODY_ELSE_AT_ALL.search(text):
        return True
    for pattern in (_ASKED_OF_US, _BIDDEN, _WITH_YOU, _WISHED, _TO_REPORT_IT, _FILES_ONE, _ON_RECORD):
        for found in pattern.finditer(text):
            before = _CLAUSE.split(text[: found.start()])[-1]
            elsewhere = _SOMEBODY_ELSE.search(before) or _ONLINE.match(text[found.end() :])
            anew = _BEGINS_ANEW.match(found[0])  # "I can't type, just take it", but "don't just take it"
            if not ((_NOT_IT if anew else _DENIED).search(before) or elsewhere):
                return True
    return False


def taken_first(text: str) -> bool:
    """The words begin with it: "you may take it. Also, he has hit my neighbors"."""
    first = re.match(rf"\W*{_SAID_FIRST}(?:{_YOU}{_MAY} )?{_DOES} {_WHAT}\b", text, re.I)
    return bool(first) and takes_it(text)


def asks_whether_needed(text: str) -> bool:
    """ "Do I need one though", "do I have to"; not with a yes or a wish for the report beside it."""
    return bool(_NEEDED.search(text)) and not takes_it(text)
