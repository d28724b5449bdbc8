"""Three wrong tries lock a call, and a reference, for a while. A try is counted before the PIN is checked, so that many
guesses at the same time cannot slip through between check and count."""

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
class Locked:
    """No try is allowed for so many minutes."""

    minutes: int


@dataclass(frozen=True)
class Taken:
    """A try was taken; `left` remain if it fails."""

    left: int


class TryLimit:
    """Counts tries per key. `tries` wrong ones lock the key for `lock_minutes`."""

    def __init__(self, tries: int, lock_minutes: int) -> None:
        self._tries, self._lock = tries, timedelta(minutes=lock_minutes)

    def take(self, session: Session, keys: Sequence[str], now: datetime) -> Taken | Locked:
        """Takes a try from every key, or none of them when one is locked. Needs a writing session."""
        rows = self._rows(session, keys, now)
        locked = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
        if locked:
            return Locked(max(1, math.ceil((max(locked) - now).total_seconds() / 60)))
        for row in rows:
            if row.locked_until or now - row.last_at > self._lock:
                row.failures, row.locked_until = 0, None
            row.failures, row.last_at = row.failures + 1, now
            if row.failures >= self._tries:
                row.locked_until = now + self._lock
        return Taken(self._tries - max(row.failures for row in rows))

    def give_back(self, session: Session, call: str, reference: str) -> None:
        """After the right PIN: the reference starts afresh; the call only gets back the try it took."""
        session.execute(delete(Attempt).where(Attempt.key == reference))
        row = session.get(Attempt, call, with_for_update=True)
        if row:
            row.failures, row.locked_until = max(0, row.failures - 1), None

    @property
    def lock_minutes(self) -> int:
        return int(self._lock.total_seconds() // 60)

    def _rows(self, session: Session, keys: Sequence[str], now: datetime) -> list[Attempt]:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        fresh = [{"key": key, "failures": 0, "last_at": now} for key in sorted(keys)]
        session.execute(insert(Attempt).values(fresh).on_conflict_do_nothing())
        ordered = select(Attempt).where(Attempt.key.in_(keys)).order_by(Attempt.key).with_for_update()
        return list(session.scalars(ordered))


def key(kind: str, agency: str, value: str) -> str:
    """A digest, so that what was typed is not stored."""
    return hashlib.sha256(f"{kind}\0{agency}\0{value}".encode()).hexdigest()
