"""What a change says of a thing that a report holds already: that there was only one, what it lay in, that it keeps its color. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Optional

from spoken.en.vehicles import COLOURS

_JUST_ONE = (
    r"\b(?:only|just|it's|its|it was|was|to|make it) (?:the )?(?:one|1)\b"
    r"(?! (?:thing|more|of|question|hundred|thousand|dollar|day|time|who)\b)"
)


def with_its_color(old: str, new: str, clause: str) -> str:
    """ "Black 2021 Hyundai Elantra" of a "black Hyundai Elantra" that is called "2021 Hyundai Elantra" now."""
    color = re.match(rf"(?:(?:dark|light) )?(?:{COLOURS})\b", old, re.I)
    alike = set(re.findall(r"[a-z]{3,}", old.lower())) & set(re.findall(r"[a-z]{3,}", new.lower()))
    same = color is not None and alike and not re.search(rf"\b(?:{COLOURS})\b|\bcolou?r", f"{new} {clause}", re.I)
    return f"{color[0]} {new}" if color is not None and same else new


def was_inside(thing: str, looks: str) -> bool:
    """ "Black north face with my macbook in it": another thing, told with the one that it lay in."""
    words = thing.split()
    head = re.escape(words[-1]) if words else ""
    return bool(head) and bool(
        re.search(
            rf"\b(?:with|and|holding|containing) (?:my|a|an|the|our|his|her) (?:\w+ ){{0,3}}?{head}\b", looks, re.I
        )
    )


@dataclass(frozen=True)
class One:
    """`text`: "one hearing aid"; `rest`: what is told behind that."""

    text: str
    rest: str


def only_one(clause: str, what: str, alone: bool) -> Optional[One]:
    """Of "hearing aids": "it's only one hearing aid", "it ain't plates, it's one". `alone`: the report holds no other thing."""
    words = what.split()
    if not words or not re.fullmatch(r"[a-z]{2,}[^s]s", words[-1], re.I):
        return None
    head = words[-1][:-1]
    named = re.search(rf"\b(?:{re.escape(head)}s?)\b", clause, re.I)
    found = re.search(rf"\b(?:one|a single|1) (?:\w+ )?{re.escape(head)}\b|{_JUST_ONE}", clause, re.I)
    against = re.search(r"\bnot (?:two|both|a pair|the pair|all)\b", clause, re.I)
    if found is None or not (named or (alone and against)):
        return None
    rest = clause[max(found.end(), named.end() if named else 0) :]
    first = (
        [] if re.fullmatch(r"(?:two|both|the|\d+|a|pair|of)", words[0], re.I) else words[:1] if len(words) > 1 else []
    )
    return One(" ".join(["one", *first, *words[1:-1], head]), rest)
