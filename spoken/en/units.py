"""The unit of an address: "apartment four B", "unit 12B", "#204", "suite three hundred", "apt b as in boy". Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional

from spoken.en.numbers import number_at, spelled_at
from spoken.utterance import Utterance, heard
from spoken.word_sets import word_set

LABELS: Dict[str, str] = {
    "apartment": "apt", "apt": "apt", "unit": "unit", "suite": "suite", "ste": "suite", "flat": "flat", "lot": "lot",
    "room": "room", "rm": "room", "number": "unit", "trailer": "trailer", "space": "space",
    "building": "bldg", "bldg": "bldg", "floor": "floor",
}  # fmt: skip
_NUMBER = word_set("number no num")
_OTHER_NUMBERS = word_set("house phone telephone street case report plate my the a your policy serial tag")
_NO_LETTER = word_set("a i")  # "unit a": only at the end; "room i rent"
_LONGEST = 6


@dataclass(frozen=True)
class Unit:
    label: str  # as it is written: apt, unit, suite ...
    value: str  # "12B"
    first: int  # words, inclusive
    last: int

    @property
    def written(self) -> str:
        return f"{self.label} {self.value}"


def unit_in(text: str) -> Optional[Unit]:
    utterance = heard(text)
    return next(filter(None, (unit_at(utterance, i) for i in range(len(utterance.words)))), None)


def unit_at(utterance: Utterance, i: int, after_street: bool = False) -> Optional[Unit]:
    """The unit whose label is word i, or whose sign "#" stands before word i. after_street: an address ends before it."""
    words, at = utterance.texts(), i
    sign = utterance.folded[: utterance.words[i].start].rstrip().endswith("#")
    label = "unit" if sign else LABELS.get(words[i], "")
    if not label or (words[i] == "number" and not after_street and (i == 0 or words[i - 1] in _OTHER_NUMBERS)):
        return None
    if not sign:
        at += 1
        at += at < len(words) and words[at] in _NUMBER and words[i] != "number"
    if at >= len(words) or utterance.words[at].clause != utterance.words[i].clause:
        return None
    value, last = _value(utterance, at)
    return Unit(label, value, i, last) if value else None


def _value(utterance: Utterance, at: int) -> tuple[str, int]:
    """Digits, a letter, or digits and a letter ("12B", "B12") from word `at` on, and the last word of it."""
    words, value, i = utterance.texts(), "", at
    while i < len(words) and utterance.words[i].clause == utterance.words[at].clause:
        if words[i] in ("dash", "hyphen") and value:
            i += 1
            continue
        if value and words[i].isdigit() and len(words[i]) > 2 and not words[i - 1].isdigit():
            break  # "apartment three oh two 1750 ogden"
        number = number_at(words, i, bool(value) and value[-1].isdigit()) if words[i] != "a" else None
        letter, used = ("", 0) if number else spelled_at(words, i, value)
        letter = letter if len(letter) == 1 and (len(words[i]) == 1 or used > 1) else ""
        ends = i + max(used, 1) >= len(words) or utterance.words[i + max(used, 1)].clause != utterance.words[at].clause
        if letter and words[i] in _NO_LETTER and used == 1 and not (ends or _glued(utterance, i)):
            break
        if number and not (value and value[-1].isalpha() and value[:-1]):
            value, i = value + number[0], i + number[1]
        elif letter and not value[-1:].isalpha():
            value, i = value + letter, i + used
        else:
            break
    return (value, i - 1) if value and len(value) <= _LONGEST else ("", at)


def _glued(utterance: Utterance, i: int) -> bool:
    """ "12a": the letter is written straight after the figures."""
    return i > 0 and utterance.words[i - 1].end == utterance.words[i].start
