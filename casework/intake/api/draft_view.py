"""Reports that were begun and not filed, as the agency's people see them: how far they came, and no answer of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from casework.database import counted
from casework.intake.api import draft_shapes as shapes
from casework.intake.tables import Report, ReportAnswer


def listed(session: Session, agency: str, asked: shapes.DraftQuery) -> shapes.DraftPage:
    """The page behind the cursor, the newest change first."""
    wanted = _wanted(agency, asked)
    total = counted(session, wanted.with_only_columns(Report.id)) if asked.count else None
    if asked.cursor is not None:
        at, report = asked.cursor.split(" ")
        wanted = wanted.where(tuple_(Report.updated_at, Report.id) < tuple_(datetime.fromisoformat(at), report))
    order = (Report.updated_at.desc(), Report.id.desc())
    rows = list(session.scalars(wanted.order_by(*order).limit(asked.limit + 1)))
    page = rows[: asked.limit]
    answered = _answered(session, [row.id for row in page])
    names = [name for name in shapes.DraftLine.model_fields if name not in ("report", "answered", "has_pin")]
    lines = [
        shapes.DraftLine(
            report=row.id,
            answered=answered.get(row.id, 0),
            has_pin=row.pin_hash is not None,
            **{name: getattr(row, name) for name in names},
        )
        for row in page
    ]
    following = f"{page[-1].updated_at.isoformat()} {page[-1].id}" if len(rows) > asked.limit else None
    return shapes.DraftPage(drafts=lines, next=following, total=total)


def _wanted(agency: str, asked: shapes.DraftQuery) -> Select[Report]:
    wanted = select(Report).where(Report.agency == agency, Report.state == "draft")
    for column, value in (
        (Report.kind, asked.kind), (Report.channel, asked.channel), (Report.language, asked.language),
        (Report.left_because, asked.left_because), (Report.call_id, asked.call),
    ):  # fmt: skip
        wanted = wanted if value is None else wanted.where(column == value)
    wanted = wanted if asked.since is None else wanted.where(Report.updated_at >= asked.since)
    return wanted if asked.until is None else wanted.where(Report.updated_at < asked.until)


def _answered(session: Session, reports: list[str]) -> dict[str, int]:
    questions = func.count(ReportAnswer.question.distinct())
    grouped = select(ReportAnswer.report_id, questions).where(ReportAnswer.report_id.in_(reports))
    return {report: count for report, count in session.execute(grouped.group_by(ReportAnswer.report_id))}  # noqa: C416
