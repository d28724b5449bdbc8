"""Hours: "quarter to six p m", "ten thirty", "fourteen thirty", "1430 hours", "half past nine in the evening". Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

from spoken.en.numbers import DIGITS, TEENS, TENS
from spoken.word_sets import word_set

PARTS = word_set("morning afternoon evening night")
_HOURS = {**{word: int(digit) for word, digit in DIGITS.items() if digit != "0"}, "ten": 10, "eleven": 11, "twelve": 12}
_QUARTERS = {"past": 15, "after": 15, "to": -15, "of": -15, "til": -15, "till": -15}
_NOON, _MIDNIGHT = word_set("noon midday"), word_set("midnight")


@dataclass(frozen=True)
class Clock:
    """`half` "am" or "pm" when it was told; `told` that the whole day's hour is clear without one (14:30, noon)."""

    hour: int
    minute: int
    half: str = ""
    told: bool = False
    plain: bool = False  # nothing but numbers: an hour beside a day or after "at", not by itself

    def at(self, part: str = "") -> Optional[Tuple[int, int]]:
        """(hour of 24, minute) beside a part of the day; None when morning or afternoon is not clear."""
        if self.told:
            return self.hour, self.minute
        half = self.half or {"morning": "am", "afternoon": "pm", "evening": "pm"}.get(part, "")
        if not half and part == "night":
            half = "pm" if 5 <= self.hour < 12 else "am"
        return ((self.hour % 12) + (12 if half == "pm" else 0), self.minute) if half else None

    def shifted(self, minutes: int) -> Clock:
        total = (self.hour * 60 + self.minute + minutes) % (24 * 60)
        return Clock(total // 60 or 12, total % 60, self.half, self.told)


def clock_at(words: Sequence[str], separators: Sequence[str], i: int) -> Optional[Tuple[Clock, int]]:
    """(hour, how many words it takes). separators[i]: what stands in the text between word i and the next."""
    word = words[i]
    if word in _NOON:
        return Clock(12, 0, told=True), 1
    if word in _MIDNIGHT:
        return Clock(0, 0, told=True), 1
    found = _past(words, separators, i) or _military(words, i) or _plain(words, separators, i)
    if found is None:
        return None
    clock, used = found
    if _at(words, i + used) in ("o'clock", "oclock"):
        clock, used = Clock(clock.hour, clock.minute, clock.half, clock.told), used + 1
    half, more = half_at(words, i + used)
    if half and 1 <= clock.hour <= 12 and not (clock.told and clock.hour > 12):
        return Clock(clock.hour, clock.minute, half), used + more
    return (clock, used) if clock.hour <= 23 else None


def half_at(words: Sequence[str], i: int) -> Tuple[str, int]:
    """ "p m" and "pm" as ("pm", words)."""
    word, after = _at(words, i), _at(words, i + 1)
    if word in ("am", "pm"):
        return word, 1
    return (f"{word}m", 2) if word in ("a", "p") and after == "m" else ("", 0)


def _past(words: Sequence[str], separators: Sequence[str], i: int) -> Optional[Tuple[Clock, int]]:
    """ "half past ten", "quarter to six", "ten to nine", "five minutes past six", and "half seven" as Britons say."""
    at, minutes = i + (1 if words[i] == "a" else 0), 0
    word = _at(words, at)
    if word == "half" and _at(words, at + 1) == "past":
        minutes, at = 30, at + 2
    elif word == "half" and _at(words, at + 1) in _HOURS:
        minutes, at = 30, at + 1
    elif word == "quarter" and _at(words, at + 1) in _QUARTERS:
        minutes, at = _QUARTERS[_at(words, at + 1)], at + 2
    elif (number := _number(words, at)) and number[0] < 30:
        after = at + number[1] + (1 if _at(words, at + number[1]).startswith("minute") else 0)
        sign = {"past": 1, "after": 1, "to": -1, "til": -1, "till": -1}.get(_at(words, after), 0)
        hour_follows = after + 1 < len(words) and (_at(words, after + 1) in _HOURS or _at(words, after + 1).isdigit())
        if not sign or not hour_follows or number[0] % 5:
            return None
        minutes, at = sign * number[0], after + 1
    hour = _HOURS.get(_at(words, at)) or (int(_at(words, at)) if _at(words, at).isdigit() else 0)
    return (Clock(hour, 0).shifted(minutes), at + 1 - i) if minutes and 1 <= hour <= 12 else None


def _military(words: Sequence[str], i: int) -> Optional[Tuple[Clock, int]]:
    """ "1430 hours", "0630", "nineteen hundred hours", "oh nine hundred"."""
    word = words[i]
    if word.isdigit() and len(word) == 4 and int(word[:2]) < 24 and int(word[2:]) < 60:
        named = _at(words, i + 1) in ("hours", "hrs", "h")
        if named or word.startswith("0"):
            return Clock(int(word[:2]), int(word[2:]), told=True, plain=not named), 1 + named
        return None
    lead = 1 if word in ("oh", "o", "zero") else 0
    number = _number(words, i + lead)
    if number is None or number[0] > 23:
        return None
    at = i + lead + number[1]
    if _at(words, at) != "hundred":
        return None
    named = _at(words, at + 1) in ("hours", "hrs")
    return (
        (Clock(number[0], 0, told=True, plain=not named), at + 1 + named - i)
        if lead or named or number[0] > 12
        else None
    )


def _plain(words: Sequence[str], separators: Sequence[str], i: int) -> Optional[Tuple[Clock, int]]:
    """ "five", "5:30", "ten thirty", "six oh five", "21:15", "fourteen thirty"."""
    number = _number(words, i, most=24)
    if number is None or number[0] > 23 or (number[0] == 0 and not words[i].isdigit()):
        return None
    hour, used = number
    minute, more = _minute(words, separators, i, used)
    colon = bool(more) and separators[i + used - 1].strip() == ":"
    if more:
        clear = hour > 12 or hour == 0 or (colon and words[i].startswith("0"))
        named = clear and _at(words, i + used + more) in ("hours", "hrs")  # "twenty forty hours"
        return Clock(hour, minute, told=clear, plain=not (colon or named)), used + more + named
    return (Clock(hour, 0, plain=True), used) if 1 <= hour <= 12 else None


def _minute(words: Sequence[str], separators: Sequence[str], i: int, used: int) -> Tuple[int, int]:
    at = i + used
    word, between = _at(words, at), separators[at - 1].strip() if at - 1 < len(separators) else ""
    if word.isdigit() and len(word) == 2 and int(word) < 60 and between in (":", "", "."):
        return int(word), 1
    if word in ("oh", "o", "zero") and _at(words, at + 1) in DIGITS and DIGITS[_at(words, at + 1)] != "0":
        return int(DIGITS[_at(words, at + 1)]), 2
    found = _number(words, at) if not word.isdigit() and not words[i].isdigit() else None
    return (found[0], found[1]) if found and 10 <= found[0] < 60 else (0, 0)


def _number(words: Sequence[str], i: int, most: int = 59) -> Optional[Tuple[int, int]]:
    """A figure or a word below sixty; most: "twenty three" is one number only up to this."""
    word = _at(words, i)
    if word.isdigit() and len(word) <= 2:
        return int(word), 1
    if word in TENS:
        unit = int(DIGITS.get(_at(words, i + 1), 0)) if _at(words, i + 1) not in ("oh", "o", "zero") else 0
        return (TENS[word] + unit, 2) if unit and TENS[word] + unit <= most else (TENS[word], 1)
    if word in TEENS:
        return TEENS[word], 1
    return (int(DIGITS[word]), 1) if word in DIGITS and DIGITS[word] != "0" else None


def _at(words: Sequence[str], i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""
