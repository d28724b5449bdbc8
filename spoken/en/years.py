"""Years: "twenty twenty four", "two thousand five", "nineteen oh one", and, of a thing, "'98" and "oh five". Pure."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from spoken.en.corrections import versions
from spoken.en.numbers import DIGITS, TEENS, TENS, words_of

FIRST = 1900
_LAST_FULL = 2099
_CENTURIES = {"nineteen": 19, "twenty": 20, "19": 19, "20": 20}
_NOUGHTS = ("oh", "o", "zero", "aught", "ought", "nought")


def year_in(text: str, this_year: int) -> Optional[int]:
    """The year of a thing, up to next year; two digits are the latest century that fits."""
    for said in versions(text):
        words = words_of(said)
        for i in range(len(words)):
            found = year_at(words, i) or _short_at(words, i, this_year)
            if found:
                return found[0]
    return None


def year_at(words: Sequence[str], i: int) -> Optional[Tuple[int, int]]:
    """(a year in full, how many words it takes); None when none starts at word i."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word.isdigit() and len(word) == 4 and FIRST <= int(word) <= _LAST_FULL:
        return int(word), 1
    digits = _one_by_one(words, i)
    if digits and FIRST <= digits <= _LAST_FULL:
        return digits, 4
    if word in ("two", "2") and after == "thousand":
        rest = i + (3 if words[i + 2 : i + 3] == ["and"] else 2)
        last = _two_digits(words, rest) if rest < len(words) else None
        return (2000 + last[0], rest - i + last[1]) if last else (2000, 2)
    if word not in _CENTURIES or not after:
        return None
    century = _CENTURIES[word] * 100
    if after == "hundred" and word in ("nineteen", "19"):
        rest = i + (3 if words[i + 2 : i + 3] == ["and"] else 2)
        last = _two_digits(words, rest) if rest < len(words) else None
        return (century + last[0], rest - i + last[1]) if last else (century, 2)
    last = _two_digits(words, i + 1)
    said_whole = after in TEENS or after in TENS or after in _NOUGHTS or (after.isdigit() and len(after) == 2)
    return (century + last[0], 1 + last[1]) if last and said_whole else None


def _one_by_one(words: Sequence[str], i: int) -> int:
    digits = [DIGITS.get(word, word) for word in words[i : i + 4]]
    single = len(digits) == 4 and all(len(digit) == 1 and digit.isdigit() for digit in digits)
    return int("".join(digits)) if single else 0


def _short_at(words: Sequence[str], i: int, this_year: int) -> Optional[Tuple[int, int]]:
    """ "ninety eight", "98", "oh five"; a lone digit is no year."""
    word = words[i]
    if not (word in TEENS or word in TENS or word in _NOUGHTS or (word.isdigit() and len(word) == 2)):
        return None
    last = _two_digits(words, i)
    if last is None:
        return None
    return last[0] + (2000 if last[0] <= this_year % 100 + 1 else 1900), last[1]


def _two_digits(words: Sequence[str], i: int) -> Optional[Tuple[int, int]]:
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
    if word in _NOUGHTS and (after in DIGITS or (after.isdigit() and len(after) == 1)):
        return int(DIGITS.get(after, after)), 2
    if word in TENS:
        unit = int(DIGITS.get(after, 0)) if after not in _NOUGHTS else 0
        return TENS[word] + unit, 2 if unit else 1
    if word in TEENS:
        return TEENS[word], 1
    if word.isdigit() and len(word) <= 2:
        return int(word), 1
    return (int(DIGITS[word]), 1) if word in DIGITS and DIGITS[word] != "0" else None
