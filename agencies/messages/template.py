"""The template engine of messages: a sandbox that can fill in words and choose between them, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agencies.messages.values import LONGEST_VALUE, OPTIONAL, VARIABLES
from spoken.en import phones

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+")
# a telephone makes a link of "https://..." and of every name with a dot (also the dots of other scripts)
_SCHEME = re.compile(r"\w*:/+")
_LINKING_DOT = re.compile(r"(?<=\w)[.\uff0e\u3002\uff61](?=[^\W\d_]{2})")
_ENGINE = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, extensions=()
)
# no loops, macros or includes: a template that needs them is saying too much
_ENGINE.globals.clear()
_ENGINE.filters = {name: _ENGINE.filters[name] for name in ("lower", "upper", "capitalize", "int")}


class BadWording(ValueError):
    """The template cannot be used; the words say why."""


@lru_cache(4096)
def variables_of(source: str) -> frozenset[str]:
    """The names that a template asks for; raises BadWording when it cannot be read."""
    try:
        return frozenset(meta.find_undeclared_variables(_ENGINE.parse(source)))
    except TemplateError as error:
        raise BadWording(str(error.message or "it is not a template")) from None


def fill(source: str, values: Mapping[str, str]) -> str:
    """The words; raises BadWording for a variable that is missing or a filter that is not there."""
    try:
        return _compiled(source).render(values).strip()
    except TemplateError as error:
        raise BadWording(str(error.message or "it cannot be filled in")) from None
    except (TypeError, ValueError, ArithmeticError) as error:
        raise BadWording(type(error).__name__) from None


@lru_cache(4096)
def _compiled(source: str) -> Template:
    return _ENGINE.from_string(source)


def one_line(value: str) -> str:
    """A value as it may stand in a message: no line breaks or invisible marks (headers!), not endless."""
    return _UNSEEN.sub(" ", value).strip()[:LONGEST_VALUE]


def without_links(value: str) -> str:
    """A value brings no link into a message: 'see evil.example/x' keeps its words and a blank after the dot."""
    return _LINKING_DOT.sub(". ", _SCHEME.sub(" ", value)).strip()


class Sayings:
    """How a language writes and says digits and times; from its frame.yml."""

    def __init__(
        self, digits: list[str], weekdays: list[str], months: list[str], moment: str, half_days: list[str]
    ) -> None:
        self._digits, self._weekdays, self._months = digits, weekdays, months
        self._moment, self._half_days = moment, half_days

    def values(self, given: Mapping[str, str], zone: ZoneInfo, spoken: bool, country: str = "US") -> dict[str, str]:
        """The values as a template of this language gets them; optional ones that were not given are empty.

        `country`: the agency's, in which its people dial the numbers.
        """
        said = dict.fromkeys(OPTIONAL, "") | {
            name: self._value(name, text, zone, spoken, country) for name, text in given.items()
        }
        return {name: text for name, text in said.items() if name in VARIABLES}

    def _value(self, name: str, text: str, zone: ZoneInfo, spoken: bool, country: str) -> str:
        kind = VARIABLES[name].kind if name in VARIABLES else "text"
        if name == "lines":
            return "\n".join(one_line(line) for line in text.splitlines())
        text = one_line(text)
        if kind == "text":
            return without_links(text)
        if kind == "moment":
            return self.moment(without_links(text), zone)
        if kind == "phone":
            text = phones.written(text, country)
        return self.digits(text) if spoken and kind in ("digits", "phone") else text

    def digits(self, text: str) -> str:
        """'2026-417702' -> 'two zero two six, four one seven, seven zero two'; capital letters of a number one by one."""
        parts = re.findall(r"[0-9]+|[A-Z]+", text)
        groups = [group for part in parts for group in (_groups(part) if part.isdigit() else [part])]
        return ", ".join(
            " ".join(self._digits[int(one)] if one.isdigit() else one for one in group) for group in groups
        )

    def moment(self, text: str, zone: ZoneInfo) -> str:
        """An ISO time in the agency's zone, as this language says it; anything else stays as it was written."""
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            return text
        at = at.astimezone(zone) if at.tzinfo else at
        parts: dict[str, Any] = {
            "weekday": self._weekdays[at.weekday()],
            "day": at.day,
            "month": self._months[at.month - 1],
            "hour": (at.hour % 12) or 12,
            "minute": f"{at.minute:02d}",
            "half_day": self._half_days[at.hour >= 12],
        }
        return self._moment.format(**parts)


def _groups(digits: str) -> list[str]:
    """Threes help to write a number down; four at a time when that comes out even (years), two and three for five."""
    if len(digits) in (4, 5, 10):
        cuts = {4: (4,), 5: (2, 3), 10: (3, 3, 4)}[len(digits)]
        return [digits[sum(cuts[:index]) : sum(cuts[: index + 1])] for index in range(len(cuts))]
    return [digits[start : start + 3] for start in range(0, len(digits), 3)]
