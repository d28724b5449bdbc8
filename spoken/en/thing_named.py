"""A thing as it was named in an answer, without the talk around it: "just the helmet thats all" -> "the helmet". Pure."""

from __future__ import annotations

import re

from spoken.utterance import squeezed

MOST_WORDS = 30  # what is longer tells a story, whose words are kept
_FIRST = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|ok|okay|well|uh|um|oh|so|and|no|it was|it's|they took|he took|she took|just|only|also|then|basically|like)"
    r"\b[ ,.:]*)*(?:just|only|yes|yeah|yep|well|uh|um|oh|also)\b[ ,.:]*(?=\S)",
    re.I,
)
_LAST = re.compile(
    r"[\s,.;-]+(?:(?:and|but|so|i think|i guess|i believe|yeah|really|basically)[\s,]+)*(?:that'?s|that is|that was|thats)"
    r"(?: (?:pretty much|about|really|just|basically))? (?:it|all|everything|the lot|them all)"
    r"(?: (?:i think|i guess|i know of|they took))?\W*$",
    re.I,
)
_ASIDE = re.compile(
    r",? which (?:(?:is|was)(?: (?:gonna|going to|not|really|super|so|a|just|kind of|kinda|like|also|the|my)\b|n'?t)"
    r"(?! (?:grand\w+|mother|father|wife|husband|son|daughter|mom|dad)).*|(?:i|we|sucks|really|makes|means|pisses)\b.*)$",
    re.I,
)


_NUMBER = (
    r"(?:(?:an? )?(?:hundred|thousand|grand|couple)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|\d[\d,.]*)"
)
_PRICE = re.compile(
    r"[\s,]+(?:(?:and|it'?s|they'?re|about|around|like|maybe|roughly|worth|probably|for|that'?s|total)[\s,]+)*"
    rf"(?:[$£€]\s?\d[\d,.]*|{_NUMBER}(?:[ -](?:and |hundred|thousand|grand|{_NUMBER}))*\s*(?:dollars?|bucks|pounds?|euros?|quid))"
    r"(?:\s+(?:worth|total|in all|altogether|each|or so|(?:worth )?of (?:stuff|it|them)))*\W*$",
    re.I,
)


def plainly(text: str) -> str:
    """The thing, without what it is worth; the text as it is where it is long, or nothing would be left."""
    if len(text.split()) > MOST_WORDS:
        return text
    said = _PRICE.sub("", _LAST.sub("", _ASIDE.sub("", _FIRST.sub("", squeezed(text))))).strip(" ,;")
    return said if re.search(r"\w{2}", said) else text
