"""The words of times as patterns: days, hours, "two hours ago". Used by `times`."""

from __future__ import annotations

import re
from typing import Iterable

from spoken.en.numbers import DIGITS, TEENS, TENS
from spoken.word_sets import word_list

DAYS = word_list("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = word_list("january february march april may june july august september october november december")


def any_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


_UNIT = any_of(word for word in DIGITS if word not in ("o", "oh", "zero", "niner"))
_NUMBER = any_of((r"\d{1,3}", "an?", rf"{any_of(TENS)}(?:[ -]{_UNIT})?", *TEENS, *DIGITS))
_PART = r"(?:(?:early |late |mid )?(?:morning|afternoon|evening|night))"
HALF_OF_DAY = r"(?: ?[ap] ?\.?m\b\.?| in the (?:morning|afternoon|evening)| at night)"
HOUR = any_of((r"\d{1,2}", _UNIT, "ten", "eleven", "twelve"))
MINUTES = r"(?:(?: ?: ?|[ -])(?:\d\d|(?:oh|o) \w+|fifteen|thirty|forty[ -]five|twenty[ -]five|twenty|ten|forty|fifty))"
QUARTERS = {"half past": 30, "quarter past": 15, "quarter after": 15, "quarter to": -15}
CLOCK = any_of(
    (
        "noon|midnight",
        rf"{any_of(QUARTERS)} {HOUR}{HALF_OF_DAY}?",
        rf"{HOUR}{MINUTES}?(?: o'?clock)?(?:{HALF_OF_DAY}| o'?clock)",
        rf"{HOUR}(?: ?: ?)\d\d",
    )
)
ABOUT = r"(?:(?:about|around|like|at|maybe|roughly|approximately|just|almost|over|sometime around|close to|by) )*"
_DAY_OF_MONTH = r"(?:\d{1,2}(?:st|nd|rd|th)?|\w+(?:[ -]\w+)?)"
_DAY = any_of(
    (
        "the day before yesterday|yesterday|today|tonight|tomorrow|last night|the other (?:day|night)",
        "overnight|over the weekend",
        rf"(?:(?:last|this past|past|next|this coming|this|on|the) )?{any_of(DAYS)}",
        rf"(?:last|this past|this|next) (?:week(?:end)?|month|year|summer|winter|spring|fall|{_PART})",
        rf"(?:on )?(?:the )?{any_of(MONTHS)} (?:the )?{_DAY_OF_MONTH}",
        rf"(?:on )?(?:the )?{_DAY_OF_MONTH} of {any_of(MONTHS)}",
        r"\d{1,2}/\d{1,2}(?:/\d{2,4})?",
    )
)
_SOME = rf"(?:a couple(?: of)?|couple(?: of)?|a few|few|several|{_NUMBER})"
_AGO = any_of(
    (
        "half an hour ago",
        rf"{_NUMBER} and a half hours? ago",
        rf"{_SOME} (?:minute|hour|day|night|week|month|year)s? ago",
    )
)
NOW = r"(?:(?:right|just) now|as we speak|at (?:this|the) moment|this (?:minute|second)|just happened)"
_MOMENT = any_of(
    (
        NOW,
        rf"{ABOUT}{_AGO}",
        rf"since {_DAY}",
        rf"{_DAY}(?: (?:in the )?{_PART})?(?:,? {ABOUT}{CLOCK})?",
        rf"{ABOUT}{CLOCK}(?:,? (?:on )?{_DAY})?",
    )
)
MOMENT = re.compile(rf"\b{_MOMENT}(?!\w)")
ONLY_A_CLOCK = re.compile(ABOUT + CLOCK)
CLOCK_PARTS = re.compile(
    rf"(?:({'|'.join(QUARTERS)}) )?({HOUR})({MINUTES})?(?: o'?clock)?"
    r"( ?([ap]) ?\.?m\b| in the (?:morning|afternoon|evening)| at night)"
)
# A cheap look first: most turns name no time.
HINT = re.compile(
    r"\b(?:now|ago|night|tonight|morning|afternoon|evening|yesterday|today|tomorrow|overnight|weekend|week|month|year"
    r"|noon|midnight|moment|second|minute|speak|happened|clock|half past|quarter|summer|winter|spring|fall|day"
    rf"|{any_of(DAYS)}|{any_of(MONTHS)})\b|\d\d?/\d|[ap] ?\.?m\b|\d:\d"
)
FUTURE = re.compile(
    r"\b(?:next|tomorrow|upcoming|this coming|will|going to|gonna|scheduled|appointment|due|court date|hearing)\b"
)
