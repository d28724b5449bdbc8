"""What is told before a report of the dangers that its one question asks about: "this was yesterday", "nobody was hurt". Pure.

With any doubt nothing is denied, and it is asked about: by a word of anybody who is there or of anything that goes on, in any of the
turns, by a body, a weapon or somebody close to the caller that is not denied in so many words.
"""

from __future__ import annotations

import re
from typing import Dict, Sequence, Tuple

from spoken.en import concerns, over_by_now
from spoken.en.plain_words import plain_words

MOST_WORDS = 220  # of all turns together; what is longer may tell anything
_THERE = ("suspect_present", "happening_now")
_PAST = re.compile(
    r"\b(?:yesterday|the day before|last (?:night|week|weekend|month|year|\w+day)|over ?night|(?:in|during) the night"
    r"|the other (?:day|night|week)|(?:(?:a|an|one|two|three|four|five|six|several|few|couple of|couple) )+(?:days?|weeks?|months?"
    r"|years?) ago"
    r"|(?:on |this past )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:night|morning|afternoon|evening))?)\b"
)
_LONG_AGO = re.compile(  # nobody is inside any more
    r"\b(?:last (?:week|month|year|spring|summer|fall|autumn|winter)"
    r"|(?:(?:a|an|one|two|three|four|five|six|several|few|couple of|couple) )+(?:weeks?|months?|years?) ago"
    r"|(?:back )?in (?:january|february|march|april|may|june|july|august|september|october|november|december))\b"
)
_UNSEEN = re.compile(  # it was done while nobody was there
    r"\b(?:i|we)(?: all| both)? (?:was|were)(?: all| both| just| fast| sound)* (?:not (?:even )?(?:there|home|here|around)|asleep"
    r"|sleeping"
    r"|in bed|at work|away|out of town|on vacation|at (?:church|school|the (?:gym|movies|store|doctor|dentist|hospital)))\b"
    r"|\b(?:nobody|no one) (?:was|were) (?:in the (?:shop|store|house|car|truck|building|office|garage)|there|home|around|inside|in it)\b"
    r"|\b(?:when|by the time|until) (?:i|we) (?:\w+ )?(?:came|come|got|returned|went|woke) (?:back|home|out|up|outside|in)\b.*"
    r"\b(?:gone|missing|broken|smashed|empty|open|damaged|cut|not there)\b"
    r"|\b(?:i|we) (?:\w+ )?(?:found|discovered|noticed) (?:it|this|that|out)?(?: \w+){0,3}? (?:this|in the|yesterday|the next) ?morning\b"
    r"|\bfound it like (?:that|this)\b"
)
_GONE = re.compile(
    r"\b(?:he|she|they|the (?:guys?|man|men|kids?|thief|thieves|person|people|driver))"
    r" (?:(?:is|was|are|were|has|have|had|already|all|long|just|both) )*"
    r"(?:gone|left|ran (?:off|away)|took off|drove (?:off|away)|walked (?:off|away)|rode off|sped off|dipped)\b"
    r"(?! (?:with|after|a|an|his|her|me|us|him|my wife|my kid)\b)"
    r"|\b(?:nobody|no one) (?:is |was )?(?:there|here|around)(?: now| anymore| any more)?\b|\blong gone\b"
)
_NOBODY_HURT = re.compile(
    r"\b(?:nobody|no one|none of us|not|never|no)(?: (?:is|was|were|got|has|been|get|body|one|anybody|else))* (?:hurt|injured|injuries)\b"
    r"|\b(?:everyone|everybody|we|i)(?: (?:is|are|am|was|were|all|both))+ (?:fine|okay|ok|safe|alright|all right|unhurt)\b"
)
_NO_WEAPON = re.compile(r"\bno (?:weapons?|guns?|knife|knives)\b")
_STILL = re.compile(  # of anybody or anything that is there or goes on
    r"\b(?:still|since|right now|as we speak|at this moment|outside|again|keeps?|kept|every (?:day|night|time|week)|coming back"
    r"|comes? back"
    r"|came back|be back|is back|are back|hid(?:e|es|ing)|follow\w*|watching|waiting|knock\w*|bang\w*|pound\w*|trapped|scared|afraid"
    r"|terrified|threat\w*|noises?|footsteps|voices|upstairs|downstairs|basement|attic|at (?:my|the|our) (?:\w+ )?(?:door|window)"
    r"|in (?:my|the|our) (?:house|garage|yard|back ?yard|driveway|alley) (?:now|right)|(?:minutes?|seconds?|moment) ago|just (?:now"
    r"|happened)"
    r"|happening|going on|inside|(?:door|window|gate|garage) (?:is|are)(?: \w+)? open"
    r"|(?:he|she|they|guys?|m[ae]n|wom[ae]n|kids?|person|people|somebody|someone|dudes?) (?:is|are)(?! (?:(?:all|already|long"
    r"|just) )*gone\b"
    r"| (?:not|no longer) (?:there|here|around)| fine| okay| ok| safe| from\b))\b"
)
_STILL_THERE = re.compile(
    r"\b(?:nobody|no one|not|never|nothing)(?: (?:is|was|one|body|anyone|anybody|he|she|they|are))* (?:still|there now"
    r"|here now)(?: \w+)?\b"
)


