"""What people say while they ask about their case: that they have no number, when they will hear, another case than this one. Pure."""

from __future__ import annotations

import re

from spoken.en.plain_words import plain_words

_NO_NUMBER = re.compile(  # in plain words
    r"\b(?:lost (?:it|the|my|that)|i lost|forgot|forgotten|do not (?:have|remember|know)"
    r"|did not (?:get|write|keep|have)|never (?:got|had|gave)"
    r"|no idea|have not got|can not find|(?:no|not any|without a|without the) (?:case|report|access)? ?(?:number|code|case)"
    r"|no (?:case|numbers?|codes?)|(?:what|why) i am (?:calling|asking|here) (?:for|about)?|that is (?:what|why|the thing)"
    r"|i (?:need|want) (?:it|the number|that number|one)"
    r"|(?:looking for|trying to (?:find|get)) (?:it|the number|my (?:report|case) number))\b"
)
_NOT_A_CASE = re.compile(
    r"^(?:(?:no|um+|uh+|oh|well|i) )*(?:no case|not (?:a|about a|my) case|have no case|do not have a case|no report)\b"
)
_WHEN = re.compile(
    r"\b(?:when|how long|how soon|will)\b.{0,30}\b(?:hear|know|news|call(?:ed)? me|contact(?:ed)?|be in touch|come(?:s)? of it|take)\b",
    re.I,
)
_ANOTHER = re.compile(r"\b(?:an ?other|other|different|second|one more|not (?:that|this) one)\b", re.I)
_ONE_MORE = re.compile(  # a thing, and nothing that happened or is wanted: "yes the gym bag, gray nike with running shoes, about 150"
    r"^\W*(?:(?:yes|yeah|yep|oh|and|also|well|um|uh|wait|actually|sorry|there's|there is|there was|i forgot(?: about)?|plus)[ ,.]+)*"
    r"(?:(?:the|my|a|an|our|some|one|two|three|\d+) )?(?!(?:police|officer|person|report|thanks?|thank|no|nothing|what|when|where|who"
    r"|how|why|i|is|it|do"
    r"|can|could|will|please|help|just|that)\b)[a-z][\w'-]{0,40}\b"
    r"(?!.*\b(?:stole|stolen|took|taken|towed|hit|broke|broken|happened|report|reported|call|want|need|help"
    r"|who|someone|somebody|he|she|they|is|are)\b)"
    r"(?=.*(?:\d|\b(?:dollars?|bucks|hundred|about|worth|black|white|red|blue|gr[ae]y|silver|brown|pink|purple|orange|gold)\b))",
    re.I,
)
_PART = (
    r"(?:the|my|that|your) (?:(?:license|phone|house|street|first|last|family|email|e-mail|repair|other) )?(?:address|place"
    r"|location|street"
    r"|date|time|day|name|number|phone|plate|car|vehicle|amount|price|cost|value|damage|description|report|spelling|e-?mail|item|thing)"
)
_FAULT = re.compile(  # of what was filed: "the address is wrong", "can you fix the date", "I never said fireworks"
    rf"\b{_PART}(?:'s| is| was| should be| should say)(?: \S+){{0,6}}? (?:wrong|incorrect|misspelled|off|backwards|not|missing)\b"
    rf"|\b{_PART} (?:isn'?t|wasn'?t|ain'?t) (?:right|correct|it|that|\S+)"
    rf"|\b(?:fix|change|correct|update) {_PART}\b|\b(?:change|fix|correct) (?:it|that) to\b"
    rf"|\b(?:wrong|incorrect) (?:address|place|date|time|day|name|number|plate|car|amount|street)\b"
    rf"|\byou (?:got|have|put|wrote|said|filed)(?: down)? {_PART} (?:wrong|backwards|in wrong)\b"
    r"|\b(?:i|we) (?:never|didn'?t|did not) (?:say|said|tell you|mention|mentioned) (?!(?:that|anything|it|so)\W*$)\S"
    r"|\bit (?:should|was supposed to|has to|is supposed to) (?:be|say|have)\b",
    re.I,
)
_ITS_VALUE = re.compile(  # which says what would be right
    r"\d|\bnot \w|\b(?:it's|its|it is|it was|should be|should say|to) (?!(?:wrong|incorrect|not|off|the|my|that|you|fix|change)\b)\w"
    r"|\b(?:never|didn'?t|did not) (?:say|said|tell|mention)",
    re.I,
)
_TOLD_AT_ONCE = re.compile(r"\badd(?:ing)? that (?:\S+ ){2,}\S+", re.I)  # "... that my neighbor has a video"


def has_no_number(text: str) -> bool:
    """ "I lost it", "I never got one"."""
    return bool(_NO_NUMBER.search(plain_words(text)))


def has_no_case(text: str) -> bool:
    """ "No case, just RTD's number": it is about no case at all."""
    return bool(_NOT_A_CASE.search(plain_words(text)))


def asks_when(text: str) -> bool:
    """ "When will I hear something"."""
    return bool(_WHEN.search(text))


def means_another(text: str) -> bool:
    """ "Not that one", "the other case"."""
    return bool(_ANOTHER.search(text))


_DID_YOU_PUT = re.compile(  # "did you put that it's on the alley side"; not "did you put my name"
    r"^\W*(?:(?:yes|yeah|yep|oh|and|also|well|um|uh|wait|but|ok|okay|sorry|so)[ ,.]+)*"
    r"(?:did|do|have|could|can|would|will) (?:you|u)(?: guys)?(?: also| already| please)? (?:put|write|wrote|get|got|note|add|added"
    r"|mention|include"
    r"|have)(?: (?:it |this )?(?:down|in|in there|on there))?(?: that|,)? (?=(?:it|it's|he|he's|she|she's|they|they're|there"
    r"|there's|the|my|we|i)\b"
    r"(?: [\w']+){3,})",
    re.I,
)


def asks_whether_it_is_in(text: str) -> bool:
    """ "Did you put that it's on the alley side": said after the filing it tells something, and goes with the report."""
    return len(text.split()) <= 30 and bool(_DID_YOU_PUT.match(text))


def names_one_more(text: str) -> bool:
    """ "Yes, the gym bag, gray Nike, about 150", right after a report of what else was taken."""
    return (len(text.split()) <= 25 and bool(_ONE_MORE.match(text))) or asks_whether_it_is_in(text)


def tells_at_once(text: str) -> bool:
    """ "I want to add that my neighbor has a video": what is to be added is told in the same breath."""
    return bool(_TOLD_AT_ONCE.search(text))


def says_it_is_wrong(text: str) -> bool:
    """ "No, the address is 2211, not 410", right after a report was filed: something that it says is not so."""
    return len(text.split()) <= 30 and bool(_FAULT.search(text))


def tells_what_is_right(text: str) -> bool:
    """ "The address is 2211"; not "can you fix the address"."""
    return bool(_ITS_VALUE.search(text)) or len(text.split()) > 12
