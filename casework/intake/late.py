"""Answers to an officer who does not wait for them any more: the case has ended meanwhile, or has gone on without them.

Of an open case they are added to its answers. Of one that has ended they are a message of its person, unread like any other:
what the case was decided on stays as it was, and somebody reads what came later.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from agencies.reports.shape import OFFICER_ASKS
from casework.cases import changes, messages
from casework.cases.opening import CITIZEN, answered
from casework.intake import answer_wording
from casework.intake.answer import Answer
from casework.intake.as_case import as_answers, point
from casework.intake.open_report import OpenReport
from casework.intake.step import ReportState, form_state
from casework.intake.store import answers_of, notes_of, wanted_of
from casework.trail.actors import Actor


def keep(session: Session, now_at: OpenReport, now: datetime, by: Actor = CITIZEN) -> None:
    """Brings to the case what was answered since the officer asked; the same answers again add nothing.

    `by`: who handed them in, where the case is open.
    """
    report = now_at.report
    assert report.case_id is not None
    case = changes.held(session, report.case_id)
    answers = answers_of(session, report.id)
    fresh = {name: one for name, one in answers.items() if one.order > (report.wanted_after or 0)}
    if not fresh:
        return
    state = form_state(now_at.form, now_at.common, _asked(now_at, answers))
    if case.closed_at is None:
        notes = notes_of(session, report)
        whole = as_answers(now_at.form, state) | ({OFFICER_ASKS: notes} if notes else {})
        answered(session, case.id, whole, now_at.agency.needs.properties, now, point(state), by)
        return
    for slot in state.slots:
        if slot.id in fresh and fresh[slot.id].how != "skipped":
            asked = report.note if slot.id == OFFICER_ASKS and report.note else slot.label
            text = f"{asked}: {answer_wording.write(slot, fresh[slot.id], now_at.common)}"
            messages.write(session, case, CITIZEN, text, f"answer {report.id} {fresh[slot.id].order}", now)


def _asked(now_at: OpenReport, answers: dict[str, Answer]) -> ReportState:
    """As if the officer still waited: with the questions that they put."""
    return replace(now_at.report_state, answers=answers, reopened=wanted_of(now_at.report, now_at.form))
