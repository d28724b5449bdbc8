"""What people say of how their report was taken: "you left out the van", "it still says aids", "put that or they won't find it". Pure.

Only what such words tell of the matter is of the report; the complaint itself is ours to hear, and nobody else's to read.
"""

from __future__ import annotations

import re

from spoken.en.clauses import without_lead
from spoken.utterance import squeezed

_YOU = r"(?:you(?:'ve| have|'re| guys)?|youve|u|it|the report|that thing)"
_LEFT_OUT = re.compile(  # what stands behind it is missing in the report, and may tell more
    rf"^(?:(?:negative|nope?|well|but|and|hey|so|ok|okay|alright)[ ,]+)*{_YOU}(?: still| also| just)?"
    r" (?:left(?: out| off)|leave(?: out| off)|dropped|forgot(?:ten)?(?: about| to (?:say|put|mention|add|write)(?: in)?)?|missed|skipped"
    r"|lost|(?:didn'?t|did not|don'?t|never|haven'?t|hasn'?t|have not) (?:even )?(?:say|said|get|got|put"
    r"|mention(?:ed)?|add(?:ed)?|list(?:ed)?"
    r"|include[d]?|write|wrote|take|took|written|have|tell|read)(?: down| in)?)"
    r"(?: anything| nothing| a word| the part)?(?: about)?\b[ ,:]*(?P<what>.*)$",
    re.I,
)
_MISSING = re.compile(
    r"^(?:and |but )?(?:where(?:'s| is| are| did)|what about|what happened to)\b[ ,:]*(?P<what>.*?)"
    r"(?: part| go| gone| went| then)?$",
    re.I,
)
_STILL_SAYS = re.compile(
    rf"^(?:{_YOU}) (?:still|keeps?|always) (?:say|says|said|saying|have|has|put|puts|read|reads|got)\b(?P<what>.*)$"
    rf"|^(?:you|it|the report) (?:said|says|put|wrote|got|has) (?:it |that |this |my \w+ )?(?:all )?(?:wrong|backwards|mixed up)\b.*$"
    r"|^you keep (?:saying|changing|putting|asking|getting)\b.*$",
    re.I,
)
_INSTEAD = re.compile(
    r"\b(?:it'?s|it is|it was|it (?:could|should|must|might)(?:'ve| have)?|should be|should say|not)\b.*$", re.I
)
_SCOLDS = (
    r"(?:that's|thats|that is|this is|it's|what a|you're|so) (?:so |just |really |completely |totally )?(?:stupid|dumb|ridiculous|silly"
    r"|nonsense|crazy|annoying|useless|terrible|insane|a joke|garbage|not what i (?:said|told you)|all wrong|backwards|mixed up)"
    r"|(?:are you|you aren'?t|weren'?t you|you're not|you weren'?t) (?:even )?(?:listening|deaf|kidding|serious)\b.*"
    r"|(?:what|huh|who said that|my what|your what|what are you talking about|for (?:pete'?s|god'?s|heaven'?s) sake"
    r"|oh my god|jesus|come on)"
    r"|i (?:already |just )?(?:gave|told|said) (?:you |it to you )?(?:that|it|this|all (?:of )?(?:that|this)|so|the (?:address|name|time"
    r"|number|plate))(?: already| before| twice| three times)?"
    r"|(?:i|we) (?:never|didn'?t|did not|don'?t) (?:said?|tell|told|mention(?:ed)?|ask(?:ed)? for|want(?:ed)?) (?:that"
    r"|this|it|anything about .*|the word .*|fireworks)"
    r"|(?:they|he|she|you|nobody|no one|somebody) (?:won'?t|can'?t|will never|wouldn'?t) (?:ever )?(?:find|know|see"
    r"|get|understand|believe|recognize)\b.*"
    r"|(?:it|that|this)(?:'s| is)? ?(?:ain'?t|isn'?t|not) (?:right|correct|true|what i (?:said|told you))"
    r"|you(?:'re| are)? (?:not|ain'?t) (?:even )?listening"
    r"|i don'?t (?:need|want) you to\b.*|(?:alright|all right|ok|okay|fine|whatever|oh well)(?: yes| yeah| then| fine| okay)*"
)
_ONLY_SCOLDS = re.compile(rf"^\W*(?:(?:{_SCOLDS})(?:[ ,.!?]+|$))+$", re.I)
_BEFORE = re.compile(
    r"^(?:(?:my what|your what|what|huh|who said that|for (?:pete'?s|god'?s) sake|(?:no )?that's (?:stupid|dumb|ridiculous|not what i said)"
    r"|(?:i|we) (?:never|didn'?t|did not) (?:say|said) (?:that|it|this)[ ,.]+(?=(?:so |please |just )*(?:scrap|take"
    r"|remove|delete|drop|leave|erase)\b)"
    r"|i (?:gave|told) you (?:that|this) already|(?:i|we) (?:never|didn'?t|did not) (?:say|said"
    r"|tell you) (?:\S+ ){1,4}?(?=(?:it|that) was|it'?s|it is|that'?s)"
    r"|\S+(?: \S+){0,3} what (?=no\b))(?: ?no+)?[ ,.!?]*)+(?=\S)",
    re.I,
)
_AFTER = re.compile(
    r"[ ,.]+(?:(?:so |and |please |just )*(?:put|write|add|say|get|fix|change) (?:that|it|this)(?: in| down)?(?: please)?"
    r"|or (?:else )?(?:they|you|he|she|nobody|no one|the (?:officer|police|cops?)) (?:won'?t|can'?t|will never|wouldn'?t|will)\b.*"
    r"|(?:that's|thats|this is|it's) (?:so |just |really )?(?:stupid|dumb|ridiculous|silly|nonsense|annoying|crazy)"
    r"|for (?:pete'?s|god'?s|heaven'?s) sake|i gave you that(?: already)?|did you (?:lose|forget|drop) (?:it|that|the \w+|my \w+))[ .!?]*$",
    re.I,
)


def left_out(clause: str) -> str:
    """What somebody says that is missing: "the suspects and the van" of "you left out the suspects and the van"; "" where nobody does."""
    found = _LEFT_OUT.match(clause) or _MISSING.match(clause)
    return found["what"].strip(" ,.?!") if found else ""


def still_says(clause: str) -> bool:
    """ "It still says aids": what was read back is wrong yet, and nothing new is told."""
    return bool(_STILL_SAYS.match(clause))


def without(clause: str) -> str:
    """What a remark tells of the matter; "" of a complaint alone."""
    said = _AFTER.sub("", _AFTER.sub("", _BEFORE.sub("", squeezed(clause).strip())))
    if still := _STILL_SAYS.match(said):
        instead = _INSTEAD.search(still["what"] or "")  # "you still said forty five, it's four twenty five"
        said = instead[0] if instead else ""
    if not re.search(r"\w", said) or _ONLY_SCOLDS.match(said):
        return ""
    missing = _LEFT_OUT.match(said)
    return without_lead(missing["what"]) if missing else said
