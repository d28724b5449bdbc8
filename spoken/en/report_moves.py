"""What people say to move about in a report: skip, back, stop, later, "what was my code", and how they correct what they said. Pure.

Patterns of groups that `actions/report` puts together with what the classifier heard; `command` is a whole turn that is nothing else.
"""

from __future__ import annotations

import re
from typing import Dict, List, Optional


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
LATER = _said(  # at the end of whatever was told: "... but listen, can I finish this later"
    r"\b(?:can|could|may|let me|i'll|i will|i'd like to|i want to|i have to|i need to) (?:i |we )?(?:just )?(?:finish|do|complete|continue)"
    r"(?: (?:this|it|that|the rest|the report|filing))*(?: up)? (?:later|tomorrow|another time|some other time)\b"
)
YOU_CHOOSE = _said(  # of the four digits
    r"^(?:(?:uh|um|oh|ok|okay|well|please|sorry|no|just|can|could|i don't care|i don't mind)[ ,]+)*",
    r"(?:you(?: can| could| just)*(?: please)? (?:pick|choose|decide|make|give|select|do|set)\b(?: (?:me|it|them|one|up|for|some(?:thing)?|"
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
PLAIN = _said(r"^(?:yes|yeah|yep|no|nope)[.!]*$")
WRONG = _said(
    r"\b(?:wrong|incorrect|mistake|not right|isn't right|wasn't right|not correct|change|correct|fix|update|should be|",
    r"should have been|misheard|got that wrong)\b",
)
NEW = _said(
    r"\b(?:it's|it is|it was|that's|should be|should have been|is really|was really|change it to|to)\b[ ,]*(?P<rest>\S.*)$"
)
OF_THE_STREET = re.compile(
    r"\b(?:street|road|avenue|corner|intersection)(?:'s| is| was)?(?: (?:name|all|also))*(?: is| was)? (?:wrong|not right|incorrect)\b"
    r"|\bwrong (?:street|road|avenue|corner|intersection)\b",
    re.I,
)
# what people call a question, by the last part of its id, and the kind of answer that it takes
CALLED: Dict[str, List[str]] = {
    "where": ["place", "address", "location", "street", "corner", "intersection", "where"],
    "when": ["date", "time", "day", "when", "hour"],
    "phone": ["phone", "telephone", "cell", "mobile", "number"],
    "email": ["email", "mail"],
    "name": ["name", "spelling"],
    "plate": ["plate", "license", "tag"],
    "what_happened": ["story", "description", "happened"],
    "value": ["value", "price", "worth", "amount", "cost"],
    "serial": ["serial"],
    "what": ["item", "thing", "property"],
    "vehicle": ["car", "vehicle", "truck", "model", "make"],
    "suspect": ["suspect", "person"],
    "contact_by": ["contact", "notification"],
}


def command(text: str) -> Optional[str]:
    """skip, back, stop or unknown, where the whole turn says that and nothing more."""
    said = text.strip()
    return next((name for name, pattern in COMMANDS.items() if pattern.match(said)), None)
