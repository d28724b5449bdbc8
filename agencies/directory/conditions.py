"""Conditions over facts, in three values: a condition holds, does not hold, or hangs on facts nobody knows yet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum

from agencies.directory.shape import Condition, Limits
from agencies.directory.vocabulary import UNKNOWN

FactValue = bool | str
Facts = Mapping[str, FactValue]


class Verdict(Enum):
    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


def judge(condition: Condition, facts: Facts, limits: Limits) -> tuple[Verdict, frozenset[str]]:
    """The verdict, and for OPEN the facts it hangs on. One failing fact settles it, whatever the others may be."""
    open_facts = set()
    for name, wanted in condition.when.items():
        verdict = _judge_fact(name, wanted, facts, limits)
        if verdict is Verdict.FAILS:
            return Verdict.FAILS, frozenset()
        if verdict is Verdict.OPEN:
            open_facts.add(name)
    return (Verdict.OPEN, frozenset(open_facts)) if open_facts else (Verdict.HOLDS, frozenset())


def _judge_fact(name: str, wanted: bool | str, facts: Facts, limits: Limits) -> Verdict:
    value = facts.get(name)
    if name == "city":
        return _verdict(area_of(value, limits) == wanted) if isinstance(value, str) else Verdict.OPEN
    if wanted == UNKNOWN:
        return _verdict(value == UNKNOWN)
    if value is None or value == UNKNOWN:
        return Verdict.OPEN
    return _verdict(value is wanted)


def area_of(city: str | None, limits: Limits) -> str | None:
    """own, neighbour, airport or transit for a name as callers say it; None for one that no list holds."""
    name = _folded(city or "")
    if not name:
        return None
    if name in map(_folded, limits.own):
        return "own"
    if name in map(_folded, limits.neighbours):
        return "neighbour"
    if limits.airport and name in map(_folded, limits.airport.names):
        return "airport"
    if limits.transit and name in map(_folded, limits.transit.names):
        return "transit"
    return None


def _verdict(holds: bool) -> Verdict:
    return Verdict.HOLDS if holds else Verdict.FAILS


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    return " ".join(word for word in words if word not in {"the", "city", "of", "in"})
