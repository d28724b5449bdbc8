"""What is said in one breath, cut into what each part of it tells: "no, make it 80, and it was the neighbor's cam". Pure; as it was said.

The parts of a list of words ("gold, leather strap, engraved") stay together: a cut needs the beginning of a sentence, a denial of
one thing more ("no serial no insurance"), or an "oh".
"""

from __future__ import annotations

import re
from typing import List

from spoken.utterance import squeezed

_BEGINS = (  # a sentence of its own
    r"(?:it|its|it's|i|i'm|i'd|i've|im|we|we've|he|he's|she|she's|they|they're|there|there's|theres|that|that's|thats"
    r"|this(?! (?:morning|afternoon|evening|week|month|past|monday|tuesday|wednesday|thursday|friday|saturday|sunday))|you|you've"
    r"|youve|my (?:neighbou?r|friend|wife|husband|name|phone|number|e-?mail)\S*"
    r"|the (?:\w+ ){1,2}(?:(?:is|was|were|has|had)(?:n'?t)?|should|wore|drove|may|might)|make|not (?:at|on|in) "
    r"|now the |where(?:'s| is| are) (?:the|my|our) |what about "
    r"|add|change|put|nobody|no one|(?:did|do)n'?t|(?:did|do|can|could|have) you|insurance|also|oh)\b"
)
_PART = (  # of a report, whose value comes next: "that's my name the damage is the driver door"
    r"(?:damage|(?:license |my )?plate|address|location|place|date|time|day|(?:phone |cell )?number|description|e-?mail"
    r"|(?:first |last |family )?name"
    r"|(?:repair )?cost|value|price|amount|other (?:car|vehicle|truck|plate))"
)
_DENIED = (
    r"(?:no|nor|without|zero(?! (?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty)\b)) (?!wait"
    r"|sorry|i mean|actually|not\b|no\b|that|it|idea|longer|more\b|the\b|i\b|you\b|he\b|she\b|they\b"
    r"|just\b)[a-z]"
)
_CUT = re.compile(
    rf"[!?;]+(?:\s+|$)|(?<!\b[a-z])(?<!\b(?:st|dr|mr|ms))(?<!\b(?:mrs|ave))\.+(?:\s+|$)"
    r"|[\s,]+but[\s,]+"
    rf"|\s+(?<!\bthat )(?<!\bif )(?<!\bof )(?<!\bis )(?<!\bthen )(?<!\band )(?=(?:the|my) {_PART} (?:is|was|should)\b)"
    rf"|\s+(?:(?:wait|and|actually|also|sorry)[\s,]+)+(?=(?:the|my) {_PART}\b)"
    rf"|[\s,]+(?:and|but|plus|so|or)[\s,]+(?:(?:and|but|plus|so|or|actually|then)[\s,]+)*(?={_BEGINS}|{_DENIED})"
    r"|[\s,]+and[\s,]+(?=(?:[a-z]+'s|his|her|their) (?:(?:phone|cell) )?number\b)"
    rf"|\s*,\s*(?={_BEGINS}|{_DENIED})"
    rf"|\s+(?={_DENIED})"
    r"|\s+(?:oh|oh and|and also|plus|also)[\s,]+(?=(?:it|its|it's|the|my|there|i|a|an|add|they|we)\b)",
    re.I,
)
_LEAD = re.compile(
    r"^(?:(?:(?:well|oh|ay|eh|hey|um|uh|hm+|ok|okay|yes|yeah|yep|but|and|so|sorry|actually|wait|just|also|please|plus|hold on|omg|nah|nope"
    r"|i (?:already )?(?:said|told you)(?: that)?|(?:like|as) i (?:said|told you)|i mean|i meant|you know"
    r"|wrong(?=[,.!]|$)|no(?= (?:no|it|its|it's|that|that's|thats|the|make|just|i|i'm|you|you've|change|my|he|she|they|there|around"
    r"|about|add|put|sorry|wait"
    r"|actually|not|we|well|its)\b)|no(?=[,.!]|$))(?![\w'])[\s,.!:]*))+",
    re.I,
)
_TAIL = re.compile(
    r"[\s,]+(?:(?:like|as) i (?:already )?(?:said|told you)|i (?:already )?told (?:you|u)|i already said(?: (?:that"
    r"|it))?|please|yeah|dear|honey|though"
    r"|thanks?|thank you|then)\W*$",
    re.I,
)
_SAID_BEFORE = re.compile(
    r"\b(?:(?:like|as) i (?:already |just )?(?:said|told)|i (?:already |just )?told (?:you|u)|i already said"
    r"|i (?:just )?said(?! (?:that|it|this|wrong|no|the wrong)\b))\b",
    re.I,
)


def clauses(text: str) -> List[str]:
    """The parts, each without the words that lead to it; those that say nothing are left out."""
    parts = (without_lead(part) for part in _CUT.split(squeezed(text)) if part)
    return [part for part in parts if re.search(r"\w", part)]


def said_before(text: str) -> bool:
    """ "Like I said", "I told you": it comes again, and corrects nothing."""
    return bool(_SAID_BEFORE.search(text))


def without_said_before(text: str) -> str:
    """The same without "like I said" and "I told you", of the same length."""
    return _SAID_BEFORE.sub(lambda found: " " * len(found[0]), text)


def without_lead(text: str) -> str:
    """Without "no, sorry, like i said" around it; "" when nothing else was said."""
    bare = _LEAD.sub("", squeezed(text).strip(" ,.;!"))
    return _TAIL.sub("", bare).strip(" ,.;!")
