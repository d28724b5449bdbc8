"""Free words without what people say around them: hesitation, questions to us, "hang on", the price. Pure; nothing that tells is cut.

Kept answers hold every word; this is how a thing looks, and what is read back.
"""

from __future__ import annotations

import re

_FILLER = re.compile(
    r"(?<![\w'-])(?:u+m+|u+h+|e+r+m*|h+m+|eh|oh(?! (?:zero|one|two|three|four|five|six|seven|eight|nine)\b)|ha(?: ha)*|haha"
    r"|you know|y'know|i mean"
    r"|let me (?:see|think|check|look)|(?:just )?(?:hang|hold) on|one (?:sec|second|moment)|give me a (?:sec|second|minute|moment)"
    r"|like i (?:already )?(?:said|told you)|as i said|i (?:already |just )?told you(?: already| that)?|thank god|thanks god"
    r"|can you believe(?: it| that)?|if that helps|or something(?: like that)?|i guess|i don'?t know what else)(?![\w'-])[ ,]*",
    re.I,
)
_LIKE = re.compile(r"\b(?P<before>with|was|had|has|got|and|it's) like (?=(?:an?|the|my|some|this|two|three)\b)", re.I)
_LEAD = re.compile(
    r"^(?:(?:okay|ok|so|well|yeah|yes|sure|alright|all right|now|right|uh huh|was(?= (?:one|two|three|a|an)\b)|is(?= (?:a|an|one)\b)"
    r"|there (?:was|were|is)(?= (?:one|two|three|an?|my)\b)|it was(?= (?:one|two|three)\b))[ ,.]+)+(?=\w)",
    re.I,
)
_ASKED = re.compile(  # a question to us, to its end
    r"[ ,]+(?:(?:wait|but|and|so|hey|sorry|also|oh)[ ,]+)*"
    r"(?:(?:do|did|can|could|should|would|will|are|have) (?:you|i|we|they)\b(?! (?:not|n't))"
    r" (?:need|want|have|know|get|got|think|tell|give|go|call|keep|touch|drive|say|send|come|use|take|write|hear|see|read|still|also|even"
    r"|gonna|going|ask|wait|just|able|add|put|catch|start|clean|move)\b"
    r"|(?:do|is|was|will) (?:that|this|it) (?:help|enough|okay|ok|matter|count|work)\b"
    r"|what (?:do|should|else do) (?:you|i)\b|how (?:long|soon|much longer) (?:will|does|do|is)\b|is (?:that|it) (?:okay|ok"
    r"|enough|important)\b"
    r"|am i (?:allowed|supposed)\b).*$",
    re.I | re.S,
)
_SERIAL_SOMEWHERE = re.compile(
    r"[ ,]+(?:and )?i(?:'ve)? (?:have|got) (?:the|a|its) serial(?: number)?(?: somewhere| here| at home)?(?=\W*$)", re.I
)
_PAID = re.compile(r"[ ,]+(?:and )?(?:i|we) paid (?:\w+ ){1,6}?for (?:it|them|that)(?: because(?= it))?(?![\w'])", re.I)
_AT_LAST = re.compile(
    r"(?:[ ,]+(?:and|but|so|or|wait|oh|also|plus|okay|ok|i forgot to say|that's it|that's all|that's about it|that's everything|you know"
    r"|i think|actually|was one|right))+\W*$",
    re.I,
)
_TWICE = re.compile(r"\b(?!(?:zero|one|two|three|four|five|six|seven|eight|nine|oh|\w)\b)(\w+ [a-z]+) \1\b", re.I)


def plainly(text: str) -> str:
    """What tells something; as it is where nothing else would be left."""
    said = _FILLER.sub(" ", text)
    asked = _ASKED.search(said)
    if asked and len(re.findall(r"\w+", said[: asked.start()])) > 1:
        said = said[: asked.start()]
    said = _LEAD.sub("", _LIKE.sub(r"\g<before> ", _TWICE.sub(r"\1", " ".join(said.split()))).strip(" ,"))
    said = _AT_LAST.sub("", said).strip(" ,")
    return said if re.search(r"\w{2}", said) else text


def look(text: str) -> str:
    """How a thing looks, without its price and where its number is."""
    said = plainly(_SERIAL_SOMEWHERE.sub("", _AT_LAST.sub("", _PAID.sub("", plainly(text)))))
    return said if re.search(r"\w{2}", said) else text
