"""What people say to us while they answer, and is no part of the answer: "like I said", "describe my copper? it's ...", "dear". Pure.

`without` leaves the answer, "" where nothing else was said: "as in my first message", "how would I know".
"""

from __future__ import annotations

import re

MOST_WORDS = 30  # what is longer tells a story, whose words are kept
_SO = r"(?:just|already|have|had|literally|did|even|only)"
_BEFORE = (
    r"(?: (?:before|already|earlier|above|twice|two times|three times|now|it|that|this|so|just now|in (?:my|the) first message"
    r"|at the (?:very )?(?:start|beginning)|from the (?:start|beginning)|a minute ago|a second ago))*"
)
_YOU = r"(?:you|u|ya|y'all)"
_AS_SAID = (  # wherever it stands
    rf"(?:like|as|same as) (?:i|we)(?:'ve)? (?:{_SO} )*(?:said|say|told {_YOU}|mentioned|wrote|stated|explained){_BEFORE}"
    r"|as (?:stated|mentioned|noted|said|described)(?: (?:above|before|earlier))?|as (?:in|per) (?:my|the) (?:first|last|earlier) message"
    r"|(?:like|as) (?:you|u) said"
)
_I_SAID = rf"(?:(?:i|we)(?:'ve)? (?:{_SO} )*(?:told {_YOU}|said){_BEFORE}|i just did)"  # first, or last
_NOT_TO_US = r"(?! (?:to|not|him|her|them|hello|hi|stop|no|hey|get|leave|don't|nothing)\b)"
_COMPLAINS = (
    r"(?:how|why) (?:the (?:hell|heck) )?(?:would|should|could|can|do|am) i (?:supposed to |possibly |even )*know"
    r"(?: (?:that|it|his|her|their|the)(?: \w+)?)?"
    r"|(?:you|u)(?:'ve| have)? (?:already |just )+asked(?: (?:me|that|this|it))*(?: already| twice| before)?"
    r"|are (?:you|u) (?:kidding|serious|deaf|listening|even listening)(?: to me| me)?|(?:weren't|aren't) you listening"
    r"|(?:i'm|im|i am) telling (?:you|u)|you(?:'ve)? (?:already )?(?:got|have) (?:it|that|my \w+) already|you (?:should )?know that already"
)
_LAUGHS = r"(?:lol|lmao|haha|bruh|smh|sweetheart|sweetie|young man)"
_ADDRESS = r"(?:dear|honey|hon|ma'am|sugar)"
_REPEATS = (  # the question, said once more before its answer
    r"(?:mine|yours|ours|his|hers|what|which(?: one)?|huh|my (?:car|truck|vehicle|plate|name|number|insurance))\?"
    r"|(?:describe|what|which|how|where|when|who)\b[^?.!]{0,50}\?"
    r"|what (?:\w+ ){1,2}(?=(?:i'm|im|i am) telling)"
    r"|describe (?:my|the|your|a) (?:\w+ ){1,3}?(?=(?:it's|its|it is|they're|they are|well|uh|um|i)\b)"
    r"|(?:when|where|what|how much|who|which one) (?:was|is|were|did) (?:it|that|this|they|he)(?: (?:happen|taken|worth|again))?,? "
    r"(?=(?:um |uh |well |oh )*(?:it|its|it's|i|they|about|like|in|on|at|around)\b)"
)
_FIRST = re.compile(
    rf"^\W*(?:(?:well|uh|um|oh|but|and|yes|yeah|no|ok|okay|look|listen)[ ,.]+)*(?:{_I_SAID}{_NOT_TO_US}|{_COMPLAINS})(?:\W+|$)",
    re.I,
)
_QUESTION = re.compile(rf"^\W*(?:(?:well|uh|um|oh)[ ,.]+)*(?:{_REPEATS})\W*", re.I)
_LAST = re.compile(
    rf"(?:^|[\s,.;:!?-]+)(?:(?:but|and|so) )?(?:{_I_SAID}|{_COMPLAINS})\W*$|(?<=\w), (?:{_I_SAID})(?=\. )", re.I
)
_ANYWHERE = re.compile(
    rf"(?<!looks )(?<!sounds )(?<!is )(?:^|(?<=[\s,.;:!?(-]))(?:(?:but|and|well) )?(?:{_AS_SAID}|{_LAUGHS})(?![\w'])[,]?",
    re.I,
)
_ASIDE = re.compile(
    rf"(?<!\bmy)(?<!\ba)(?<!\bthe)(?<!\bof)(?:^| |, ?){_ADDRESS}(?=\W*$|[,.!?]| (?:it|its|it's|i|i'm|he|she|they|the|and|but)\b)",
    re.I,
)
_NOTHING = re.compile(
    r"(?:\W|\b(?:yes|yeah|ok|okay|uh|um|well|oh|so|and|but|that|it|it's|its|is|was|just|already|man|again)\b)*", re.I
)


def without(text: str) -> str:
    """The answer alone; the text as it is where it is long."""
    if len(text.split()) > MOST_WORDS:
        return text
    said, before = text, ""
    while said != before:
        before = said
        for pattern in (_ANYWHERE, _ASIDE, _QUESTION, _FIRST, _LAST):
            said = pattern.sub(" ", said)
        said = re.sub(r"[\s,]+([,.;!?])", r"\1", " ".join(said.split())).strip()
    if said == text.strip():
        return text
    said = said.strip(" ,;:-") if re.search(r"\w", said) else ""
    return "" if _NOTHING.fullmatch(said) else re.sub(r"^[\s.,;!?-]+", "", said)
