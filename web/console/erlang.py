"""Erlang C: how many call-takers it takes that callers are answered in time. Pure.

Callers come by chance at `calls_an_hour`, are helped for `handled_s` on average, and wait in one queue for as long as it takes.
Nobody hangs up in this model, so it asks for a little more than is needed. A. K. Erlang, 1917; tables: Angus, "An Introduction
to Erlang B and Erlang C", Telemanagement 187 (2001).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Staffing:
    """`in_time`: share of callers answered within the time asked for. `mean_wait_s`: of all callers."""

    people: int
    in_time: float
    mean_wait_s: float
    busy: float


def waits(traffic: float, people: int) -> float:
    """The chance that a caller waits at all. `traffic` in erlangs: calls an hour times hours of help each.

    By Erlang B's recursion, so that no factorial grows out of a float.
    """
    if traffic <= 0:
        return 0.0
    if people <= traffic:
        return 1.0
    blocked = 1.0
    for count in range(1, people + 1):
        blocked = traffic * blocked / (count + traffic * blocked)
    return blocked / (1 - traffic / people * (1 - blocked))


def staffing(calls_an_hour: float, handled_s: float, within_s: float, people: int) -> Staffing:
    traffic = calls_an_hour * handled_s / 3600
    chance = waits(traffic, people)
    if people <= traffic:
        return Staffing(people, 0.0, math.inf, 1.0)
    spare = people - traffic
    in_time = 1 - chance * math.exp(-spare * within_s / handled_s) if handled_s > 0 else 1.0
    mean = chance * handled_s / spare
    return Staffing(people, in_time, mean, traffic / people)


def needed(calls_an_hour: float, handled_s: float, within_s: float, share: float) -> Staffing:
    """The fewest people with whom `share` of the callers are answered within `within_s`. Nobody calls: nobody is needed."""
    if calls_an_hour <= 0 or handled_s <= 0:
        return Staffing(0, 1.0, 0.0, 0.0)
    least = math.floor(calls_an_hour * handled_s / 3600) + 1
    found = staffing(calls_an_hour, handled_s, within_s, least)
    while found.in_time < share and found.people < _MOST:
        found = staffing(calls_an_hour, handled_s, within_s, found.people + 1)
    return found
