"""What days are called, and what a reading of one gives: shared by the readers of days. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Dict, Optional, Sequence, Tuple

from spoken.en.numbers import DIGITS, TEENS, TENS
from spoken.word_sets import word_list

WEEKDAYS = word_list("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = word_list("january february march april may june july august september october november december")
_SHORT_MONTHS = word_list("jan feb mar apr may jun jul aug sep oct nov dec")
MONTH_NUMBERS: Dict[str, int] = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name: number for number, name in enumerate(_SHORT_MONTHS, 1)},
    "sept": 9,
}
# as people type and recognisers slip; short forms that are no other word
SLIPS: Dict[str, str] = {
    "tues": "tuesday", "weds": "wednesday", "thurs": "thursday", "thur": "thursday", "wensday": "wednesday", "wednsday": "wednesday",
    "wendsday": "wednesday", "wenesday": "wednesday", "wednesdy": "wednesday", "tusday": "tuesday", "tuseday": "tuesday",
    "teusday": "tuesday", "thrusday": "thursday", "thursdy": "thursday", "firday": "friday", "frday": "friday", "saterday": "saturday",
    "satuday": "saturday", "satruday": "saturday", "sunady": "sunday", "mondy": "monday", "yesturday": "yesterday",
    "yesterdy": "yesterday", "yesteday": "yesterday", "yestarday": "yesterday", "yday": "yesterday", "tonite": "tonight",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomorow": "tomorrow", "tmrw": "tomorrow", "febuary": "february",
    "septembre": "september", "novemeber": "november", "decemeber": "december", "nite": "night", "mornin": "morning",
}  # fmt: skip
SHORT_DAYS: Dict[str, str] = {  # only in an answer: "he sat", "in the sun"
    "mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday", "fri": "friday", "sat": "saturday", "sun": "sunday",
}  # fmt: skip
NUMBER_WORDS = frozenset((*DIGITS, *TEENS, *TENS)) - {"o"}


@dataclass(frozen=True)
class Asked:
    """What a reading depends on. `day_first`: 3/11 is the third of November; `only`: the words answer "when?"; `ahead`:
    they tell of something to come; `early`: it is before dawn, so that "tonight" began yesterday."""

    today: date
    day_first: bool = False
    country: str = "US"
    only: bool = False
    ahead: bool = False
    early: bool = False


@dataclass(frozen=True)
class Day:
    """A day, or a span with its `last`; without `first` the words name a time that is no day. `problem`: no such day."""

    first: Optional[date] = None
    last: Optional[date] = None
    part: str = ""  # morning, afternoon, evening or night of it; a night's hours after midnight belong to the next day
    problem: str = ""
    weekday: Optional[int] = (
        None  # of a day that could be today or a week ago: which (0 Monday), where another day may tell
    )


Found = Optional[Tuple[Day, int]]
NO_SUCH_DAY = Day(problem="no such day")
VAGUE = Day()


def word_at(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""
