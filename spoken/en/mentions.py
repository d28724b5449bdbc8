"""Whether words speak of another matter at all, or only deny it or mention it: "i didn't find anything" is about no found thing. Pure."""

from __future__ import annotations

import re

_DENIES = re.compile(
    r"^\W*(?:(?:no|nah|wait|but|well|uh|um|what|huh|hey|and)\b[ ,.!?]*)*(?:i|we|it|that|this|there|nobody|no one)(?:'s| is| was)?"
    r" ?(?:did ?n[o']?t|didnt|do ?n[o']?t|dont|have ?n[o']?t|havent|never|not|was ?n[o']?t|wasnt|is ?n[o']?t|isnt|no)\b",
    re.I,
)
_LOUD = re.compile(
    r"\b(?:noise|noisy|loud\w*|music|party|parties|bass|blasting|barking|barks|drums?|construction|fireworks|shouting|yelling|screaming|sound|speakers?"
    r"|leaf ?blowers?|revving|honking|alarm|banging|hammering|racket|quiet|sleep)\b",
    re.I,
)
# what must be spoken of where a need of this name is meant
_SPEAKS_OF = {
    "found_property": re.compile(r"\b(?:found|picked up|turn(?:ed)? in|finding)\b", re.I),
    "where_is_officer": re.compile(
        r"\b(?:officers?|cops?|police|deputy|deputies|patrol|somebody|someone|anyone|anybody|you guys|eta|coming|arrive|get here)\b",
        re.I,
    ),
    "officer_message": re.compile(r"\b(?:officers?|cops?|police|detective|sergeant|deputy|message)\b", re.I),
    "case_status": re.compile(
        r"\b(?:case|report|status|update|happen\w*|follow(?:ed|ing)? up|hear\w*|investigat\w+)\b", re.I
    ),
    "noise_party_now": _LOUD,
    "noise_ongoing": _LOUD,
    "towed_impound": re.compile(r"\b(?:my|our|impound\w*|lot)\b|\btowed\b", re.I),
}
_FOUND_NOTHING = re.compile(r"\b(?:did ?n[o']?t|didnt|never|have ?n[o']?t|havent) (?:even )?(?:find|found)\b", re.I)


def speaks_of(text: str, need: str) -> bool:
    """Whether the words may begin this need beside a report."""
    if _DENIES.match(text) or (need == "found_property" and _FOUND_NOTHING.search(text)):
        return False
    wanted = _SPEAKS_OF.get(need)
    return wanted is None or bool(wanted.search(text))
