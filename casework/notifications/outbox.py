"""The outbox: what happened is written down in the transaction of the change itself, and told later by the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, event
from sqlalchemy.orm import Session

from casework.database import insert_new
from casework.notifications.tables import NotificationEvent

_MARK = "civicline_told"
_TABLE = cast(Table, NotificationEvent.__table__)
_wakers: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Happened:
    """`key` names the event for ever: the same key again is the same event, and is ignored.

    `event` is the name of a template; `values` fill its variables (strings, as written; see events.py).
    """

    key: str
    agency: str
    event: str
    contact_id: int | None
    case_id: int | None
    report_id: str | None
    need: str | None
    values: dict[str, str]
    at: datetime
    flags: frozenset[str] = field(default_factory=frozenset)


def tell(session: Session, happened: Happened) -> None:
    """Writes the event down; it is told after the caller's transaction commits, and never if that is rolled back."""
    tell_all(session, [happened])


def tell_all(session: Session, all_that_happened: Sequence[Happened]) -> None:
    """As `tell`, for many at once (an import): one statement."""
    if not all_that_happened:
        return
    insert_new(session, _TABLE, [_row(happened) for happened in all_that_happened], key="key")
    if not session.info.get(_MARK):
        session.info[_MARK] = True
        event.listen(session, "after_commit", _committed, once=True)


def _row(happened: Happened) -> dict[str, Any]:
    return {
        "key": happened.key,
        "agency": happened.agency,
        "event": happened.event,
        "contact_id": happened.contact_id,
        "case_id": happened.case_id,
        "report_id": happened.report_id,
        "need": happened.need,
        "given": dict(happened.values),
        "flags": sorted(happened.flags),
        "at": happened.at,
        "state": "waiting",
    }


def on_told(waker: Callable[[], None]) -> Callable[[], None]:
    """Calls `waker` after each commit that told something, in this process. Returns the way to stop that."""
    _wakers.append(waker)
    return lambda: _wakers.remove(waker)


def _committed(session: Session) -> None:
    session.info.pop(_MARK, None)
    for waker in list(_wakers):
        waker()
