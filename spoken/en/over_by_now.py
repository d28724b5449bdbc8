"""Whether a sentence that is neither yes nor no tells that nothing is going on any more. Pure; plain words (plain_words.py) come in.

To "is anyone hurt or still there?" people go on with the story: "I was in the store, and when I came out they were gone". Two
readings: `nobody_there` is as good as a no, `long_past` only says when it was. Whatever names a danger in the same breath is neither.
"""

from __future__ import annotations

import re

_TIME = (
    r"(?:yesterday|last (?:night|week|weekend|month|year|\w+day)|over ?night|earlier(?: today)?|this (?:morning|afternoon)"
    r"|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|the other (?:day|night)|(?:\w+ ){1,3}ago"
    r"|(?:in|during) the night|a while (?:ago|back))"
)
_THING = r"(?:it|that|this|all this|everything|the (?:whole thing|theft|damage|crash|accident|\w+ing))"
_NOT_OVER = re.compile(
    r"\b(?:still|right now|hurt\w*|injur\w+|bleed\w*|blood|guns?|pistol|rifle|knife|knives|weapons?|armed|shot|shoot\w*|stab\w*"
    r"|hit me|beat\w*|punch\w*|grab\w*|threat\w*|scared|afraid|follow\w*|chas\w+|hid(?:e|ing)|trapped|stuck|breath\w*"
    r"|unconscious|hospital|ambulance|fire|smoke"
    r"|missing|kidnap\w*|daughter|son|child|baby|kids?|wife|husband|boyfriend|girlfriend|ex|partner|father|mother|brother|sister|family"
    r"|legs?|arms?|head|chest|nose|neck|wrist|ankle|ribs?|(?:not|hardly) (?:think|know|feel|believe|sure)|hope|wish"
    r"|every (?:day|night|time)|keeps?|coming back|came back again|comes? back)\b"
)
_ONLY_THINGS = re.compile(  # "there's only glass everywhere", "just my pride", "my tires are"
    r"(?:well |no |oh )*(?:(?:(?:there|it|that|this) (?:is|was) |they are |we have )?(?:only|just)"
    r" (?:a |an |the |some |my |our |broken |lots of |two )*|my |the |our )"
    r"(?:glass|letters?|pride|feelings|wallet|windows?|doors?|paint|cars?|tires?|bumper|fender|mirror|fence|mess|property|damage|stuff|things?"
    r"|house|wall|garage|bikes?|mailbox)(?: (?:is|are|was|were))?"
    r"(?: (?:everywhere|all over|on the (?:floor|ground|street)|hurt|damaged|broken|gone))?$"
)
_HURT_THINGS = re.compile(  # "my fender is hurt", "just my pride"
    r"\b(?:only |just )?(?:my|the|our) (?:car|truck|bike|fender|bumper|door|tires?|window|wallet|feelings|pride|house|fence)"
    r"(?: (?:is|are|was|were|got|has been) (?:\w+ )?hurt)?\b"
)
_NOBODY = re.compile(
    r"\b(?:(?:nobody|no one)(?: else)? (?:is |was |were |has been )?(?:(?:in|at|near) (?:it|there|the \w+|my \w+|sight)|inside|there|around"
    r"|home|here|anywhere|near)"
    r"|(?:did not|never|have not|has not) (?:even )?(?:see|seen|saw|hear|heard|notice|noticed) (?:any ?(?:body|one|thing)"
    r"|who|him|them|a soul|it happen)"
    r"|(?:it|they|he|everything|both|all of (?:it|them)|the (?:guys?|man|men|thief|thieves|person|people|driver|car|truck|bike|bag|\w+s))"
    r" (?:was|were|is|are|had|has|have) (?:already |all |both |just |long |since )*(?:gone|left|empty)"
    r"|the \w+ (?:was|is) (?:\w+ )?empty"
    r"|(?:ran|drove|took|got|walked|rode|sped|biked) (?:off|away)\b"
    r"|(?:when|by the time|until) (?:i|we) (?:\w+ )?(?:came|got|returned|went|woke|looked|walked|noticed|arrived|found|saw|opened"
    r"|checked)\b.*\b(?:gone|empty|not there))"
)
_ALL_WELL = re.compile(
    r"(?:^| )(?:(?:i|we) (?:am|are)|every ?(?:one|body) is|we are all|all of us are|(?:he|she) is|they (?:both )?are)"
    r" (?:just |all |perfectly |totally |completely |doing |both |really |quite )*(?:fine|okay|ok|all right|alright|safe|unhurt|good)"
    r"(?: (?:now|thanks?|thank you|though|here|dear|honey|sir|ma am))*$"
)
_SAID_WHEN = re.compile(
    rf"(?:(?:well|so|no|oh|uh|um) )*(?:{_THING} (?:was|happened|must have (?:been|happened)|would have (?:been|happened)|is|has been)"
    r" (?:\w+ ){0,3}?"
    r"|(?:i|we) (?:only |just |first )*(?:saw|noticed|found|discovered)(?: it| this| that| out)? (?:\w+ ){0,2}?"
    rf"|(?:like|about|around|some ?time|probably|maybe|just| )*){_TIME}\b"
)
_WHEN = re.compile(rf"\b{_TIME}\b")
MOST_WORDS = 45  # what is longer may tell anything


def nobody_there(plain: str) -> bool:
    """It tells that nobody was met or is there, or that all are well: "they were long gone when i came out", "i am fine"."""
    told = _HURT_THINGS.sub(" ", plain)
    if len(plain.split()) > MOST_WORDS or _NOT_OVER.search(told):
        return False
    return bool(_NOBODY.search(plain) or _ALL_WELL.search(plain) or _ONLY_THINGS.match(plain))


def long_past(plain: str) -> bool:
    """It does nothing but say when it was: "it was on sunday night", "about an hour ago", "i only saw it this morning"."""
    return len(plain.split()) <= MOST_WORDS and not _NOT_OVER.search(plain) and bool(_SAID_WHEN.match(plain))


def tells_of_the_past(plain: str) -> bool:
    """A time that is over stands anywhere in it. Enough for whoever answers a second time without a sign of danger."""
    return len(plain.split()) <= MOST_WORDS and not _NOT_OVER.search(plain) and bool(_WHEN.search(plain))
