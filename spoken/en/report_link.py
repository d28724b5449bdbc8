"""A link to the report by text, asked for in mid-call, and what people say when they have sent something by it."""

from __future__ import annotations

import re


def _said(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_START = (
    r"^(?:(?:uh|um|oh|okay|ok|well|please|sorry|no|just|can you|can we|could you|could we|let's|i'd like to|i want to|"
    r"you can)[ ,]+)*"
)
_WISH = _said(  # "can you text me a link", "can I send you a picture of it", "I'd rather finish this on my phone"
    r"\b(?:text|send|e-?mail|message|give|get)\b.{0,20}\blink\b|",
    _START,
    r"(?:can|could|may|how (?:do|can|could)|where (?:do|can)) i\b.{0,20}\b(?:send|upload|add|attach|text|show|share|submit|e-?mail)\b",
    r".{0,20}\b(?:photo(?:graph)?|picture|pic|image|video)s?\b|",
    _START,
    r"i(?:'d| would| could| can|'ll| will|'ve got| have)?.{0,20}\b(?:upload|send|text|e-?mail|share)\b you\b.{0,16}",
    r"\b(?:photo(?:graph)?|picture|pic|image|video)s?\b|",
    r"\b(?:finish|continue|complete|fill|do)\b.{0,24}\b(?:on the web|on my (?:cell ?)?phone|on my computer)\b",
)
_DONE = _said(  # "okay, I sent the picture", "done", "did you get it"
    r"^(?:(?:okay|ok|all right|alright|so|yes|yeah|um|uh|there)[ ,.]+)*(?:",
    r"(?:i(?:'ve| have)? )?(?:just )?(?:did (?:it|that)|(?:it's |it is |all |i'm )?done|sent (?:it|them|that|the \w+)|",
    r"uploaded(?: (?:it|them|that|the \w+|\w+))?|added (?:it|them|the \w+|a (?:photo|picture|video))|finished)|",
    r"did you (?:get|receive|see) (?:it|them|that|(?:the|my) \w+)|do you (?:have|see) (?:it|them|(?:the|my) \w+))",
    r"(?: (?:now|already|through|yet|on (?:the web|the page|my phone)))?(?:[ ,]+(?:please|thanks|thank you))?[.!?]*$",
)
_DID_IT = _said(r"\bdid (?:it|that)\b")


def is_wished(text: str) -> bool:
    """They want a link, or to send a picture, or to go on on their own screen."""
    return _WISH.search(text.strip()) is not None


def is_sent(text: str, *, asked_yes_no: bool = False) -> bool:
    """ "I sent it"; but "yes, I did that", to a question of yes or no, answers whether they did something."""
    words = text.strip()
    return _DONE.match(words) is not None and not (asked_yes_no and _DID_IT.search(words))
