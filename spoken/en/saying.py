"""How numbers, money, years, hours, days and characters are said: values in, spoken English out. Pure.

Text with short forms in it ("1420 N Ogden St") is `saying_text`'s.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Dict, List, Optional, Sequence, Tuple

from spoken.en.day_words import MONTHS
from spoken.word_sets import word_list

_ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = word_list("_ _ twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = (
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
    (100, "hundred"),
)
_ORDINAL_ENDS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
MONEY: Dict[str, Tuple[str, str, str, str]] = {  # one, many, one hundredth, many
    "USD": ("dollar", "dollars", "cent", "cents"),
    "CAD": ("dollar", "dollars", "cent", "cents"),
    "AUD": ("dollar", "dollars", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "EUR": ("euro", "euros", "cent", "cents"),
}
SIGNS = {"USD": "$", "CAD": "$", "AUD": "$", "GBP": "£", "EUR": "€"}
_AMERICAN, _GROUPS, _FOUR = "+1", (3, 3, 4), 4


def whole(value: int) -> str:
    """ "one thousand two hundred fifty"."""
    if value < 0:
        return f"minus {whole(-value)}"
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    size, name = next((size, name) for size, name in _SCALES if value >= size)
    return f"{whole(value // size)} {name}" + (f" {whole(value % size)}" if value % size else "")


def number(value: float) -> str:
    """Whole, or with two digits of its fraction: "three point five"."""
    size, rest = divmod(round(abs(value) * 100), 100)
    said = whole(size)
    if rest:
        said += " point " + digits(f"{rest:02d}".rstrip("0"))
    return f"minus {said}" if value < 0 else said


def money(value: float, currency: str = "USD") -> str:
    """ "twelve dollars and fifty cents"."""
    one, many, small, smalls = MONEY.get(currency, MONEY["USD"])
    size, rest = divmod(round(value * 100), 100)
    said = f"{whole(size)} {one if size == 1 else many}"
    if not rest:
        return said
    parts = f"{whole(rest)} {small if rest == 1 else smalls}"
    return f"{said} and {parts}" if size else parts


def year(value: int) -> str:
    """2015 -> "twenty fifteen", 2005 -> "two thousand five", 1900 -> "nineteen hundred"."""
    if not 1000 <= value < 10_000 or 2000 <= value < 2010 or value % 1000 == 0:
        return whole(value)
    first, last = divmod(value, 100)
    return f"{whole(first)} {pair(last) if last else 'hundred'}"


def pair(value: int) -> str:
    """Two digits after others: "oh five", "fifteen"."""
    return f"oh {_ONES[value]}" if value < 10 else whole(value)


def ordinal(value: int) -> str:
    """ "first", "one hundred forty-second"."""
    said = whole(value)
    cut = max(said.rfind(" "), said.rfind("-")) + 1
    last = said[cut:]
    return said[:cut] + (_ORDINAL_ENDS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"))


def digits(text: str) -> str:
    """'417702' -> 'four one seven seven zero two'; what is no digit stays away."""
    return " ".join(_ONES[int(one)] for one in text if one.isdecimal() and one.isascii())


_NOT_KNOWN = {"?": "something"}  # a character of a plate that nobody saw


def characters(text: str, groups: Sequence[int] = ()) -> str:
    """Letters and digits one by one, with pauses after groups (of three where none are given)."""
    sizes, pieces, start = list(groups) or [3] * (len(text) // 3 + 1), [], 0
    for size in sizes:
        part = text[start : start + size]
        pieces.append(
            " ".join(_ONES[int(one)] if one.isdecimal() and one.isascii() else _NOT_KNOWN.get(one, one) for one in part)
        )
        start += size
    return ", ".join(piece for piece in pieces if piece)


def case_number(text: str) -> str:
    """'2026-417702' -> 'two zero two six, four one seven, seven zero two': the pauses help to write it down. Letters one by one."""
    parts = re.findall(r"[0-9]+|[A-Z]+", text.upper())
    return ", ".join(
        group for part in parts for group in (_groups_of_digits(part) if part.isdigit() else [" ".join(part)])
    )


def _groups_of_digits(part: str) -> List[str]:
    """Of three; four together where they are all, or where one would be left alone."""
    groups: List[str] = []
    while part:
        size = 4 if len(part) == _FOUR else 3
        groups, part = [*groups, digits(part[:size])], part[size:]
    return groups


def code(access_code: str) -> str:
    """ "42719" -> "four two seven, one nine"."""
    return characters(access_code)


def phone(text: str, country: str = "US") -> str:
    """ "+13035550123" and "3035550123" -> "three zero three, five five five, zero one two three"; other countries' with their code."""
    import phonenumbers

    in_the_plan = phonenumbers.country_code_for_region(country) == int(_AMERICAN)
    plain = text.removeprefix(_AMERICAN) if in_the_plan else text
    if not plain.startswith("+"):
        return characters(plain[-sum(_GROUPS) :], _GROUPS)
    try:
        found = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return characters(text.lstrip("+"))
    at_home = found.country_code == phonenumbers.country_code_for_region(country)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    groups = re.findall(r"\d+", phonenumbers.format_number(found, form))
    return ("" if at_home else "plus ") + ", ".join(digits(group) for group in groups)


def clock(hour: int, minute: int) -> str:
    """Of a day of 24 hours: "two oh five p m", "noon"."""
    if minute == 0 and hour in (0, 12):
        return "midnight" if hour == 0 else "noon"
    return f"{hours(hour % 12 or 12, minute)} {'a m' if hour < 12 else 'p m'}"


def hours(hour: int, minute: int) -> str:
    return whole(hour) + (f" {pair(minute)}" if minute else "")


def day(when: date, today: Optional[date] = None, day_first: bool = False) -> str:
    """ "November third", or "the third of November"; with its year where it is another one than today's, so that a wrong one is noticed."""
    month, number_of_day = MONTHS[when.month - 1].capitalize(), ordinal(when.day)
    said = f"the {number_of_day} of {month}" if day_first else f"{month} {number_of_day}"
    return f"{said}, {year(when.year)}" if today and when.year != today.year else said


def moment(value: str, today: Optional[date] = None, day_first: bool = False) -> Optional[str]:
    """ "2026-11-20", "2026-11-20T21:05" or a span "first/last" of these; None when it is none."""
    first, _, last = value.partition("/")
    try:
        begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last) if last else None
    except ValueError:
        return None
    on = day(begin.date(), today, day_first)
    if end is None:
        return f"{on}, at {clock(begin.hour, begin.minute)}" if "T" in first else on
    if "T" in first and begin.date() == end.date():
        return f"{on}, between {clock(begin.hour, begin.minute)} and {clock(end.hour, end.minute)}"
    return f"between {moment(first, today, day_first)} and {moment(last, today, day_first)}"