_NOT_HERE = re.compile(
    r"\b(?:my|the|our) (?:ex|exes|ex (?:wife|husband)|husband|wife|kids?|father|mother|dad|mom)(?: (?:just|still|again|always))*"
    r" (?:is not|are not|did not|does not|has not|have not|never)(?: (?:just|even))? (?:show\w*|c[oa]me|bring\w*|brought|return\w*"
    r"|pick\w*|drop\w*|here)\b"
    r"(?:(?: \w+){0,5} again\b)?"
)


def denied_at_first(text: str) -> Tuple[str, ...]:
    """What the words in which a need is told deny of the one question that may decide it: whether somebody is there, or inside."""
    plain = plain_words(text)
    if (
        len(plain.split()) > MOST_WORDS
        or over_by_now.says_not_well(plain)
        or concerns.told_of(plain, ("injured", "threats_now"))
    ):
        return ()
    if _NOT_HERE.search(plain) and not concerns.tells_of_other(plain) and not _STILL.search(_NOT_HERE.sub(" ", plain)):
        return _THERE
    if not _there([plain], plain):
        return ()
    return (*_THERE, "inside_building") if _LONG_AGO.search(plain) else _THERE


def denied_in(turns: Sequence[str]) -> Tuple[str, ...]:
    """Of suspect_present, happening_now, injured, in_danger_now, in_danger and weapon: those that the turns deny together."""
    plain = [plain_words(turn) for turn in turns]
    all_ = " , ".join(plain)
    if len(all_.split()) > MOST_WORDS or over_by_now.says_not_well(all_):
        return ()
    there = _there(plain, all_)
    unseen = bool(_UNSEEN.search(all_))
    denied: Dict[str, bool] = dict.fromkeys(_THERE, there)
    calm = not concerns.told_of(all_, ("injured", "in_danger", "threats_now")) and not concerns.tells_of_other(all_)
    hurt = calm and bool(_NOBODY_HURT.search(all_) or (there and unseen))
    denied["injured"] = hurt
    denied.update(dict.fromkeys(("in_danger_now", "in_danger"), calm and there and unseen))
    armed = concerns.told_of(all_, ("weapon",)) or not calm
    denied["weapon"] = not armed and bool(_NO_WEAPON.search(all_) or (there and unseen))
    return tuple(name for name, is_ in denied.items() if is_)


def _there(plain: Sequence[str], all_: str) -> bool:
    """Whoever did it is not there: it was on another day, nobody was met, or they left."""
    said = _STILL_THERE.sub(" , ", all_)
    if _STILL.search(said) or concerns.told_of(said, ("suspect_present",)):
        return False
    return bool(
        _PAST.search(all_)
        or _LONG_AGO.search(all_)
        or _UNSEEN.search(all_)
        or any(_GONE.search(turn) for turn in plain)
    )
