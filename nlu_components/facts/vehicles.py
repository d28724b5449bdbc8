"""A vehicle as a caller describes it: colour, year, make, model, kind. Pure.

"a red two thousand twelve honda civic" -> "red 2012 Honda Civic"; a colour or kind alone ("a car") is not a description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Match, Optional

import yaml

from spoken.en.numbers import digits_only
from spoken.utterance import Utterance

_WORDS: Dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
MAKES: Dict[str, List[str]] = _WORDS["makes"]
COLOURS, KINDS, LONE_MODELS = ("|".join(_WORDS[name]) for name in ("colours", "kinds", "lone"))
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_YEAR = (
    rf"(?:(?:19[6-9]|20[0-3])\d|'?[012]\d|two thousand(?: and)?(?: (?:{_UNITS}|{_TEENS}|twenty(?: (?:{_UNITS}))?))?"
    rf"|twenty (?:oh (?:{_UNITS})|{_TEENS}|twenty(?:[ -](?:{_UNITS}))?)"
    rf"|nineteen (?:seventy|eighty|ninety)(?:[ -](?:{_UNITS}))?|oh (?:{_UNITS}))"
)
_MAKE = "|".join(rf"{make}s?(?:[ -](?:{'|'.join(models)}))?" if models else make for make, models in MAKES.items())
_COLOUR = rf"(?:(?:dark|light|bright|metallic|faded|matte) )*(?:{COLOURS})(?:(?: and | ?/ ?| or )(?:{COLOURS}))?"
_VEHICLE = re.compile(
    rf"\b(?:(?P<colour>{_COLOUR}),? )?(?:(?P<year>{_YEAR}) )?(?:(?P<late>{_COLOUR}) )?(?:(?:four|two|4|2)[ -]door )?"
    rf"(?:(?:(?P<make>{_MAKE})|(?P<model>{LONE_MODELS}))(?: (?P<kind>{KINDS}))?|(?P<only>{KINDS}))\b"
    r"(?! center| street| road| avenue| house)"
)
_HINT = re.compile(rf"\b(?:{'|'.join(MAKES)}|{LONE_MODELS}|(?:{COLOURS})[a-z0-9' -]{{0,24}}(?:{KINDS}))s?\b")
# names that are also cities, presidents and streets: only with a colour, year, model or kind
AMBIGUOUS = frozenset(
    ("lincoln", "mini", "saturn", "ram", "dodge", "jeep", "ford", "mercedes", "suburban", "explorer", "harley")
)


@dataclass(frozen=True)
class Vehicle:
    phrase: str
    start: int
    end: int


def vehicle_in(utterance: Utterance) -> Optional[Vehicle]:
    """The fullest description in the utterance; None when there is none."""
    folded = utterance.tidy
    if not _HINT.search(folded):
        return None
    best: Optional[Vehicle] = None
    for found in _VEHICLE.finditer(folded):
        phrase = _said(found)
        if phrase and (best is None or len(phrase) > len(best.phrase)):
            best = Vehicle(phrase, *utterance.original(found.start(), found.end()))
    return best


def _said(found: Match[str]) -> str:
    colour, make = found.group("colour") or found.group("late"), found.group("make") or found.group("model")
    kind = found.group("kind") or found.group("only")
    if not make and not (colour and kind):
        return ""
    if make and make.rstrip("s") in AMBIGUOUS and not (colour or kind or found.group("year")):
        return ""
    parts: List[str] = [
        colour or "",
        _year(found.group("year")) if make or kind else "",
        _titled(make or ""),
        kind or "",
    ]
    return " ".join(part for part in parts if part)


def _year(text: Optional[str]) -> str:
    digits = digits_only(text or "")
    if len(digits) == 2:
        return f"20{digits}" if int(digits) <= 35 else f"19{digits}"
    return digits if len(digits) == 4 else ""


def _titled(name: str) -> str:
    short = {word for word in name.split() if len(word) <= 3} - {"ram", "kia", "rio", "fit"}
    return " ".join(word.upper() if word in short else word.capitalize() for word in name.split())
