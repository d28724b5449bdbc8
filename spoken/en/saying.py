"""Numbers and dates as people say them."""

from __future__ import annotations

from datetime import date

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
)


def digits(number: str) -> str:
    """'417702' -> 'four one seven seven zero two'."""
    return " ".join(_DIGITS[int(one)] for one in number if one.isdigit())


def case_number(number: str) -> str:
    """'2026-417702' -> 'two zero two six, four one seven, seven zero two': the pauses help to write it down."""
    year, _, rest = number.partition("-")
    groups = [rest[start : start + 3] for start in range(0, len(rest), 3)]
    return ", ".join(digits(group) for group in (year, *groups) if group)


def day(when: date) -> str:
    """'November third'; the year is left out, as people do."""
    return f"{_MONTHS[when.month - 1]} {_ordinal(when.day)}"


def _ordinal(number: int) -> str:
    if number <= 20:
        return _ORDINALS[number - 1]
    if number == 30:
        return "thirtieth"
    return ("twenty" if number < 30 else "thirty") + "-" + _ORDINALS[number % 10 - 1]
