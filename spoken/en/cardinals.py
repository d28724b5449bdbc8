"""Quantities in words: "one hundred and five thousand", "two and a half million", "a couple hundred", "fifteen hundred". Pure.

Not for digits that are read out one by one (telephone numbers, codes, house numbers): those are `numbers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

from spoken.en.numbers import DIGITS, TEENS, TENS

SCALES = {
    "hundred": 100, "hundreds": 100, "thousand": 1_000, "thousands": 1_000, "grand": 1_000, "k": 1_000, "million": 1_000_000,
    "mil": 1_000_000, "mill": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000,
}  # fmt: skip
_ROUGH = {("a", "couple"): 2, ("couple",): 2, ("a", "few"): 3, ("few",): 3}
_MANY = ("several", "many", "multiple", "more", "hundred", "thousand", "hundreds", "thousands")
_PARTS = {
    ("half", "a"): 0.5,
    ("a", "half"): 0.5,
    ("a", "quarter"): 0.25,
    ("quarter",): 0.25,
    ("three", "quarters"): 0.75,
}
_ONES = {word: int(digit) for word, digit in DIGITS.items() if word not in ("oh", "o")}
LARGEST = 1e15


@dataclass(frozen=True)
class Token:
    text: str
    number: Optional[float] = None  # of a number that is written in figures


def cardinal_at(tokens: List[Token], i: int) -> Optional[Tuple[float, int]]:
    """(the quantity that starts at i, how many tokens it takes); None when there is none."""
    found = _part_of_a_scale(tokens, i) or _scaled(tokens, i)
    return found if found and found[0] < LARGEST else None


def _part_of_a_scale(tokens: List[Token], i: int) -> Optional[Tuple[float, int]]:
    """ "half a million", "a quarter million", "three quarters of a million", "half a grand"."""
    for words, part in _PARTS.items():
        if _texts(tokens, i, len(words)) != words:
            continue
        at = i + len(words)
        while _text(tokens, at) in ("of", "a"):
            at += 1
        if _text(tokens, at) in SCALES:
            return part * SCALES[_text(tokens, at)], at + 1 - i
    return None


def _scaled(tokens: List[Token], i: int) -> Optional[Tuple[float, int]]:
    """A sum of scaled groups, largest first: "two million three hundred thousand (and) five"."""
    total, at, below = 0.0, i, float("inf")
    while at < len(tokens):
        step = at + (1 if at > i and _text(tokens, at) == "and" else 0)
        group = _group(tokens, step, first=at == i)
        if group is None or group[1] == 0:
            break
        value, used, scale = group
        if value >= below or (at > i and scale == 1 and below > 1000 and value >= 1000):
            break
        total, at, below = total + value, step + used, scale
        if scale == 1:
            break
    return (total, at - i) if at > i else None


def _group(tokens: List[Token], i: int, first: bool) -> Optional[Tuple[float, int, float]]:
    """(value, tokens, its scale): "two hundred and five thousand", "two and a half thousand", "fifteen hundred", "k"."""
    small = _small(tokens, i, first)
    if small is None:
        return None
    value, used = small
    after_half = SCALES.get(_text(tokens, i + used + 3))
    if after_half and _texts(tokens, i + used, 3) == ("and", "a", "half"):
        return (value + 0.5) * after_half, used + 4, after_half
    scale = 1.0
    while _text(tokens, i + used) in SCALES and not (value == 0 and scale == 1):
        step = SCALES[_text(tokens, i + used)]
        scale, used = scale * step, used + 1
        if step == 100 and (inner := _within_hundred(tokens, i + used)):
            following = _text(tokens, i + used + inner[1])
            if following in SCALES and following not in ("hundred", "hundreds"):  # "two hundred five thousand"
                value, used, scale = value * 100 + inner[0], used + inner[1], 1.0
                continue
    if _texts(tokens, i + used, 3) == ("and", "a", "half") and scale > 1:
        return (value + 0.5) * scale, used + 3, scale
    return value * scale, used, scale


def _within_hundred(tokens: List[Token], i: int) -> Optional[Tuple[float, int]]:
    joined = _text(tokens, i) == "and"
    found = _two_digits(tokens, i + joined)
    return (found[0], found[1] + joined) if found else None


def _small(tokens: List[Token], i: int, first: bool) -> Optional[Tuple[float, int]]:
    """What stands before a scale: a figure, a word up to ninety-nine, "a", "a couple of", "one point five", "point five"."""
    if i >= len(tokens):
        return None
    token = tokens[i]
    for words, rough in _ROUGH.items():
        if _texts(tokens, i, len(words)) == words:
            at = i + len(words) + (_text(tokens, i + len(words)) == "of")
            return (rough, at - i) if _text(tokens, at) in SCALES else None
    if token.number is not None:
        return token.number, 1
    if token.text in ("a", "an") and first:
        following = _text(tokens, i + 1)
        return (
            (1, 1) if following in SCALES and following not in ("k", "m") else (1, 1) if _is_unit(following) else None
        )
    if token.text == "point" and first:
        return _after_point(tokens, i)
    if token.text in ("hundred", "thousand") and first and _text(tokens, i - 1) not in _MANY:
        return 1, 0  # "hundred and forty", as a recogniser leaves the "a" out
    found = _two_digits(tokens, i)
    if found is None:
        return None
    value, used = found
    if _text(tokens, i + used) == "point" and (part := _after_point(tokens, i + used)):
        return value + part[0], used + part[1]
    return _side_by_side(tokens, i, value, used) if first else found


def _side_by_side(tokens: List[Token], i: int, value: float, used: int) -> Tuple[float, int]:
    """ "one fifty" is 150, "twelve fifty" 1250, and "eighty nine ninety nine", as prices end, 89.99."""
    following = _two_digits(tokens, i + used) if i + used < len(tokens) and tokens[i + used].number is None else None
    if following is None or following[0] < 10 or value == 0 or _text(tokens, i + used + following[1]) in SCALES:
        return value, used
    if following[0] == value + 1:  # "ten eleven days" is a guess between two
        return value, used
    if following[0] in (95, 99) and value >= 10:
        return value + following[0] / 100, used + following[1]
    return value * 100 + following[0], used + following[1]


def _two_digits(tokens: List[Token], i: int) -> Optional[Tuple[float, int]]:
    word = _text(tokens, i)
    if word in TENS:
        unit = _ONES.get(_text(tokens, i + 1), 0)
        return TENS[word] + unit, 2 if unit else 1
    if word in TEENS:
        return TEENS[word], 1
    if i < len(tokens) and tokens[i].number is not None and tokens[i].number < 100:  # type: ignore[operator]
        return tokens[i].number or 0.0, 1
    return (_ONES[word], 1) if word in _ONES else None


def _after_point(tokens: List[Token], i: int) -> Optional[Tuple[float, int]]:
    digits, at = "", i + 1
    while _text(tokens, at) in DIGITS or (
        at < len(tokens) and tokens[at].number is not None and len(tokens[at].text) == 1
    ):
        digits, at = digits + DIGITS.get(tokens[at].text, tokens[at].text), at + 1
    return (float(f"0.{digits}"), at - i) if digits else None


def _is_unit(word: str) -> bool:
    return word in ("dollar", "buck", "pound", "quid", "euro")


def _text(tokens: List[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def _texts(tokens: List[Token], i: int, count: int) -> Tuple[str, ...]:
    return tuple(token.text for token in tokens[i : i + count])
