"""What an answer of yes or no tells beside it: who did it in "yes, his name is Kevin", the thing in "no, it was a bicycle". Pure."""

from __future__ import annotations

import re

from spoken.en import grumbles, phones, things, vehicles

_MOST_WORDS, _FEWEST_WORDS = 40, 4
_YES = re.compile(r"^\W*(?:(?:yes|yeah|yep|yea|ya|yup|sure|ok|okay|uh|um|well|oh|i do|i know)\b[ ,.!]*)+", re.I)
_DESCRIBES = re.compile(
    r"\b(?:name(?:'s|d)?|called|goes by|number|phone|plate|address|lives?|wearing|hoodie|hat|jacket|tall|short|skinny|heavy|bald"
    r"|beard|tattoos?|white|black|hispanic|latino|asian|blonde?|male|female|years old|drives?|driving"
    r"|landlord|neighbou?r|coworker|roommate|manager)\b",
    re.I,
)
_IT_WAS = re.compile(r"\b(?:it was|it's|they were|just)(?: just| only)? (?=(?:a|an|my|our|some|the) )", re.I)


def description_in(text: str, country: str) -> str:
    """What is told of somebody or of a vehicle beside a yes; "" where that is nothing that a description is made of."""
    words = grumbles.without(_YES.sub("", text))
    few = _FEWEST_WORDS <= len(words.split()) <= _MOST_WORDS
    described = _DESCRIBES.search(words) or phones.phone_in(words, country) or vehicles.described(words) != words
    return words if few and described else ""


def thing_instead(text: str) -> str:
    """ "No, it was a bicycle": the thing; "" where no thing that people own is named."""
    said = _IT_WAS.search(text)
    found = things.thing_in(f"they took {text[said.end() :]}") if said else None
    return found.text if found else ""
