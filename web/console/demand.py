"""How many call-takers each half hour of a week needs, by Erlang C, from the hand-overs that came in a period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from web.console.erlang import Staffing, needed
from web.console.tables import DAYS

HALF_HOURS = 48


@dataclass(frozen=True, slots=True)
class Demand:
    """`rows`: for each half hour that anybody came in, its time and the people for Monday to Sunday. `most`: the busiest."""

    rows: tuple[tuple[str, tuple[Staffing, ...]], ...]
    days: tuple[str, ...]
    most: int
    total: int


def demand(came: dict[str, int], first: date, last: date, handled_s: float, within_s: float, share: float) -> Demand:
    """`came`: "weekday.half-hour" -> how many in the whole period; averaged over the weeks that it has."""
    weekdays = Counter((first + timedelta(days=at)).weekday() for at in range((last - first).days + 1))
    table = [
        [_of(came.get(f"{weekday}.{half}", 0), weekdays[weekday], handled_s, within_s, share) for weekday in range(7)]
        for half in range(HALF_HOURS)
    ]
    rows = tuple(
        (f"{half // 2}:{'30' if half % 2 else '00'}", tuple(line))
        for half, line in enumerate(table)
        if any(one.people for one in line)
    )
    most = max((one.people for _, line in rows for one in line), default=0)
    return Demand(rows, DAYS, most, sum(came.values()))


def _of(came: int, weeks: int, handled_s: float, within_s: float, share: float) -> Staffing:
    an_hour = 2 * came / weeks if weeks else 0.0
    return needed(an_hour, handled_s, within_s, share)
