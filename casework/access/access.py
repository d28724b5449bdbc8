"""Who may open a case or an unfinished report: the reference and its PIN, with limits on guessing.

Limits, per agency: a call and a reference 3 wrong tries, a source (an opaque hash of caller or address) 10. All who come by one way
together 300 in ten minutes: by telephone, by chat, by pages, each apart, and 60 for those whose source nobody knows (withheld numbers).
Whoever uses up one way locks nobody of another. From 50 on somebody may be trying one PIN on many codes: that is an alarm.
The same work is done, and the same is answered, for a reference that is not there as for a wrong PIN.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from casework import meters
from casework.access import attempts
from casework.access.attempts import Budget, Locked, Taken, TryLimit
from casework.access.pins import Pins
from casework.base import Base
from casework.database import Database
from casework.trail.actors import Actor
from casework.trail.entries import noted

log = logging.getLogger(__name__)
_SOMEBODY = Actor("somebody", "citizen")
Thing = TypeVar("Thing")
WINDOW_S = 600
CODES_AN_HOUR = 3
UNKNOWN = "unknown"
_WAYS = frozenset({"tel", "web"})


@dataclass(frozen=True)
class Limits:
    """Tries beside those of a call and a reference, which `TryLimit` has."""

    source_tries: int = 10
    source_lock_minutes: int = 60
    alarm: int = 50
    overall: int = 300
    overall_unknown: int = 60


@dataclass(frozen=True)
class Asked:
    """One try. `reference`: a case number, or "code 42719"; `source`: opaque, absent when the channel knows none."""

    agency: str
    call_id: str
    reference: str
    pin: str
    source: str | None = None


@dataclass(frozen=True)
class Opened(Generic[Thing]):
    thing: Thing


@dataclass(frozen=True)
class NotFound:
    """No such thing, or a wrong PIN; nobody learns which."""

    tries_left: int


@dataclass(frozen=True)
class Locker(Generic[Thing]):
    """What a reference leads to, the hash of its PIN, and the row (of a table with `id` and `pin_hash`) that holds it."""

    thing: Thing
    pin_hash: str | None
    row: tuple[type[Base], int | str]


Ring = Callable[[str, int, str], None]  # agency, tries, way
# what the reference leads to, or None
Look = Callable[[Session], Locker[Thing] | None]


class Access:
    """Takes a try, checks the PIN, gives the try back when it fits."""

    def __init__(
        self, database: Database, pins: Pins, limit: TryLimit, limits: Limits, ring: Ring = lambda *_: None
    ) -> None:
        """`ring`: what brings an alarm to a person."""
        self._database, self._pins, self._limit, self._limits = database, pins, limit, limits
        self._alarmed: dict[tuple[str, str], int] = {}
        self._ring = ring

    async def open(self, asked: Asked, look: Look[Thing], now: datetime) -> Opened[Thing] | NotFound | Locked:
        """What the reference leads to when the PIN fits. `look` always does the same look-ups."""
        reference = attempts.key("reference", asked.agency, asked.reference)
        others = self._others(asked, now)
        taken, found = await self._database.run(self._take, [*others, reference], look, now)
        if isinstance(taken, Locked):
            return taken
        verdict = await self._pins.check(found.pin_hash if found else None, asked.pin)
        if verdict.fits and found is not None and found.thing is not None:
            await self._database.run(self._opened, asked, [_key(one) for one in others], found, verdict.anew, now)
            return Opened(found.thing)
        await self._database.write(_written_down, asked, _case_of(found), now)
        self._wrong(asked, taken.counts[_key(others[-1])], int(now.timestamp()) // WINDOW_S)
        return Locked(self._limit.lock_minutes) if taken.left <= 0 else NotFound(taken.left)

    async def open_by(
        self, asked: Asked, redeem: Callable[[Session], Thing | None], now: datetime
    ) -> Opened[Thing] | NotFound | Locked:
        """By something else than a PIN, a code that was sent: `redeem` gives what it opens. Tries count together with PINs."""
        reference = attempts.key("reference", asked.agency, asked.reference)
        others = self._others(asked, now)
        found: list[Thing] = []

        def redeemed(session: Session) -> None:
            thing = redeem(session)
            found.extend([] if thing is None else [thing])

        taken, _ = await self._database.run(self._take, [*others, reference], redeemed, now)
        if isinstance(taken, Locked):
            return taken
        if found:
            first = [_key(one) for one in others]
            await self._database.write(self._limit.give_back, reference, first)
            return Opened(found[0])
        self._wrong(asked, taken.counts[_key(others[-1])], int(now.timestamp()) // WINDOW_S)
        return Locked(self._limit.lock_minutes) if taken.left <= 0 else NotFound(taken.left)

    async def asked_for_a_code(self, agency: str, reference: str, source: str, now: datetime) -> Locked | None:
        """Takes one of the codes that a reference (3 in an hour) or a source (10) may have sent; Locked when they are used up.

        Apart from tries: whoever fills somebody's telephone with codes must not lock them out, nor the other way round.
        """
        hour = timedelta(hours=1)
        keys = [
            Budget(attempts.key("codes of a reference", agency, reference), CODES_AN_HOUR + 1, hour),
            Budget(attempts.key("codes of a source", agency, source), self._limits.source_tries + 1, hour),
        ]

        def take(session: Session) -> Taken | Locked:
            return self._limit.take(session, keys, now)

        taken = await self._database.write(take)
        return taken if isinstance(taken, Locked) else None if taken.left > 0 else Locked(60)

    def _others(self, asked: Asked, now: datetime) -> list[str | Budget]:
        """The keys beside the reference; the last is that of all who come this way, whose name changes every ten minutes."""
        window, into = divmod(int(now.timestamp()), WINDOW_S)
        rest = timedelta(seconds=WINDOW_S - into)
        keys: list[str | Budget] = [attempts.key("call", asked.agency, asked.call_id)]
        if asked.source:
            lock = timedelta(minutes=self._limits.source_lock_minutes)
            keys.append(Budget(attempts.key("source", asked.agency, asked.source), self._limits.source_tries, lock))
        way = way_of(asked.source)
        together = min(self._limits.overall, self._limits.overall_unknown) if way == UNKNOWN else self._limits.overall
        everybody = attempts.key("everybody", asked.agency, f"{way} {window}")
        return [*keys, Budget(everybody, together, rest, fixed=True)]

    def _take(
        self, keys: list[str | Budget], look: Look[Thing], now: datetime
    ) -> tuple[Taken | Locked, Locker[Thing] | None]:
        with self._database.writing() as session:
            taken = self._limit.take(session, keys, now)
            if isinstance(taken, Locked):
                return taken, None
            found = look(session)
            session.expunge_all()
            return taken, found

    def _opened(self, asked: Asked, others: list[str], found: Locker[Thing], anew: str | None, now: datetime) -> None:
        """The try is given back, and stands in the trail of a case: somebody who has the PIN may not be its person. A hash with an
        older key or cost is replaced, unless another one is there by now."""
        with self._database.writing() as session:
            self._limit.give_back(session, attempts.key("reference", asked.agency, asked.reference), others)
            if case_id := _case_of(found):
                noted(session, asked.agency, _SOMEBODY, "right_pin", now, {"way": way_of(asked.source)}, case_id)
            if anew is not None:
                table, row_id = found.row
                columns = table.__table__.c
                mine = (columns.id == row_id, columns.pin_hash == found.pin_hash)
                session.execute(update(table).where(*mine).values(pin_hash=anew))

    def _wrong(self, asked: Asked, together: int, window: int) -> None:
        """Counts a failure; alarms once in a window for each way."""
        agency, way = asked.agency, way_of(asked.source)
        meters.WRONG_PINS.labels(agency).inc()
        if together >= self._limits.alarm and self._alarmed.get((agency, way)) != window:
            self._alarmed[agency, way] = window
            meters.SPRAY_ALARMS.labels(agency).inc()
            log.error("many wrong codes or PINs in ten minutes; somebody may be guessing", extra={"agency": agency})
            self._ring(agency, together, way)


def _written_down(session: Session, asked: Asked, case_id: int, now: datetime) -> None:
    """A wrong PIN, at the case when there is one; the same is written, in the same time, when there is none. What was typed
    is not kept."""
    noted(session, asked.agency, _SOMEBODY, "wrong_pin", now, {"way": way_of(asked.source)}, case_id)


def _case_of(found: Locker[Thing] | None) -> int:
    """The id of the case that was found; 0: of a report that is not filed, or nothing."""
    return int(found.row[1]) if found is not None and found.row[0].__tablename__ == "cases" else 0


def way_of(source: str | None) -> str:
    """By which way somebody comes: the telephone, the chat, the pages, or unknown."""
    if source is None:
        return UNKNOWN
    way, colon, _ = source.partition(":")
    return way if colon and way in _WAYS else "page"


def _key(one: str | Budget) -> str:
    return one.key if isinstance(one, Budget) else one
