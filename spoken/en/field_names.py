"""What people call a question of a report when they speak of its answer: "the dollar amount", "the address is wrong". Pure."""

from __future__ import annotations

import re
from typing import Dict, List, Optional

# by the last part of the question's id, or by the kind of its answer
CALLED: Dict[str, List[str]] = {
    "where": ["place", "address", "location", "street", "corner", "intersection", "where"],
    "when": ["date", "time", "day", "when", "hour"],
    "phone": ["phone", "telephone", "cell", "mobile", "number"],
    "email": ["email"],
    "name": ["name", "spelling"],
    "plate": ["plate", "license", "tag"],
    "what_happened": ["story", "description", "happened"],
    "value": [
        "value",
        "price",
        "worth",
        "amount",
        "total",
        "cost",
        "costs",
        "dollar",
        "dollars",
        "money",
        "repair",
        "repairs",
        "figure",
        "total",
    ],
    "serial": ["serial"],
    "what": ["item", "thing", "property"],
    "vehicle": ["car", "vehicle", "truck", "model", "make", "year"],
    "suspect": ["suspect", "person"],
    "contact_by": ["contact", "notification"],
}
KIND: Dict[str, str] = {  # the kind of answer of a question that may have any id
    "where": "place", "when": "when", "phone": "phone", "email": "email", "name": "name", "plate": "plate", "value": "money",
    "serial": "serial",
}  # fmt: skip
FIELD_WORDS = frozenset(word for words in CALLED.values() for word in words)
_NO_FIELD = re.compile(
    r"\bmake (?:it|that|this)\b|\b(?:that|last|this|every|first|next|any|one|same) time\b|\bwhen (?:i|we|he|she|they"
    r"|it)\b|\bwhere(?:'s| is| are)\b"
    r"|\b(?:company|business|store|shop|street|road|brand|user|dog|witness|file|school|bank|building)(?:'s)? names?\b"
)


def named_in(text: str) -> Optional[str]:
    """The name in CALLED that comes first in the sentence; None when it names none: "make it 80" is of no make."""
    words = re.findall(r"[a-z]+", _NO_FIELD.sub(" ", text.lower().replace("e-mail", "email")))
    at = {
        name: min(words.index(word) for word in called if word in words)
        for name, called in CALLED.items()
        if set(called) & set(words)
    }
    return min(at, key=lambda name: at[name]) if at else None
