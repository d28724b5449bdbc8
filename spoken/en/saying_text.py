"""Text as a voice should say it: "St Paul St & 6th Ave" is "Saint Paul Street and sixth Avenue". Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Callable, Dict, List, Tuple

from spoken.en import saying
from spoken.word_sets import word_set

_TYPES: Dict[str, str] = {
    "st": "Street", "ave": "Avenue", "av": "Avenue", "blvd": "Boulevard", "dr": "Drive", "rd": "Road", "ln": "Lane", "ct": "Court",
    "pl": "Place", "pkwy": "Parkway", "cir": "Circle", "hwy": "Highway", "ter": "Terrace", "sq": "Square",
}  # fmt: skip
_OTHERS: Dict[str, str] = {
    "apt": "apartment", "ste": "suite", "jr": "Junior", "sr": "Senior", "mt": "Mount", "bldg": "building", "blk": "block",
    "sgt": "Sergeant", "lt": "Lieutenant", "capt": "Captain", "ofc": "Officer", "dept": "department", "approx": "approximately",
}  # fmt: skip
_DIRECTIONS: Dict[str, str] = {
    "N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest", "SE": "Southeast",
    "SW": "Southwest",
}  # fmt: skip
_LETTERS = word_set("US UK DC TV ATM ID VIN SUV GPS PIN PO RV UPS USB")  # said letter by letter
_MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "jun": "June", "jul": "July", "aug": "August",
    "sep": "September", "sept": "September", "oct": "October", "nov": "November", "dec": "December",
}  # fmt: skip
_MEASURES = {
    "mph": "miles an hour",
    "lbs": "pounds",
    "lb": "pounds",
    "oz": "ounces",
    "mins": "minutes",
    "min": "minutes",
    "hrs": "hours",
}
_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "thur": "Thursday",
    "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
_SPELLED_OUT = re.compile(
    r"(?!ST|DR|MR|MS|LT|RD|LN|CT|PL|PKWY)[B-DF-HJ-NP-TV-XZ]{2,4}"
)  # "MLK", "RTD": nobody can say them otherwise
_BEFORE_A_NAME = word_set("and at of on in near to from between corner block the north south east west by off")
_PARTS = {(1, 2): "half", (1, 4): "quarter", (3, 4): "three quarters", (1, 3): "third", (2, 3): "two thirds"}
_SIGNS = {sign: currency for currency, sign in reversed(list(saying.SIGNS.items()))}
_TOKEN = re.compile(r"\s+|[^\W\d_]+(?:['’][^\W\d_]+)*\.?|\d+(?:st|nd|rd|th)\b|\d+|[^\w\s]|_", re.I)


def words(text: str) -> str:
    """Text without figures, signs and short forms."""
    text = re.sub(r"[^\x00-\x7f]", lambda found: str(int(found[0])) if found[0].isdecimal() else found[0], text)
    for pattern, said in _WRITTEN:
        text = pattern.sub(said, text)
    tokens = [token for token in _TOKEN.findall(text) if not token.isspace()]
    spaced = _spaced(text)
    out = [_word(tokens, i) for i in range(len(tokens))]
    return _joined(out, spaced)


def email(value: str) -> str:
    for sign, word in (("@", "at"), (".", "dot"), ("_", "underscore"), ("-", "dash"), ("+", "plus")):
        value = value.replace(sign, f" {word} ")
    return words(value)


def _number(found: re.Match[str]) -> str:
    return saying.number(float(found[0].replace(",", "")))


def _price(found: re.Match[str]) -> str:
    scale = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}.get((found[3] or "").lower(), 1)
    return saying.money(float(found[2].replace(",", "")) * scale, _SIGNS[found[1]])


def _clock(found: re.Match[str]) -> str:
    hour, minute = int(found[1]), int(found[2] or 0)
    half = f" {found[3][0].lower()} m" if found[3] else ""
    if hour > 24 or minute > 59 or not (half or found[2]):
        return found[0]
    return saying.hours(hour, minute) + half


def _fraction(found: re.Match[str]) -> str:
    """ "1234 1/2" with the number before it, "1/2 block" as "half a block"."""
    part = _PARTS.get((int(found[2]), int(found[3])))
    if part is None:
        return found[0] if found[1] else f"{saying.whole(int(found[2]))} {saying.whole(int(found[3]))}"
    if found[1]:
        article = "a " if int(found[2]) == 1 else ""
        return f"{found[1].strip()} and {article}{part}"
    return f"{part} a" if part == "half" else f"a {part} of a" if part in ("quarter", "third") else f"{part} of a"


def _iso_day(found: re.Match[str]) -> str:
    try:
        when = date.fromisoformat(found[0])
    except ValueError:
        return saying.digits(found[0])
    return saying.day(when, date.min)


def _days(found: re.Match[str]) -> str:
    return f"{_DAYS[found[1].lower()]} to {_DAYS[found[2].lower()]}"


def _month_day(found: re.Match[str]) -> str:
    """ "Nov 24, 2026" with the day as an ordinal."""
    month = _MONTHS.get(found[1].lower(), found[1])
    year = f", {saying.year(int(found[3]))}" if found[3] else ""
    return f"{month} {saying.ordinal(int(found[2]))}{year}" if 1 <= int(found[2]) <= 31 else found[0]


def _range(found: re.Match[str]) -> str:
    return f"{found[1]} to {found[2]}" if int(found[1]) < int(found[2]) else found[0]


_DAY_NAMES = "|".join(_DAYS)
_MONTH_NAMES = "|".join((*_MONTHS, *(name for name in _MONTHS.values()), "May"))
_MONTH_DAY = re.compile(rf"\b({_MONTH_NAMES})\b\.? (\d{{1,2}})(?:st|nd|rd|th)?(?![\w:/])(?:,? (\d{{4}})(?!\w))?", re.I)
_HEIGHT = re.compile(r"(?<![\w'])(\d)['’]\s?(\d{1,2})(?:\"|''|”)?(?!\w)")
_WRITTEN: List[Tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
    (re.compile(r"\s*&\s*"), lambda _: " and "),
    (_MONTH_DAY, _month_day),
    (_HEIGHT, lambda found: f"{found[1]} foot {found[2]}"),
    (re.compile(r"(?<=\d[ap]m)\s?[-–]\s?(?=\d)|(?<=\d [ap]m)\s?[-–]\s?(?=\d)", re.I), lambda _: " to "),
    (re.compile(r"(?<![\w-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?=\s?[ap]\.?m\b|(?![\w-]))", re.I), _range),
    (
        re.compile(rf"(?<=\d)\s?({'|'.join(_MEASURES)})\b\.?", re.I),
        lambda found: f" {_MEASURES[found[1].lower()]}",
    ),
    (re.compile(r"\b(?!US-)([A-Z]{2,4})-(\d{2,4})\b"), lambda found: f"{' '.join(found[1])} {saying.digits(found[2])}"),
    (re.compile(rf"\b({_DAY_NAMES})\s?[-–]\s?({_DAY_NAMES})\b", re.I), _days),
    (re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])"), _iso_day),
    (re.compile(r"([$£€])\s?(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(k|m|thousand|million)\b)?", re.I), _price),
    (re.compile(r"(?<![\w:])(\d{1,2})(?::([0-5]\d))?\s?([ap])\.?m\b\.?", re.I), _clock),
    (re.compile(r"(?<![\w:])(\d{1,2}):([0-5]\d)()(?![\w:])"), _clock),
    (re.compile(r"(?<![\w/])(\d+\s+)?(\d{1,2})/(\d{1,2})(?![\w/])"), _fraction),
    (re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,])|(?<![\w.,])\d+\.\d+(?![\w.])"), _number),
    (re.compile(r"(?<=\d)\s?%"), lambda _: " percent"),
    (re.compile(r"#\s?(?=\d)"), lambda _: " number "),
    (re.compile(r"\b([A-Z])-(\d+)\b"), lambda found: f"{found[1]} {_figures(found[2])}"),
    (
        re.compile(r"(?<=\d)\s?ft\b\.?(?=\s+(?!(?:away|from|tall|high|long|wide|deep|of|and|to|in|or)\b)[a-z])", re.I),
        lambda _: " foot",
    ),
    (re.compile(r"(?<=\d)\s?ft\b\.?", re.I), lambda _: " feet"),
    (re.compile(r"(?<=\d)(?!(?:st|nd|rd|th)\b)(?=[^\W\d_])"), lambda _: " "),
]


def _spaced(text: str) -> List[bool]:
    """Whether white space stands before each token."""
    out, space = [], False
    for found in _TOKEN.finditer(text):
        if found.group(0).isspace():
            space = True
        else:
            out.append(space)
            space = False
    return out


def _word(tokens: List[str], i: int) -> str:
    token = tokens[i]
    bare = token.rstrip(".").lower()
    if token[0].isdecimal():
        return _figures(token)
    if token in _DIRECTIONS:
        return _DIRECTIONS[token] if _is_direction(tokens, i) else token
    if token.rstrip(".") in _LETTERS:
        return " ".join(token.rstrip("."))
    if bare in ("st", "dr") and _names_a_person(tokens, i):
        return "Saint" if bare == "st" else "Doctor"
    if bare in _TYPES and (token[0].isupper() or i):
        return _TYPES[bare]
    if _SPELLED_OUT.fullmatch(token):
        return " ".join(token)
    return _OTHERS.get(bare, token)


def _figures(token: str) -> str:
    """House numbers and other plain figures as people say them; long ones digit by digit."""
    if not token.isdecimal():
        return saying.ordinal(int(re.sub(r"\D", "", token)))
    if len(token) > 4 or (token.startswith("0") and len(token) > 1):
        return saying.digits(token)
    value = int(token)
    if len(token) == 4 and value % 1000:
        return saying.year(value) if value // 10 != 200 else saying.whole(value)
    if len(token) == 3 and value % 100:
        return f"{saying.whole(value // 100)} {saying.pair(value % 100)}"
    return saying.whole(value)


def _is_direction(tokens: List[str], i: int) -> bool:
    """A letter before the name of a street or after its type; "N Street" is a street of that name."""
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    if after[:1].isdecimal() or (
        after[:1].isupper() and after.rstrip(".").lower() not in {*_TYPES, "street", "avenue"}
    ):
        return True
    return i > 0 and tokens[i - 1].rstrip(".").lower() in {*_TYPES, "street", "avenue"} and len(tokens[i]) <= 2


def _names_a_person(tokens: List[str], i: int) -> bool:
    """ "St" and "Dr" before a name and not after one: "St Paul St", "1420 St Vrain", but "12th St", "Vine St Denver"."""
    after = tokens[i + 1] if i + 1 < len(tokens) else ""
    if not after[:1].isupper() or after in _DIRECTIONS or after.rstrip(".").lower() in _TYPES:
        return False
    before = tokens[i - 1] if i else ""
    return (
        (not before[:1].isalpha() and not before.endswith(("st", "nd", "rd", "th")))
        or before.lower() in _BEFORE_A_NAME
        or before in _DIRECTIONS
    )


def _joined(out: List[str], spaced: List[bool]) -> str:
    """With a space around every word that was figures, and punctuation where it stood."""
    text = ""
    for word, space in zip(out, spaced):
        text += f" {word}" if space or (word[:1].isalpha() and text[-1:].isalpha()) else word
    return " ".join(text.split())
