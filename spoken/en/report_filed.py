"""What people say to a report that was read back, and to "what should I change?", who want it filed as it is. Pure."""

from __future__ import annotations

import re

from spoken.en import complaints
from spoken.en.clauses import clauses

_ALRIGHT = re.compile(
    r"\W*(?:(?:alright|all right|ok|okay|fine|whatever|yes|yeah|sure|it's fine|that's fine|i guess|file it|go ahead|just|close enough"
    r"|good enough|then|oh well|well|dear)[ ,.!]*)+",
    re.I,
)
LONGEST = 200  # characters


def _said(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_DONE_SO = (
    r"(?:just|please|you can|go ahead and|then|so|now|ok|okay|well|yes|yeah|yep|no|nope|nah|lol|it's|its|that's|thats|it is|that"
    r" is|all|right|correct|good|fine|perfect|great|like that|as it is|as is|already|thanks|thank you|dear|man|everything|i said|oh|uh|um"
    r"|alright|whatever|sure|i mean|i guess|i suppose|hey|(?:close|good|near) enough|that'?ll do|that will do"
    r"|it'?ll do|it does|works|for me|go on|do it|and)"
)
_NOTHING = (  # "nothing to change", "change what, I don't want to change nothing", "it's fine like that"
    r"(?:nothing(?: at all)?(?: (?:is|was) wrong(?: with it)?)?"
    r"(?: (?:to|needs|is|i want to|i wanna|you should|should be|has to be) ?(?:change|changing|wrong|changed|fix)?)?"
    r"|(?:i |we )?(?:don't|dont|do not)(?: (?:want|wanna|need|have|got|wish)(?: to)?)? (?:to )?"
    r"chang(?:e|ing) (?:anything|nothing|a thing|it)"
    r"|(?:i |we )?(?:don't|dont|do not) (?:want|need|have) (?:any changes?|anything (?:to )?chang(?:e|ed))|no changes?"
    r"|(?:it's|its|it is|that's|everything is|everything's|all of it is) (?:all )?(?:right|correct|fine|good|ok|okay|perfect)"
    r"(?: (?:like that|as it is|as is|the way it is|now))?"
    r"|(?:leave|keep) it(?: (?:like that|as it is|as is|the way it is|be|alone))?)"
)
_FIRST = r"(?:(?:no|nope|nah|oh|uh|um|well|what|lol|but|change what|honey|dear|man|sorry)[ ,.!?]+)*"
FILES_IT = _said(  # at the read-back: "no just file it, it's right", "nothing. send it"
    rf"^\W*{_FIRST}(?:{_DONE_SO}[ ,.!?]+|{_NOTHING}[ ,.!]+)*(?:file|send|submit|turn in|put in|hand in)"
    r" (?:it|that|this|the report|my report)\b(?: (?:in|off|through|already|now|please|like that|as it is|as is|the way it is))*"
    rf"(?:[ ,.!]+(?:{_DONE_SO}|{_NOTHING}))*[ ,.!]*$"
)
NOTHING_TO_CHANGE = _said(
    rf"^\W*{_FIRST}{_NOTHING}(?:[ ,.!]+(?:thanks|thank you|please|man|dear|honey|really|lol|now))*[ ,.!]*$"
)
GOOD_ENOUGH = _said(  # of what was read back: it may be filed
    r"^\W*(?:(?:ok|okay|alright|all right|well|oh|yeah|yes|fine|eh|sure|that's|it's|i guess|i suppose|whatever)[ ,.!]+)*"
    r"(?:(?:close|good|near) enough|that'?ll do|that will do|it'?ll do|that works|works for me|it'?s fine as it is)"
    r"(?:[ ,.!]+(?:please|thanks|thank you|i guess|i suppose|for me|for now|dear))*\W*$"
)
LETS_IT_BE = _said(  # to "what should I change?"
    r"^\W*(?:(?:oh|no|ok|okay|well|ugh)[ ,.]+)*(?:never ?mind|forget (?:it|that|about it))\W*$"
)


def leaves_as_it_is(text: str) -> bool:
    """ "No just file it, it's right", "nothing to change". Who says more than that says something else."""
    said = text.strip()
    return len(said) <= LONGEST and bool(
        FILES_IT.match(said) or NOTHING_TO_CHANGE.match(said) or GOOD_ENOUGH.match(said) or _accepts_at_last(said)
    )


def _accepts_at_last(said: str) -> bool:
    """ "It still says aids but alright yes": a complaint, and then a yes to all of it."""
    before, but, last = said.rpartition(" but ")
    return bool(but) and bool(_ALRIGHT.fullmatch(last)) and all(not complaints.without(one) for one in clauses(before))
