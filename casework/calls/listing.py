"""The list of call records for the agency's people: newest first, by what was decided, without a word of what was said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, defer

from casework.calls import shapes
from casework.calls.need_to_know import KeptClose
from casework.calls.tables import CallRecord
from casework.database import counted
from casework.trail.actors import Actor

_NAMES = tuple(name for name in shapes.CallLine.model_fields if name != "kept_close")


def listed(session: Session, close: KeptClose, asked: shapes.CallQuery, actor: Actor) -> shapes.CallList:
    """The page behind the cursor; by key, so that it stays right while calls come in."""
    wanted = select(CallRecord).options(defer(CallRecord.record, raiseload=True))
    wanted = wanted.where(CallRecord.agency == close.agency)
    for column, value in (
        (CallRecord.channel, asked.channel), (CallRecord.need, asked.need), (CallRecord.reason, asked.reason),
        (CallRecord.disposition, asked.disposition), (CallRecord.language, asked.language),
    ):  # fmt: skip
        wanted = wanted if value is None else wanted.where(column == value)
    wanted = wanted if asked.since is None else wanted.where(CallRecord.ended_at >= asked.since)
    wanted = wanted if asked.until is None else wanted.where(CallRecord.ended_at < asked.until)
    total = counted(session, wanted.with_only_columns(CallRecord.call_id)) if asked.count else None
    if asked.cursor is not None:
        at, call_id = asked.cursor.split(" ")
        wanted = wanted.where(
            tuple_(CallRecord.ended_at, CallRecord.call_id) < tuple_(datetime.fromisoformat(at), call_id)
        )
    order = (CallRecord.ended_at.desc(), CallRecord.call_id.desc())
    rows = list(session.scalars(wanted.order_by(*order).limit(asked.limit + 1)))
    page = rows[: asked.limit]
    unread = close.unread_by(session, (row.call_id for row in page), actor)
    lines = [
        shapes.CallLine(**{name: getattr(row, name) for name in _NAMES}, kept_close=row.call_id in unread or None)
        for row in page
    ]
    following = f"{page[-1].ended_at.isoformat()} {page[-1].call_id}" if len(rows) > asked.limit else None
    return shapes.CallList(calls=lines, next=following, total=total)
