"""What a caller said of themselves, said back to them: "my brown wallet" is "your brown wallet". Pure."""

from __future__ import annotations

import re
from typing import Dict

_TURNED: Dict[str, str] = {
    "my": "your", "mine": "yours", "our": "your", "ours": "yours", "me": "you", "us": "you", "myself": "yourself",
    "i'm": "you're", "im": "you're", "i am": "you are", "i was": "you were", "i've": "you've", "i": "you", "we": "you", "we're": "you're",
}  # fmt: skip
_WORD = re.compile(r"\b(?:i am|i was|[a-z]+(?:'[a-z]+)?)\b", re.I)
_LEAD = re.compile(
    r"^(?:(?:um|uh|well|so|okay|yes|yeah|it's|its|it is|it was|they took|they stole|i lost|just|a|an|the|my|our|one|some)[ ,]+)+(?=\w)",
    re.I,
)
_PLACED = re.compile(
    r"^(?:in|at|on|by|near|behind|outside|inside|from|off|along|under|over|across|between|next|around|close|somewhere|right|just|"
    r"upstairs|downstairs|beside|opposite|corner)\b",
    re.I,
)


def turned(text: str) -> str:
    """Of words that were said about oneself."""
    return _WORD.sub(lambda found: _TURNED.get(found[0].lower(), found[0]), text.strip(" .,!?"))


def thing(text: str) -> str:
    """A thing without what leads to it: "it was my brown wallet" is "brown wallet"."""
    lead = _LEAD.match(text.strip())
    return turned(text.strip()[lead.end() :] if lead else text)


def place(said: str) -> str:
    """With the word that belongs before it: "at eleventh Avenue and Grant Street", "in city park"."""
    return turned(said) if _PLACED.match(said) else f"at {turned(said)}"
