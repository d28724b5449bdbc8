"""An emergency number in every way in which people say it. Pure."""

from __future__ import annotations

import re

_WORDS = ("(?:zero|oh)", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TIMES = {2: "double", 3: "triple"}


def ways_to_say(number: str) -> str:
    """ "911": a pattern for 911, 9-1-1, 9 1 1, nine one one; "999": triple nine as well. "" for no number."""
    digits = [digit for digit in number if digit.isdigit()]
    if not digits:
        return ""
    written = "[ .-]?".join(digits)
    spoken = "[ -]".join(_WORDS[int(digit)] for digit in digits)
    return "(?:" + "|".join([written, spoken, *_repeated("".join(digits))]) + ")"


def _repeated(digits: str) -> list[str]:
    """ "112" is also double one two, "999" triple nine."""
    runs = [found.group(0) for found in re.finditer(r"(\d)\1*", digits)]
    if not any(len(run) in _TIMES for run in runs):
        return []
    said = (f"{_TIMES[len(run)]} {_WORDS[int(run[0])]}" if len(run) in _TIMES else _WORDS[int(run[0])] for run in runs)
    return ["[ -]".join(said)]


def says_number(number: str, text: str) -> bool:
    """Whether the number is named in a text, in whatever way."""
    pattern = ways_to_say(number)
    return bool(pattern and re.search(rf"(?<!\w){pattern}(?!\w)", text.lower()))
