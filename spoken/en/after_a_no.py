"""What is told after a no to an offer: "no no, when do they sweep Race Street", "I don't want a report, who cleans it". Pure.

The no is the answer; the rest is what the caller wants instead, and nobody should have to say it twice.
"""

from __future__ import annotations

import re

from spoken.en import goodbye, yes_no
from spoken.en.plain_words import plain_words

FEWEST_WORDS = 3  # that can tell a need
_NO_REPORT = re.compile(
    r"(?:(?:no|nope|nah|um+|uh+|oh|well|look|listen|sorry|but) )*"
    r"(?:i|we) (?:really |just )?(?:do not|never|will not|am not)(?: really| even)?"
    r" (?:want(?:ed)?|wanna|need(?:ed)?|asked?|care|asking|going)"
    r"(?: to| for| about)*(?: (?:do|make|file|have|give|report|any|a|an|no|the|my|your|one))*(?: police)? ?(?:reports?|that|it|one)\b"
)
_LATE_NO = re.compile(r"(?:(?:haha+|lol|ha|ok|okay|oh|um+|uh+|well|what) )+(?:no|nope|nah)\b")
_ASKS = re.compile(
    r"\b(?:who|what|when|where|which|how|why|(?:do|does|did|can|could|is|are|will|would|should) (?:i|you|they|there|we|someone|somebody)"
    r"|number|question|asking|curious|wonder\w*|(?:just|only) (?:want|need|wanted|needed|looking|the)"
    r"|tell me|give me|i (?:want|need|would like))\b"
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:who|what|when|where|which|how|why|(?:want|wanted|need|like) to (?:know|ask|find|see|check)|question|number|curious|wonder\w*)\b"
)
_REASON = re.compile(  # why not: nothing is wanted
    r"(?:(?:i|we|it|that|this) (?:am|is|are|was|will be|do not|did not|would rather not|can not) )?"
    r"(?:not|rather not|would rather not|good|fine|okay|ok|later|thanks?|thank you|busy|all set|too (?:long|much))\b"
)


def told_instead(text: str) -> str:
    """In plain words; "" for a no alone, for one with its reason or a goodbye, and for anything that is no no."""
    plain = plain_words(text)
    refused, late = _NO_REPORT.match(plain), _LATE_NO.match(plain)
    said = yes_no.read(text)
    if refused:
        rest = plain[refused.end() :].strip()
    elif said.value is False and said.sure and yes_no.begins_with_it(text):
        rest = said.rest
        if again := _NO_REPORT.match(rest):
            rest = rest[again.end() :].strip()
    elif late:
        rest = plain[late.end() :].strip()
    else:
        return ""
    nothing = len(rest.split()) < FEWEST_WORDS or goodbye.wants_nothing_else(rest) or goodbye.leaves(rest)
    return "" if nothing or (_REASON.match(rest) and not _ASKS.search(rest)) else rest


def refuses_a_report(text: str) -> bool:
    """ "I don't want a police report": in so many words."""
    return bool(_NO_REPORT.match(plain_words(text)))


def wants_to_know(rest: str) -> bool:
    """ "I just want to know if you have it"; not "I just wanted you to know"."""
    return bool(_WANTS_TO_KNOW.search(rest))


def asks_something(rest: str) -> bool:
    """What is told instead is a question, or says what is wanted."""
    return bool(_ASKS.search(rest))
