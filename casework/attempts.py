"""Wrong tries lock a call, a reference, a source, and at last everybody, for a while. A try is counted before the PIN is
checked, so that many guesses at the same time cannot slip through between check and count."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.models import Attempt


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
        rows = self._rows(session, list(budgets), now)
        locked = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
        if locked:
            return Locked(max(1, math.ceil((max(locked) - now).total_seconds() / 60)))
        for row in rows:
            _count(row, budgets[row.key], now)
        left = min(budgets[row.key].tries - row.failures for row in rows)
        return Taken(left, {row.key: row.failures for row in rows})

    def give_back(self, session: Session, reference: str, others: Sequence[str]) -> None:
        """After the right PIN: the reference starts afresh; the others only get back the try that was taken."""
        session.execute(delete(Attempt).where(Attempt.key == reference))
        ordered = select(Attempt).where(Attempt.key.in_(others)).order_by(Attempt.key).with_for_update()
        for row in session.scalars(ordered):
            row.failures, row.locked_until = max(0, row.failures - 1), None

    @property
    def lock_minutes(self) -> int:
        return int(self._lock.total_seconds() // 60)

    def _budget(self, one: str | Budget) -> Budget:
        return Budget(one, self._tries, self._lock) if isinstance(one, str) else one

    def _rows(self, session: Session, keys: Sequence[str], now: datetime) -> list[Attempt]:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        fresh = [{"key": key, "failures": 0, "last_at": now} for key in sorted(keys)]
        session.execute(insert(Attempt).values(fresh).on_conflict_do_nothing())
        ordered = select(Attempt).where(Attempt.key.in_(keys)).order_by(Attempt.key).with_for_update()
        return list(session.scalars(ordered))


def _count(row: Attempt, budget: Budget, now: datetime) -> None:
    if row.locked_until or (not budget.fixed and now - row.last_at > budget.lock):
        row.failures, row.locked_until = 0, None
    row.failures, row.last_at = row.failures + 1, now
    if row.failures >= budget.tries:
        row.locked_until = now + budget.lock


def key(kind: str, agency: str, value: str) -> str:
    """A digest, so that what was typed is not stored."""
    return hashlib.sha256(f"{kind}\0{agency}\0{value}".encode()).hexdigest()
