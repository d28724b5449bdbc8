"""Wrong tries lock a call, a reference, a source, and at last everybody, for a while. A try is counted before the PIN is
checked, so that many guesses at the same time cannot slip through between check and count."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import Integer, String, TextClause, bindparam, column, text
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import TextualSelect

from casework.base import UtcTime

# Every look-up of a case comes by here twice: one statement each, as text, for building it anew takes longer than running it
_WAS_LOCKED = 0
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(minutes=1)


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
        """Takes a try from every key; when one is locked, from none, and the transaction is over. Needs a writing session."""
        budgets = sorted(map(self._budget, keys), key=lambda one: one.key)
        rows = session.execute(_take(len(budgets)), _values(budgets, now)).all()
        locked = [row.locked_until for row in rows if row.failures == _WAS_LOCKED]
        if locked:
            session.rollback()
            return Locked(max(1, math.ceil((max(locked) - now).total_seconds() / 60)))
        counts = {row.key: row.failures for row in rows}
        return Taken(min(one.tries - counts[one.key] for one in budgets), counts)

    def give_back(self, session: Session, reference: str, others: Sequence[str]) -> None:
        """After the right PIN: the reference starts afresh; the others only get back the try that was taken."""
        keys = {f"key{index}": key for index, key in enumerate([reference, *others])}
        postgres = session.get_bind().dialect.name == "postgresql"
        session.execute(_give_back(len(keys), postgres), keys)

    @property
    def lock_minutes(self) -> int:
        return int(self._lock.total_seconds() // 60)

    def _budget(self, one: str | Budget) -> Budget:
        return Budget(one, self._tries, self._lock) if isinstance(one, str) else one


def _values(budgets: Sequence[Budget], now: datetime) -> dict[str, object]:
    """`until`: when a lock that begins now ends, `latest`: when one that began before ends at the latest.

    `over`: tries before it are forgotten; `first`: the lock after one try.
    """
    values: dict[str, object] = {"now": now}
    for index, one in enumerate(budgets):
        until = now + one.lock
        over = _NEVER if one.fixed else now - one.lock
        each = {"key": one.key, "tries": one.tries, "until": until, "over": over, "latest": until + _CLOCKS_DIFFER}
        each["first"] = until if one.tries <= 1 else None
        values |= {f"{name}{index}": value for name, value in each.items()}
    return values


@cache
def _take(count: int) -> TextualSelect:
    """Counts a try at so many keys in one statement, rows locked in the order of their keys; 0 tries: it was locked."""

    def of_key(name: str) -> str:
        return "CASE attempts.key " + " ".join(f"WHEN :key{i} THEN :{name}{i}" for i in range(count)) + " END"

    # a lock that ends later than one that begins now was made while the clock was wrong: it is over
    was_locked = f"(attempts.locked_until > excluded.last_at AND attempts.locked_until <= {of_key('latest')})"
    forgotten = f"attempts.locked_until IS NOT NULL OR attempts.last_at < {of_key('over')}"
    counted = f"CASE WHEN {forgotten} THEN 1 ELSE attempts.failures + 1 END"
    statement = f"""
        INSERT INTO attempts (key, failures, locked_until, last_at)
        VALUES {", ".join(f"(:key{i}, 1, :first{i}, :now)" for i in range(count))}
        ON CONFLICT (key) DO UPDATE SET
            failures = CASE WHEN {was_locked} THEN {_WAS_LOCKED} ELSE {counted} END,
            locked_until = CASE WHEN {was_locked} THEN attempts.locked_until
                WHEN {counted} >= {of_key("tries")} THEN {of_key("until")} END,
            last_at = excluded.last_at
        RETURNING key, failures, locked_until"""  # noqa: S608  # only our own names are put in
    times = [f"{name}{i}" for i in range(count) for name in ("until", "over", "first", "latest")]
    typed = text(statement).bindparams(*(bindparam(name, type_=UtcTime()) for name in ("now", *times)))
    return typed.columns(column("key", String), column("failures", Integer), column("locked_until", UtcTime()))


@cache
def _give_back(count: int, postgres: bool) -> TextClause:
    """The reference is the first key. PostgreSQL locks the rows in the order of the keys first, as `_take` does."""
    keys = ", ".join(f":key{index}" for index in range(count))
    mine = f"SELECT key FROM attempts WHERE key IN ({keys}) ORDER BY key FOR UPDATE" if postgres else keys  # noqa: S608
    failures = "CASE WHEN key = :key0 OR failures = 0 THEN 0 ELSE failures - 1 END"
    return text(f"UPDATE attempts SET locked_until = NULL, failures = {failures} WHERE key IN ({mine})")  # noqa: S608


def key(kind: str, agency: str, value: str) -> str:
    """A digest, so that what was typed is not stored."""
    return hashlib.sha256(f"{kind}\0{agency}\0{value}".encode()).hexdigest()
