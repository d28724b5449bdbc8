"""Slips of a recogniser that grammar gives away: "he as breaking in to mine how's" is "he is breaking into my house". Pure.

Only for judging what was meant: what was heard stays as it is wherever it is kept, told or read for facts. A word is mended where English
has no use for it; where it may well stand ("such as a fire", "a friend of mine", "to the store") it stays.
"""

from __future__ import annotations

import re
from typing import Pattern, Tuple

_ONES = "my|our|his|her|their|your|the|a|an|mine"
_NO_STATE = "nothing|something|anything|everything|evening|morning|king|thing|string|spring|during"
_STATE = (
    r"not|on fire|trapped|stuck|unconscious|missing|bleeding|hurt|dead|drunk|down|here|gone|still|in (?:the|my|our|a)|out there|"
    rf"(?!(?:{_NO_STATE})\b)\w+ing"
)
_AS_SUBJECT = (
    rf"he|she|it|there|who|someone|somebody|something|everything|nobody|(?:{_ONES}) [\w'-]+(?: [\w'-]+){{0,2}}"
)
_HAD = "gun|knife|rifle|pistol|machete|bat|weapon|seizure|fever|fit|stroke"
_PEOPLE = "men|guys|women|people|kids|boys|girls|fellows|dudes|teenagers|cars|trucks|dogs|of them"
_BARE_VERB = "wake|breathe|stop|let|move|answer|come|leave|open|quit|respond|start|stay|shut|turn|drop|listen"
_TO_DO = "report|add|leave|file|get|know|speak|talk|pick|find|see|pay|finish|continue|press|turn|complain|ask|kill|come|make|tell|check"
_AFTER_MINE = (  # after which "mine" stands for a thing, and not for "my"
    "is|was|are|were|has|had|have|and|or|but|in|on|at|to|too|for|from|of|that|the|it|got|gets|just|won't|isn't|doesn't|didn't|hasn't|"
    "wasn't|would|will|can|can't|if|so|as|with|because|when|again|anymore|please|thanks|yesterday|today|went|came|broke|disappeared|"
    "looks|says|said|by|i|i'm|he|she|they|we|you|third|twice|once|going|like|never|always|ever|also|being|getting|shafts?|every|all|only|"
    r"now|back|\w{2,}ed"
)
_TABLE = (  # (what was heard, what it means), in this order: one slip can stand beside another
    (r"\bfor (?=years? old\b)", "four "),
    (r"\bto (?=years? old\b)", "two "),
    (r"\bsome (body|one)\b", r"some\1"),
    (r"\b(in|out) side (?=(?:my|the|our|his|her|a|an|of (?:my|our))\b)", r"\1side "),
    (rf"\bin to (?=(?:{_ONES}|cars|houses|people|oncoming|traffic)\b)", "into "),
    (r"\b(broken|broke) in to\b", r"\1 into"),
    (
        rf"(?<!\bof )(?<!\bthe )(?<!\ba )(?<!coal )(?<!gold )(?<!old )(?<!\bnot )(?<!n't )\bmine (?!(?:{_AFTER_MINE})\b)(?=\w)",
        "my ",
    ),
    (rf"\b({_ONES}) how's\b", r"\1 house"),
    (r"\bempty how's\b", "empty house"),
    (rf"\b({_ONES}) rode\b", r"\1 road"),
    (r"\b(street|traffic|stop|porch) lite\b", r"\1 light"),
    (r"\b(a|this|my) cars (?=(?:is|as|was|has|went|hit|just|drove|got|gone|and)\b)", r"\1 car "),
    (
        rf"\btheirs (?=(?:an?|the|some\w*|no|been|bin|smoke|water|blood|flames|gas|glass|two|three|{_PEOPLE})\b)",
        "there's ",
    ),
    (
        r"(?:^|\b)their (?=(?!washing\b)\w+ing (?:a|my|the|at|in|into|outside|inside|on me|him|her|me|us|people|someone)\b)",
        "they're ",
    ),
    (r"^there (?=\w+ing (?:a|my|the|at|in|into|him|her|me|us|people|someone)\b)", "they're "),
    (
        rf"\b(he|she|who|somebody|someone|(?:{_ONES}) \w+) as (?=(?:a|an|the|his|her|my) (?:\w+ )?(?:{_HAD})\b)",
        r"\1 has ",
    ),
    (rf"\b({_AS_SUBJECT}) as (?=(?:{_STATE})\b)", r"\1 is "),
    (r"\b(has|have|had|as|(?:he|she|it|there|who|what)'s|(?:i|we|they|you)'ve)( just| already)? bin\b", r"\1\2 been"),
    (rf"(?<=\w )\bwant (?=(?:{_BARE_VERB})\b)", "won't "),
    (r"\b(?:write|rite) (?=(?:now|away|here|there|in front|outside|next|behind|beside)\b)", "right "),
    (r"\bbrak(e|ing) (?=in(?:to)?\b)", r"break\1 "),
    (r"\b(my|the|a|fake) please\b", r"\1 police"),
    (
        r"\b(was|been|got|is|were|being|are|as) stole(?: in)?\b(?! (?:my|the|our|his|her|from (?:me|us))\b)",
        r"\1 stolen",
    ),
    (r"\b(somebody|someone|they|he|she|kids|who) stolen (?=(?:my|mine|the|our|a)\b)", r"\1 stole "),
    (rf"\b(there's|there are|saw|see) to (?=(?:{_PEOPLE})\b)", r"\1 two "),
    (rf"^to (?=(?:{_PEOPLE})\b)", "two "),
    (rf"\b(want|wants|need|like|going|trying|tries|refuses|how) two (?=(?:{_TO_DO})\b)", r"\1 to "),
    (r"(?<!\bat )\bfour (?=(?:an|the|my|our|victims)\b)", "for "),
    (r"\btoo (?=(?:the|my|me|him|her|us|kill|hurt|our)\b)", "to "),
    (r"\breport a (?=(?:an?|it|the|that|this|on|i|online|and|for|my)\b)", "report "),
    (r"\b(right|over|he's|she's|they're|come|came) hear\b", r"\1 here"),
    (
        r"\b(i|can|could) here (?=(?:them|him|her|it|someone|somebody|people|shots|screaming|glass|footsteps)\b)",
        r"\1 hear ",
    ),
)
MISHEARD: Tuple[Tuple[Pattern[str], str], ...] = tuple(
    (re.compile(said, re.IGNORECASE), as_meant) for said, as_meant in _TABLE
)


def meant(text: str) -> str:
    """The text with such slips mended; everything else as it was."""
    for heard, as_meant in MISHEARD:
        text = heard.sub(as_meant, text)
    return text
