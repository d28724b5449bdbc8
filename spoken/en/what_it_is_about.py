"""Whether words only name what it is about ("with my neighbor", "my car"), or tell something: somebody or something does or did. Pure."""

from __future__ import annotations

import re

_NAMES_WHAT = re.compile(  # what it is about, and not yet what happened: "with my neighbor", "it's about my car"
    r"\W*(?:um |uh |well |so |it's |its |yeah )*(?:(?:with|about|at|in|regarding) )?(?:my|our|a|an|the|some|this) \w+(?: \w+){0,2}\W*",
    re.I,
)
_OWN = re.compile(r"\W*(?:um |uh |well |it's |its |it was |yes )*(?:my|our|a|an|some) \w+", re.I)
_SENTENCE = re.compile(  # somebody or something does something, or is asked about
    r"\b(?:i|i'm|i've|i'd|we|my|our|me|there|there's|someone|somebody|people|he|she|they|it|it's|is|are|was|were|has|have|got|need|"
    r"want|how|what|where|who|when|can|could|do|does|did|report|pay|find|get|check)\b",
    re.I,
)


def only_names_it(text: str) -> bool:
    """ "It's about my car": what it is about, and not yet what happened."""
    return bool(_NAMES_WHAT.fullmatch(text))


def begins_with_ones_own(text: str) -> bool:
    """ "My bike ...", "um, it's a dog ..."."""
    return bool(_OWN.match(text))


def tells_something(text: str) -> bool:
    """Whether the words can name a need inside a question that asks for something else: "lot behind the building" cannot."""
    return bool(_SENTENCE.search(text))
