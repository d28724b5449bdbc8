"""Answers as they are read back: spoken and written. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime

from casework.intake.answer import Answer
from casework.intake.questions_due import Slot
from spoken.en import saying

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_ORDINAL_ENDS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_STREETS = {
    "st": "Street", "ave": "Avenue", "av": "Avenue", "blvd": "Boulevard", "dr": "Drive", "rd": "Road", "ln": "Lane",
    "ct": "Court", "pl": "Place", "pkwy": "Parkway", "cir": "Circle", "apt": "apartment", "hwy": "Highway",
}  # fmt: skip


def say(slot: Slot, answer: Answer) -> str:
    """An answer as a person would say it; no digits, no signs."""
    if answer.how != "given":
        return "you don't know" if answer.how == "unknown" else "skipped"
    value = answer.value
    if slot.kind == "yes_no":
        return "yes" if value else "no"
    if slot.kind == "choice":
        return (slot.asked.choices or {}).get(value, str(value))
    if slot.kind == "money":
        return money(value)
    if slot.kind == "number":
        return year(int(value)) if slot.asked.check and "year" in slot.asked.check else number(value)
    if slot.kind in ("phone", "plate", "serial"):
        return characters(str(value), [3, 3, 4] if slot.kind == "phone" else [])
    if slot.kind == "email":
        return email(str(value))
    return when(str(value), answer.text) if slot.kind == "when" else words(str(value))


def write(slot: Slot, answer: Answer) -> str:
    """An answer as it stands on a page."""
    if answer.how != "given":
        return "not known" if answer.how == "unknown" else "skipped"
    value = answer.value
    if slot.kind in ("yes_no", "choice"):
        return say(slot, answer)
    if slot.kind == "money":
        return f"${value:,.2f}".removesuffix(".00")
    if slot.kind == "phone":
        digits = str(value)[-10:]
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return str(value).replace("T", " ") if slot.kind == "when" else str(value)


def code(access_code: str) -> str:
    """ "42719" -> "four two seven, one nine": the pause helps to write it down."""
    return f"{saying.digits(access_code[:3])}, {saying.digits(access_code[3:])}"


def number(value: float) -> str:
    """ "one thousand two hundred fifty"; fractions with their digits."""
    whole, rest = divmod(abs(value), 1)
    said = _whole(int(whole))
    if rest:
        said += " point " + saying.digits(f"{rest:.2f}".split(".")[1].rstrip("0") or "0")
    return f"minus {said}" if value < 0 else said


def money(value: float) -> str:
    """ "twelve dollars and fifty cents"."""
    cents = round(value * 100)
    dollars, rest = divmod(cents, 100)
    said = f"{_whole(dollars)} dollar{'' if dollars == 1 else 's'}"
    return f"{said} and {_whole(rest)} cent{'' if rest == 1 else 's'}" if rest else said


def year(value: int) -> str:
    """2015 -> "twenty fifteen", 2005 -> "two thousand five", 1998 -> "nineteen ninety-eight"."""
    if not 1000 <= value < 10_000 or 2000 <= value < 2010 or value % 100 == 0:
        return _whole(value)
    first, last = divmod(value, 100)
    return f"{_whole(first)} {'oh ' if last < 10 else ''}{_whole(last)}"


def characters(value: str, groups: list[int]) -> str:
    """Letters and digits one by one, with pauses after groups (of three where none are given)."""
    digits = value[-10:] if groups else value
    sizes, pieces, start = groups or [3] * (len(digits) // 3 + 1), [], 0
    for size in sizes:
        pieces.append(
            " ".join(_ONES[int(c)] if c.isdecimal() and c.isascii() else c for c in digits[start : start + size])
        )
        start += size
    return ", ".join(piece for piece in pieces if piece)


def email(value: str) -> str:
    for sign, word in (("@", "at"), (".", "dot"), ("_", "underscore"), ("-", "dash"), ("+", "plus")):
        value = value.replace(sign, f" {word} ")
    return words(value)


def when(value: str, text: str | None) -> str:
    """A day and an hour; words as they were said."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return words(text or value)
    said = saying.day(date(moment.year, moment.month, moment.day))
    return f"{said}, at {_clock(moment)}" if "T" in value else said


def words(text: str) -> str:
    """Text with its numbers and short forms as people say them: "1420 14th Ave & Pearl St"."""
    text = re.sub(r"\s*&\s*", " and ", text)
    text = re.sub(r"\b(" + "|".join(_STREETS) + r")\b\.?", lambda m: _STREETS[m[1].lower()], text, flags=re.I)
    text = re.sub(r"\b([1-9]\d{0,2})(?:st|nd|rd|th)\b", lambda m: _ordinal(int(m[1])), text, flags=re.I)
    text = re.sub(r"\d+", lambda m: _said_number(m[0]), text)
    return " ".join(text.split())


def _said_number(digits: str) -> str:
    if len(digits) > 4 or digits.startswith("0"):
        return f" {saying.digits(digits)} "
    value = int(digits)
    if len(digits) == 4 and value % 1000:
        return f" {year(value)} "
    if len(digits) == 3 and value % 100:
        return f" {_whole(value // 100)} {'oh ' if value % 100 < 10 else ''}{_whole(value % 100)} "
    return f" {_whole(value)} "


def _ordinal(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    start = f"{_ONES[hundreds]} hundred" if hundreds else ""
    if not rest:
        return f"{start}th"
    head, dash, last = _whole(rest).rpartition("-")
    last = _ORDINAL_ENDS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{start} {head}{dash}{last}".strip()


def _whole(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    for size, name in ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            return f"{_whole(value // size)} {name}" + (f" {_whole(rest)}" if rest else "")
    raise AssertionError("every whole number was said above")


def _clock(moment: datetime) -> str:
    part = "a m" if moment.hour < 12 else "p m"
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midnight" if moment.hour == 0 else "noon"
    hour = _ONES[moment.hour % 12 or 12]
    minute = "" if not moment.minute else f" {'oh ' if moment.minute < 10 else ''}{_whole(moment.minute)}"
    return f"{hour}{minute} {part}"
