"""Numbers that mean somebody or something: case number, access code, PIN, telephone, licence plate. Pure.

The words around a run of digits say what it is ("pin oh three one seven"); digits alone are read by the question that
was asked, else by their length. A case number is the year and six digits: 2026-417702.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

from spoken.en.numbers import Run, number_at, number_runs
from spoken.en.phones import phone_in, whole_number
from spoken.en.plates import Plate, asked_plate, plate_in
from spoken.utterance import Utterance
from spoken.word_sets import word_set

CODE_DIGITS, PIN_DIGITS, CASE_DIGITS = 5, 4, 10
FIRST_YEAR = 2000
LABELS: Dict[str, str] = {
    "pin": "pin", "pins": "pin", "passcode": "pin", "case": "case_number", "report": "case_number", "incident": "case_number",
    "reference": "case_number", "crime": "case_number", "complaint": "case_number", "file": "case_number",
    "code": "access_code", "access": "access_code", "phone": "phone", "cell": "phone", "telephone": "phone",
    "mobile": "phone", "call": "phone", "reach": "phone", "callback": "phone", "text": "phone", "plate": "plate",
    "plates": "plate", "tag": "plate", "tags": "plate", "zip": "zip", "area": "zip", "vin": "vin", "badge": "badge",
    "serial": "vin", "apartment": "unit", "unit": "unit", "room": "unit", "date": "date", "birthday": "date", "born": "date",
    "dollars": "money", "bucks": "money",
}  # fmt: skip
BEFORE, AFTER = 6, 3  # words around a run of digits in which a label counts
ANSWERS: Dict[str, str] = {  # slot being asked -> what digits mean
    "case_reference": "case_reference", "case_number": "case_reference", "access_code": "access_code", "pin": "pin",
    "phone": "phone", "contact": "phone", "callback": "phone", "plate": "plate",
}  # fmt: skip
_PLAIN = word_set(
    """it it's its is the a my um uh okay ok yeah yes so sure number that's thats and then dash no oh well code pin"""
)


@dataclass(frozen=True)
class Reference:
    kind: str  # case_number | access_code | pin | phone | plate | plate_partial
    value: str
    first: int  # word numbers, inclusive
    last: int


def references_in(utterance: Utterance, asking: Optional[str], year: int, country: str = "US") -> List[Reference]:
    """Every reference that was said; year: this one, the latest that a case number can have; country: whose telephones and plates."""
    words = utterance.texts()
    asked = ANSWERS.get(asking or "")
    plate = _plate(utterance, words, asked == "plate", country)
    runs = [run for run in number_runs(words) if not (plate and plate.first <= run.last and run.first <= plate.last)]
    found = [reference for run in runs for reference in _read(run, words, asked, year, len(runs) == 1, country)]
    once: Dict[str, Reference] = {}
    number = phone_in(utterance.folded, country) if asked == "phone" else None
    if number and runs:  # said in several pieces, or corrected: "no sorry, oh one four three"
        once["phone"] = Reference("phone", number, runs[0].first, runs[-1].last)
    for reference in found:
        once.setdefault(reference.kind, reference)
    if plate:
        kind = "plate_partial" if plate.partial else "plate"
        once[kind] = Reference(kind, plate.characters, plate.first, plate.last)
    return list(once.values())


def _plate(utterance: Utterance, words: Sequence[str], asked: bool, country: str) -> Optional[Plate]:
    """Asked for, it may be corrected while it is spelled: "B, D, no wait, T"."""
    plate = plate_in(utterance, words, asked, country)
    whole = asked_plate(utterance.folded, country) if asked else None
    if not whole or (plate and (plate.partial or plate.characters == whole)):
        return plate
    return Plate(whole, 0, len(words) - 1)


def _read(
    run: Run, words: Sequence[str], asked: Optional[str], year: int, alone: bool, country: str
) -> List[Reference]:
    label = _label(run, words)
    if label == "unlabelled":
        only = alone and all(word in _PLAIN or run.first <= i <= run.last for i, word in enumerate(words))
        label = asked or ("case_reference" if only and len(run.digits) >= PIN_DIGITS else "nothing")
    if asked == "case_reference" and label in ("case_number", "access_code"):
        label = "case_reference"
    found = _meanings(run.digits, label, asked, year, country)
    return [Reference(kind, value, run.first, run.last) for kind, value in found]


def _meanings(digits: str, label: str, asked: Optional[str], year: int, country: str) -> List[Tuple[str, str]]:
    """What digits under a label are; nothing when their number does not fit."""
    if label == "case_reference":
        code, pin = digits[:CODE_DIGITS], digits[CODE_DIGITS:]
        if len(digits) == CODE_DIGITS + PIN_DIGITS:
            if FIRST_YEAR <= int(digits[:4]) <= year:
                return []  # rather a case number that lacks a digit
            return [("access_code", code), ("pin", pin)]
        case = digits[:CASE_DIGITS]
        if len(digits) == CASE_DIGITS + PIN_DIGITS and case_number(case, year):
            return [("case_number", case_number(case, year)), ("pin", digits[CASE_DIGITS:])]
        label = {CODE_DIGITS: "access_code", PIN_DIGITS: "pin"}.get(len(digits), "case_number")
        if label == "case_number" and not case_number(digits, year) and asked is None:
            label = "phone"
    if len(digits) == {"pin": PIN_DIGITS, "access_code": CODE_DIGITS}.get(label):
        return [(label, digits)]
    value = {"case_number": case_number(digits, year), "phone": whole_number(digits, country) or ""}.get(label, "")
    return [(label, value)] if value else []


def _label(run: Run, words: Sequence[str]) -> str:
    """What "is my pin" after the digits says, else the nearest label before or shortly after; "unlabelled" if none."""
    if run.last + 2 < len(words) and words[run.last + 1] in ("is", "was"):
        said = next((LABELS[word] for word in words[run.last + 2 : run.last + 5] if word in LABELS), "")
        if said and not any(number_at(words, i) for i in range(run.last + 2, min(len(words), run.last + 4))):
            return said
    for i in range(run.first - 1, max(-1, run.first - 1 - BEFORE), -1):
        if number_at(words, i):
            break  # the label belongs to the digits before
        if words[i] in LABELS:
            return LABELS[words[i - 1]] if i and words[i - 1] in ("zip", "area") else LABELS[words[i]]
    for i in range(run.last + 1, min(len(words), run.last + 1 + AFTER)):
        if words[i] in LABELS and not any(number_at(words, k) for k in range(i + 1, min(len(words), i + 4))):
            return LABELS[words[i]]
    return "unlabelled"


def case_number(digits: str, year: int) -> str:
    """ "2026417702" and "26417702" -> "2026-417702"; "" when it is none."""
    if len(digits) == CASE_DIGITS - 2:
        digits = f"20{digits}"
    if len(digits) != CASE_DIGITS or not FIRST_YEAR <= int(digits[:4]) <= year:
        return ""
    return f"{digits[:4]}-{digits[4:]}"
