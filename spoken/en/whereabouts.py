"""Whether words tell of somebody, only that something is there, or only that whoever did it has left. Pure; as heard.

For whoever weighs danger: none of these says what is there or who, and the question that was put decides what they are worth.
An answer of yes or no is read by yes_no.py, a story that is over by over_by_now.py.
"""

from __future__ import annotations

import re

_OF_THEM = re.compile(
    r"\b(?:all|both|each|every|some|most|half|one|two|three|four|none|any|many|a few) (?:\w+ )?of them\b", re.I
)  # things
_SOMEBODY = re.compile(  # or something that is danger by itself
    r"\b(?:he|she|they|him|her|them|i|i'm|me|my|we|us|man|woman|men|kids?|child|children|baby|people|person|somebody|someone|"
    r"fire|burning|flames?|smoke|smoking|gas|wires?|cables?|power|sparks?|sparking|blood|bleeding|gun|knife|bomb|explo\w+|leak\w*|"
    r"happening|now|still|(?<!the )back|coming|going on)\b",
    re.I,
)
_PRESENCE = re.compile(  # that something is there, and not what: of a parked car as of a burglar
    r"(?:(?:yes|yeah|yep|well|and|he|she|it|they|he's|she's|it's|they're|is|are|was|still|always|here|there|right|now|again|outside|today|"
    r"tonight|at|the|moment|as|we|speak)\W*){1,9}",
    re.I,
)
_ABSENCE = re.compile(  # that whoever did it is not there any more
    r"(?:(?:no|well|um|uh|oh|but|and|i think|by now|already)[ ,]*)*"
    r"(?:he|she|they|the (?:guy|man|person|thief|thieves|driver|kids?)|whoever (?:it was|did it))"
    r"(?: is| are| was| were| has| have|'s|'re)? ?(?:all |long |already )*(?:gone|left|ran (?:off|away)|run (?:off|away)|drove (?:off|away)"
    r"|took off|not (?:here|there)(?: any ?more)?)(?: already| by now| long ago| now| then| since)*"
    r"(?: (?:toward|towards|down|up|along|across) (?:\w+ ?){1,3}?"
    r"| (?:on|in) (?:a|an|his|her|their) (?:\w+ )?(?:bike|car|truck|van|scooter|suv))?"
    r"(?: (?:about |around |like |maybe )?(?:half )?(?:an?|\w+) (?:minutes?|hours?|hour) ago| a (?:good )?while (?:ago|back))?\W*",
    re.I,
)
_IN = re.compile(r"^(?:(?:um|uh|well|it was|it's|this was|that was|it happened|over|out|down|up) )*(?:in|at)\b", re.I)


def names_somebody(words: str) -> bool:
    """Somebody, or something that is danger by itself; "all of them" are things."""
    return bool(_SOMEBODY.search(_OF_THEM.sub(" ", words)))


def only_that_it_is_there(words: str) -> bool:
    """ "He's there right now": of a parked car as of a burglar."""
    return bool(_PRESENCE.fullmatch(words.strip()))


def only_that_they_left(words: str) -> bool:
    """ "No, he ran off down the street five minutes ago", and nothing else."""
    return bool(_ABSENCE.fullmatch(words.strip()))


def begins_with_where(words: str) -> bool:
    """ "In Lakewood, off of Kipling", "it happened at the mall"."""
    return bool(_IN.match(words))
