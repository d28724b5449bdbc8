"""Many people about one thing at one place in a short time: seen out of running calls, hand-overs and reports. Pure, but for `Watch`.

A place is a crossing, or a block of a street: 1437 and 1412 Bannock St are one. What one call, its hand-over and its report tell
counts once.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from casework_client.staff import Answer, StaffCasework
from spoken.en import place_keys
from web.console.parts import those

WITHIN = timedelta(minutes=60)
LEAST = 4
_BLOCK = 100
_KEPT_S = 10.0
_HOUSE = re.compile(r"0*(\d{1,6})\s+\S")


@dataclass(frozen=True, slots=True)
class Told:
    """One person's word: `who` is their call, or their report where there was none."""

    who: str
    need: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Surge:
    """`place`: as most of them said it. `since`: when the first of them came."""

    need: str
    place: str
    people: int
    since: datetime


def surges(told: Iterable[Told], now: datetime) -> list[Surge]:
    """The largest first."""
    groups: dict[tuple[str, str], dict[str, Told]] = defaultdict(dict)
    for one in told:
        if one.at > now - WITHIN and (key := place_key(one.place)):
            groups[one.need, key].setdefault(one.who, one)
    found = [
        Surge(need, _said(those.values()), len(those), min(one.at for one in those.values()))
        for (need, _), those in groups.items()
        if len(those) >= LEAST
    ]
    return sorted(found, key=lambda surge: (-surge.people, surge.since))


def place_key(place: str) -> str:
    """What ways of telling one place share: "14th Ave & Pearl St" and "Pearl and Fourteenth", and all of a block; "" for no place."""
    key = place_keys.place_key(place) or ""
    house = _HOUSE.match(place.strip())
    if house is None or place_keys.CROSSING in key:
        return key
    return key.replace(house[1], str(int(house[1]) // _BLOCK * _BLOCK), 1)


def told_by(calls: Iterable[Any], handovers: Iterable[Any], cases: Iterable[Any]) -> list[Told]:
    """Out of what the console sees: running calls, hand-overs and reports. Who says no place, or no need, tells nothing here."""
    found = [
        Told(one["call_id"], one["need"] or "", str((one["facts"] or {}).get("where") or ""), _at(one[at]))
        for some, at in ((calls, "started_at"), (handovers, "created_at"))
        for one in some
    ]
    found += [
        Told(one["call_id"] or f"case {one['case']}", one["need"] or "", one["place"] or "", _at(one["opened_at"]))
        for one in cases
    ]
    return [one for one in found if one.need and one.place]


@dataclass
class Watch:
    """What casework says of the last hour, asked every ten seconds whoever looks at the board."""

    _kept: dict[str, tuple[float, list[Answer], list[Answer]]] = field(default_factory=dict)

    async def look(self, casework: StaffCasework, running: Iterable[Any], now: datetime) -> list[Surge]:
        at, handovers, cases = self._kept.get(casework.agency, (float("-inf"), [], []))
        if time.monotonic() - at > _KEPT_S:
            handovers, cases = await asyncio.gather(
                those(casework.handovers(state="all", hours=1, limit=200)),
                those(casework.cases(state="all", opened_from=(now - WITHIN).isoformat(), limit=200), "cases"),
            )
            self._kept[casework.agency] = (time.monotonic(), handovers, cases)
        return surges(told_by(running, handovers, cases), now)


def _said(those: Iterable[Told]) -> str:
    return Counter(one.place for one in those).most_common(1)[0][0]


def _at(written: str) -> datetime:
    return datetime.fromisoformat(written)
