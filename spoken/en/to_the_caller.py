"""What a caller said of themselves, said back to them: "my brown wallet" is "your brown wallet". Pure."""

from __future__ import annotations

import re
from typing import Dict

_TURNED: Dict[str, str] = {
    "my": "your", "mine": "yours", "our": "your", "ours": "yours", "me": "you", "us": "you", "myself": "yourself",
    "i'm": "you're", "im": "you're", "i am": "you are", "i was": "you were", "i've": "you've", "i": "you", "we": "you", "we're": "you're",
}  # fmt: skip
_INTERSTATE = (
    r"i[ -](?:\d{2,3}\b|(?:two[ -])?(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)"  # "i twenty five"
)
_WORD = re.compile(rf"\b(?!{_INTERSTATE})(?:i am|i was|[a-z]+(?:'[a-z]+)?)\b", re.I)
_LEAD = re.compile(
    r"^(?:(?:um|uh|well|so|okay|yes|yeah|it's|its|it is|it was|they took|they stole|i lost|just|a|an|the|my|our|one|some)[ ,]+)+(?=\w)",
    re.I,
)
_OF_A_NUMBER = (  # which may well come twice: "twenty twenty-one"
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|\w|\d+)"
)
_WAVERING = re.compile(  # "at the the um store"
    rf"\b(?:u+m+|u+h+|e+r+m*)\b[ ,]*|\b(?!{_OF_A_NUMBER}\b)(\w+)(?:[ ,]+\1\b)+", re.I
)
_MINE = re.compile(
    r"^(?:mine(?:'s| is| was)|my (?:car|truck|vehicle) (?:is|was)|i (?:drive|have|was in|was driving)) (?=\w)", re.I
)
_THEIRS = re.compile(r"[ ,]+(?:and )?(?:his|hers|theirs|the other (?:one|car|driver))(?:'s| is| was)\b.*$", re.I)
_BOUGHT = re.compile(
    rf"^(?!{_INTERSTATE})(?:i|we) (?:\w+ ){{1,3}}?(?=(?:at|in|on|near|by|from) )", re.I
)  # "i bought them at the store"
_LEADS_TO_A_PLACE = re.compile(
    r"^\W*(?:(?:(?:i|we) (?:don'?t|do not) know the (?:exact )?address|it (?:happened|was|is|would be)|it's|its|that's|that is"
    r"|that was|this is"
    r"|it(?:'s| was| is)? parked|i (?:live|was|am|parked)|i'm|(?:my|the) address is|we're|we were|they were|yeah|yes|well|so|ok"
    r"|okay|like|but"
    r"|u+h+|u+m+|just)\b[ ,.:]*)+(?=\w)",
    re.I,
)
_PLACED = re.compile(
    r"^(?:in|at|on|by|near|behind|outside|inside|from|off|along|under|over|across|between|next|around|close|somewhere|right|just|"
    r"upstairs|downstairs|beside|opposite|corner)\b",
    re.I,
)


def turned(text: str) -> str:
    """Of words that were said about oneself."""
    said = _WORD.sub(lambda found: _of_the_caller(found[0]), without_wavering(text).strip(" .,!?"))
    return said


def _of_the_caller(word: str) -> str:
    return word if word == "US" else _TURNED.get(word.lower(), word)  # "US Bank" is not you


def without_wavering(text: str) -> str:
    """Without hesitation and words said twice: "at um the the store" is "at the store"."""
    return " ".join(_WAVERING.sub(lambda found: f"{found[1]} " if found[1] else " ", text).split())


def thing(text: str) -> str:
    """A thing without what leads to it: "it was my brown wallet" is "brown wallet"."""
    own = _MINE.sub("", _THEIRS.sub("", text.strip()))
    lead = _LEAD.match(own)
    return turned(own[lead.end() :] if lead else own)


def without_its_lead(said: str) -> str:
    """ "On South Knox Court" of "it's on South Knox Court"; as it is where nothing else would be left."""
    rest = _LEADS_TO_A_PLACE.sub("", said, count=1)
    return rest if re.search(r"\w", rest) else said


_NOT_SEVERAL = re.compile(r"(?:ss|us|is|lens|canvas|gps|series|chess|news|mattress|christmas)$")


def agreeing(prompt: str, called: str) -> str:
    """ "How many dollars are your hearing aids worth?": of several things."""
    several = called.startswith("your ") and called.endswith("s") and not _NOT_SEVERAL.search(called)
    return prompt.replace(f" is {called}", f" are {called}") if several else prompt


def place(said: str) -> str:
    """With the word that belongs before it: "at eleventh Avenue and Grant Street", "in city park"."""
    said = without_its_lead(_BOUGHT.sub("", without_wavering(said)))
    return turned(said) if _PLACED.match(said) else f"at {turned(said)}"
