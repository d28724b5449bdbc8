"""Wrong tries lock a call, a reference, a source, and at last everybody, for a while. A try is counted before the PIN is
checked, so that many guesses at the same time cannot slip through between check and count."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import cast

from sqlalchemy import Row, Select, Table, TextClause, Update, bindparam, case, delete, select, text, update
from sqlalchemy.orm import Session

from casework.models import Attempt, UtcTime

# every look-up of a case comes by here twice: plain statements, and few, for each is a way to the database and back
_TABLE = cast(Table, Attempt.__table__)


@dataclass(frozen=True)
class Budget:
    """`tries` wrong ones lock this key for `lock`. `fixed`: the count is not forgotten before the key itself changes."""

    key: str
    tries: int
    lock: timedelta
    fixed: bool = False


@dataclass(frozen=True)
class Locked:
    """No try is allowed for so many minutes."""

    minutes: int


@dataclass(frozen=True)
class Taken:
    """A try was taken; `left` remain if it fails. `counts`: the tries by key, this one included."""

    left: int
    counts: dict[str, int]


class TryLimit:
    """Counts tries per key. `tries` wrong ones lock the key for `lock_minutes`, where its budget says nothing else."""

    def __init__(self, tries: int, lock_minutes: int) -> None:
        self._tries, self._lock = tries, timedelta(minutes=lock_minutes)

    def take(self, session: Session, keys: Sequence[str | Budget], now: datetime) -> Taken | Locked:
        """Takes a try from every key, or none of them when one is locked. Needs a writing session."""
        budgets = {one.key: one for one in map(self._budget, keys)}
        rows = _rows(session, sorted(budgets), now)
        locked = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
        if locked:
            return Locked(max(1, math.ceil((max(locked) - now).total_seconds() / 60)))
        counts = {row.key: _counted(row, budgets[row.key], now) for row in rows}
        session.execute(_count(budgets, counts, now))
        return Taken(min(budgets[key].tries - count for key, count in counts.items()), counts)

    def give_back(self, session: Session, reference: str, others: Sequence[str]) -> None:
        """After the right PIN: the reference starts afresh; the others only get back the try that was taken."""
        if session.get_bind().dialect.name == "postgresql":
            session.execute(_locked([reference, *others]))
        session.execute(delete(_TABLE).where(_TABLE.c.key == reference))
        fewer = case((_TABLE.c.failures > 0, _TABLE.c.failures - 1), else_=0)
        session.execute(update(_TABLE).where(_TABLE.c.key.in_(others)).values(failures=fewer, locked_until=None))

    @property
    def lock_minutes(self) -> int:
        return int(self._lock.total_seconds() // 60)

    def _budget(self, one: str | Budget) -> Budget:
        return Budget(one, self._tries, self._lock) if isinstance(one, str) else one


def _rows(
    session: Session, keys: Sequence[str], now: datetime
) -> Sequence[Row[tuple[str, int, datetime | None, datetime]]]:
    fresh = {f"key{index}": key for index, key in enumerate(keys)}
    session.execute(_fresh(len(keys)), fresh | {"now": now})
    return session.execute(_locked(keys)).all()


@cache
def _fresh(count: int) -> TextClause:
    """A row for every key that has none, in one statement (SQLAlchemy would compile one of many rows anew every time)."""
    rows = ", ".join(f"(:key{index}, 0, :now)" for index in range(count))
    statement = f"INSERT INTO attempts (key, failures, last_at) VALUES {rows} ON CONFLICT DO NOTHING"  # noqa: S608  # no input
    return text(statement).bindparams(bindparam("now", type_=UtcTime()))


def _locked(keys: Sequence[str]) -> Select[tuple[str, int, datetime | None, datetime]]:
    """The rows of these keys, locked in one order, so that no two transactions wait for each other."""
    columns = (_TABLE.c.key, _TABLE.c.failures, _TABLE.c.locked_until, _TABLE.c.last_at)
    return select(*columns).where(_TABLE.c.key.in_(keys)).order_by(_TABLE.c.key).with_for_update()


def _counted(row: Row[tuple[str, int, datetime | None, datetime]], budget: Budget, now: datetime) -> int:
    """The tries of this key with the one that is taken now."""
    is_over = row.locked_until or (not budget.fixed and now - row.last_at > budget.lock)
    return 1 if is_over else row.failures + 1


def _count(budgets: dict[str, Budget], counts: dict[str, int], now: datetime) -> Update:
    """Writes the counts; a budget that is used up locks."""
    until = {key: now + budgets[key].lock if count >= budgets[key].tries else None for key, count in counts.items()}
    new = {
        _TABLE.c.failures: case(counts, value=_TABLE.c.key),
        _TABLE.c.locked_until: case(
            {key: bindparam(None, at, UtcTime()) for key, at in until.items()}, value=_TABLE.c.key
        ),
        _TABLE.c.last_at: now,
    }
    return update(_TABLE).where(_TABLE.c.key.in_(counts)).values(new)


def key(kind: str, agency: str, value: str) -> str:
    """A digest, so that what was typed is not stored."""
    return hashlib.sha256(f"{kind}\0{agency}\0{value}".encode()).hexdigest()
