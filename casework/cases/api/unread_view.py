"""Messages of people that nobody of the agency has read, oldest first: what the pages show as waiting."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from casework.cases.api import unread_shapes as shapes
from casework.cases.tables import Case, CaseAttachment, CaseMessage
from casework.database import counted

_Rows = Select[CaseMessage, Case]


def listed(session: Session, agency: str, asked: shapes.UnreadQuery) -> shapes.UnreadPage:
    """The page behind the cursor. No words: whoever reads them opens the case."""
    wanted = _wanted(agency, asked)
    total = counted(session, wanted.with_only_columns(CaseMessage.id)) if asked.count else None
    rows = session.execute(wanted.where(CaseMessage.id > asked.after).order_by(CaseMessage.id).limit(asked.limit + 1))
    found = [(message, case) for message, case in rows]
    page = found[: asked.limit]
    files = _files(session, [message.id for message, _ in page])
    lines = [
        shapes.UnreadLine(
            message=message.id, case=case.id, number=case.number, need=case.need, queue=case.queue,
            assigned_to=case.assigned_to, closed=case.closed_at is not None, at=message.at, files=files.get(message.id, 0),
        )
        for message, case in page
    ]  # fmt: skip
    return shapes.UnreadPage(messages=lines, next=page[-1][0].id if len(found) > asked.limit else None, total=total)


def _wanted(agency: str, asked: shapes.UnreadQuery) -> _Rows:
    wanted = select(CaseMessage, Case).join(Case, Case.id == CaseMessage.case_id)
    wanted = wanted.where(CaseMessage.side == "citizen", CaseMessage.read_at.is_(None), Case.agency == agency)
    for column, value in ((Case.queue, asked.queue), (Case.assigned_to, asked.assigned_to), (Case.need, asked.need)):
        wanted = wanted if value is None else wanted.where(column == value)
    wanted = wanted if asked.since is None else wanted.where(CaseMessage.at >= asked.since)
    return wanted if asked.until is None else wanted.where(CaseMessage.at < asked.until)


def _files(session: Session, messages: list[int]) -> dict[int, int]:
    grouped = select(CaseAttachment.message_id, func.count()).where(CaseAttachment.message_id.in_(messages))
    return {message: count for message, count in session.execute(grouped.group_by(CaseAttachment.message_id))}  # noqa: C416
