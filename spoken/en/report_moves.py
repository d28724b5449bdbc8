"""What people say to move about in a report: skip, back, stop, later, "what was my code", and how they correct what they said. Pure.

Patterns of groups that `actions/report` puts together with what the classifier heard; `command` is a whole turn that is nothing else.
"""

from __future__ import annotations

import re
from typing import Optional

from spoken.en.numbers import DIGITS


def _said(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_START = (
    r"^(?:(?:uh|um|oh|okay|ok|well|please|sorry|no|just|can you|can we|could you|could we|let's|i'd like to|i want to|"
    r"you can)[ ,]+)*"
)
_END = r"(?:[ ,]+(?:please|thanks|thank you|for now|now|then))*[.!?]*$"

COMMANDS = {  # the whole turn is the command
    "skip": _said(
        _START,
        r"(?:skip(?: (?:it|that|this|that one|this one|the question|that question|this question))?|next(?: question| one)?|",
        r"pass|move on|leave (?:it|that) (?:blank|empty|out)|n/?a|not applicable|prefer not to say|i'd rather not(?: say)?)",
        _END,
    ),
    "back": _said(
        _START,
        r"(?:go back|back|back up|one back|previous(?: question| one)?|",
        r"the (?:previous|last|one before|question before)(?: question| one)?|",
        r"go back (?:one|a question|to the (?:last|previous) (?:one|question))|undo)",
        _END,
    ),
    "stop": _said(
        _START,
        r"(?:stop(?: here| it there)?|finish (?:this |it )?later|",
        r"(?:continue|go on|do (?:this|it|the rest)) (?:later|another time|tomorrow)|",
        r"save (?:it|this|that)(?: and exit)?|(?:stop|pause)(?: the report)?(?: for now)?|",
        r"never ?mind|forget (?:it|that|this|about it)|cancel(?: it| this| that| the report| my report)?)",
        _END,
    ),
    "unknown": _said(
        _START,
        r"(?:i (?:really )?(?:don't|do not|dunno)(?: really)? (?:know|remember|recall)(?: (?:that|it|this))?|(?:i have )?no idea|",
        r"not sure|i'm not sure|(?:i )?can't remember|unknown|i forgot|who knows)",
        _END,
    ),
}
START_OVER = _said(  # "can we start over please, this one's tuesday at my mom's"
    r"^(?:(?:uh|um|oh|okay|ok|wait|no|sorry|please|actually|hold on|you know what|can|could|may|i|we|you|let me|let's|want to|need to"
    r"|would like to|i'd like to|have to|just)[ ,.]+)*(?:(?:start|begin) (?:this |it )?(?:all )?(?:over|again"
    r"|from (?:the )?(?:start|beginning"
    r"|scratch|top))|restart)\b"
)
LATER = _said(  # at the end of whatever was told: "... but listen, can I finish this later"
    r"\b(?:can|could|may|let me|i'll|i will|i'd like to|i want to|i have to|i need to) (?:i |we )?(?:just )?(?:finish|do"
    r"|complete|continue)"
    r"(?: (?:this|it|that|the rest|the report|filing))*(?: up)? (?:later|tomorrow|another time|some other time)\b"
)
YOU_CHOOSE = _said(  # of the four digits
    r"^(?:(?:uh|um|oh|ok|okay|well|please|sorry|no|just|can|could|i don't care|i don't mind)[ ,]+)*",
    r"(?:you(?: can| could| just)*(?: please)? (?:pick|choose|decide|make|give|select|do|set)\b(?: (?:me|it|them|one|up"
    r"|for|some(?:thing)?|"
    r"the|a|any|numbers?|digits?|four|pin|code|that))*|(?:pick|choose|give me|make up) (?:one|some|any|them|it|four|a pin)(?: for me)?|"
    r"any(?:thing|\s?one| numbers?| four| digits?)?(?: is| will be)?(?: fine| ok| good)?|whatever(?: you (?:want|like))?|"
    r"(?:i )?(?:don't care|doesn't matter|don't mind)|up to you|surprise me|random)",
    _END,
)
ABOUT_A_PLATE = _said(r"\b(?:plates?|tags?)\b")
ABOUT_CODE = _said(
    r"\b(?:what(?:'s| is| was)|repeat|again|say|tell me|give me|read me|didn't (?:get|catch)|missed|lost|forgot)\b.*\bcode\b"
)
SEND_CODE = _said(
    r"\b(?:text|send|e-?mail|message)\b.*\bcode\b|\bcode\b.*\b(?:by|in an?|as an?) (?:text|e-?mail|message)\b"
)
LOST_CODE = _said(
    r"\b(?:lost|forgot(?:ten)?|misplaced|don't (?:have|remember|know)|can't (?:find|remember))\b"
    r".{0,12}\b(?:code|pin(?: (?:number|code))?)\b"
)
HOW_LONG = _said(
    r"\bhow (?:many|much) (?:more )?(?:questions|longer|more)\b|\bhow long (?:is|will|does|would) (?:this|it|that)|",
    r"\b(?:are we|almost) done\b",
)
WHAT_NEXT = _said(r"\b(?:what|how) (?:happens|does (?:it|that|this) work|will happen|do you do)\b")
WHY = _said(
    r"^(?:but |and |uh |um )*(?:why (?:do|are|is|should|does)\b.*\b(?:you|that|this|need|ask|asking|want|matter)\b|",
    r"what do you mean|what does that mean|what's that (?:for|mean)|what is that(?: for)?$|how do i find)",
)
QUESTION = _said(
    r"^(?:(?:so|and|but|um|uh|hey|wait|okay|also|by the way|quick question|before that|one question)[ ,]+)*",
    r"(?:what|what's|how|where|when|who|which|why|can|could|do|does|did|is|are|am|will|would|should|may)\b|\?\s*$",
)
ASKS_OF_DIGITS = _said(
    r"^(?:um+|uh+|oh|so|and|but|wait|ok(?:ay)?|what|huh|[ ,])*(?:what|why|which|how come)\b|\b(?:what for|for what|why)\W*$"
)
WISH = _said(
    r"\b(?:i|we)(?:'d| would| also| still| just)* (?:need|want|like|have to|got to)\b|\b(?:also|another|instead|report|besides|as well)\b"
)

SORRY = _said(  # "sorry, I meant yes"
    r"^(?:(?:no|oh|um|uh|wait|hold on|okay|and)[ ,.]+)*",
    r"(?:sorry|i meant(?: to say)?|i mean|actually|correction|scratch that|make that|i said|that should be|it should be|",
    r"not that(?! (?:i|we|anyone)\b))\b[ ,.:]*",
    r"(?:(?:i meant|i mean|actually|it's|it was|it is|that's|that was|to|make that|the answer is)\b[ ,]*)*(?P<rest>.+)$",
)
NO = _said(  # "no, fourteenth and Pearl"
    r"^(?:(?:no|nope|not that(?! (?:i|we|anyone)\b)|wait)[ ,.]+)+(?:(?:it's|it was|it is|that's|that was|at|on) )?(?P<rest>.+)$"
)
TOLD = _said(  # "no, the plate was ABC 123"
    r"^(?:(?:no|sorry|wait|actually|oh|um|uh)[ ,.]+)+(?:the|my) (?P<name>\w+(?: \w+)?) (?:was|is|should be|should have been) "
    r"(?!wrong|not|incorrect|still|there|gone)(?P<rest>\S.*)$"
)
GIVEN_UP = _said(  # "forget it, I want to report a pothole instead"
    _START,
    r"(?:actually[ ,]+)?(?:never ?mind|forget (?:it|that|this|(?:about )?(?:it|this|that|(?:the|my|this) report))|",
    r"cancel (?:it|this|that|(?:the|my) report)|",
    r"i(?:'ve)? changed my mind)\b",
)
_UP = r"(?:(?:just )?forget (?:it|this|the whole thing)|never ?mind|i give up)"
_OUT = r"(?:i'?m (?:out|done|leaving)|bye(?:[ -]bye)?|thanks?(?: you)?|sorry|man|bro|this|it|then|anyway|okay|ok)"
GIVES_UP = _said(  # at the end: "this is so many questions, forget it, I'm out"; "I'm done" alone may say that all is said
    rf"(?:^|[\s,.!]){_UP}(?:[\s,.!]+{_OUT})*[\s,.!]*$|\b(?:questions|too (?:long|much)|taking forever)\b.*\bi'?m (?:out|done)[\s,.!]*$"
)
QUOTES = _said(r"\b(?:said|says|told (?:me|us)(?: to)?|tells me(?: to)?)(?: just)?[\s,]+(?:just )?(?:forget|never)")
PLAIN = _said(r"^(?:yes|yeah|yep|no|nope)[.!]*$")
WRONG = _said(
    r"\b(?:wrong|incorrect|mistake|not right|isn't right|wasn't right|not correct|change|correct|fix|update|should be|",
    r"should have been|misheard|got that wrong)\b",
)
NEW = _said(
    r"\b(?:it's|its|it is|it was|that's(?! wrong)|should be|should have been|is really|was really|change it to|to)\b[ ,]*(?P<rest>\S.*)$"
)
# "1440 clayton": a number that is none of a telephone
HOUSE = re.compile(rf"\d{{2,5}} (?!\d)(?!(?:{'|'.join(DIGITS)})\b)[a-z][a-z ]*", re.I)
SAYS_PHONE = re.compile(r"\b(?:phone|telephone|cell|mobile|call me)\b", re.I)
OTHERWISE = _said(  # a yes to something else than what was read back: "yes, if it says 1440", "yep, with Tuesday"
    r"\b(?:if (?:it|you|that|the)|with|but|except|apart from|as long as|only (?:that|not)|should be|make (?:it|that)|not"
    r"|please (?:note|add|change|put|fix))\b"
)
EXCEPT = _said(
    r"\b(?:except|apart from|other than|but (?:not|please|make|change|add|put|fix|note|it(?:'s| is| was| should)|the|my"
    r"|you)|but (?:also|just) (?:note|add|put|write|include|say|change|mention|make)|(?:and|but|please) make it"
    r"|please (?:note|add|change|put|fix))\b"
)  # "yes, except ..." changes something, whatever else it repeats
OF_A_CODE = _said(r"\b(?:codes?|pin|access)\b")
READ_AGAIN = _said(  # at the read-back
    r"\b(?:read|say|repeat|tell me|give me) (?:\w+ ){0,4}?(?:back|again)\b|\brepeat (?:all|it|that|everything|please)\b"
    r"|\b(?:does|do|did) (?:it|that|the report|this)(?: now| still| really| actually)* (?:say|have|read|show)(?! that )\b"
    r"|^\W*(?:(?:yeah|yes|ok|okay|but|and|so|wait|um|uh|well)[ ,]+)*is (?:it|that|the \w+)(?: now| still| really| all)* "
    r"(?:fixed|changed|corrected|right now|gone now|in there|in it|there now|nine|ten|\w+teen|wrong)\b"
    r"|\bis it still \w+\W*$|\b(?:did|have) you (?:change|changed|fix|fixed)\b|\bwhat(?:'s|s| is) (?:the"
    r"|my) (?:\w+ ){1,3}(?:that )?you (?:have|got|put|wrote)\b"
    r"|^\W*(?:(?:sorry|um|uh|wait|ok|okay|but)[ ,]+)*what (?:did you (?:change|put|write|have|say)|do you have"
    r"|(?:date|time|name|address|place|number|amount) do you have|was that|is in it)\b"
)
SIGHS = _said(r"^\W*oh\b")  # "oh, one nine four two" has no zero before it
OF_THE_STREET = re.compile(
    r"\b(?:street|road|avenue|corner|intersection)(?:'s| is| was)?(?: (?:name|all|also))*(?: is| was)? (?:wrong|not right|incorrect)\b"
    r"|\bwrong (?:street|road|avenue|corner|intersection)\b",
    re.I,
)


def command(text: str) -> Optional[str]:
    """skip, back, stop or unknown, where the whole turn says that and nothing more."""
    said = text.strip()
    return next((name for name, pattern in COMMANDS.items() if pattern.match(said)), None)
