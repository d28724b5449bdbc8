"""Whose number and whose name is told of somebody who saw it: "bernice's number is ...", "the witness is mister pham". Pure."""

from __future__ import annotations

import re
from typing import Iterable

from spoken.en import names

_TITLE = r"(?:mister|missus|mr\.?|mrs\.?|ms\.?|miss|doctor)"
_NUMBER = r" (?:(?:phone|cell|telephone|mobile) )*(?:number|phone|cell)(?: is|'s| was|:)?\b"
_THEIRS = rf"(?:'s|s)?{_NUMBER}"
_OF_THE_WITNESS = re.compile(rf"\b(?:the |my )?witness(?:es)?(?:'s)?{_THEIRS}|\b{_TITLE} [a-z'-]+{_THEIRS}", re.I)
HIS_NUMBER = re.compile(rf"\b(?:his|her|their){_NUMBER}", re.I)
_IS_ONE = re.compile(
    r"\b(?:he|she|they)(?:'s| is|'re| are| was)? (?:a |the |my |our )?witness(?:es)?\b|\bas (?:a |the )?witness\b", re.I
)
_NAMED = re.compile(
    r"\b(?:the |my |your )?witness(?:'s|es)?(?: name)?(?: is|'s| was| should be| ought to be|:)+(?: (?:called|named|just|really|only))*"
    rf" (?:{_TITLE} )?(?P<name>(?!wrong\b|missing|not\b|gone|me\b|my\b|there|still|also|a\b|the\b|in\b|on\b|from\b|no\b|right\b|correct)"
    r"[a-z][a-z'-]+(?: (?!not\b|from\b|and\b|but\b|he\b|she\b|his\b|her\b|at\b|i\b|the\b|next\b|across\b|with\b|who\b)[a-z][a-z'-]+)?)",
    re.I,
)
_LED = re.compile(
    rf"^(?:(?:and|the|a|also|put|add|down|please)[ ,]+)*(?:{_TITLE} )?(?P<name>[a-z][a-z-]+)(?=(?:'s)?{_NUMBER})", re.I
)
_NO_NAME = frozenset(
    ("the", "my", "his", "her", "their", "your", "its", "witness", "phone", "cell", "serial", "plate", "house", "case")
)


def has_this_number(clause: str, known: Iterable[str]) -> bool:
    """A telephone number in these words is that of somebody who saw it; `known`: names of witnesses that were told."""
    words = [word for name in known for word in re.findall(r"[a-z'-]{3,}", name.lower())]
    named = any(re.search(rf"\b{re.escape(word)}{_THEIRS}", clause, re.I) for word in words)
    return named or bool(_OF_THE_WITNESS.search(clause)) or bool(_IS_ONE.search(clause))


def name_with_number(clause: str) -> str:
    """ "Lam" of "the mister lam phone number is ..."; "" where nobody is named."""
    found = _LED.match(clause.strip())
    return found["name"].title() if found and found["name"].lower() not in _NO_NAME else ""


def name_in(clause: str) -> str:
    """ "Pham" of "the witness is mister pham from the laundromat"; "" where none is named."""
    found = _NAMED.search(clause)
    name = names.name_in(found["name"]) if found else None
    return name.text if name else ""
