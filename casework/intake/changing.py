"""A report is changed at its read-back: all that one breath says otherwise or adds, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.directory.directory import Directory
from casework.errors import Conflict
from casework.intake import late
from casework.intake.hearing.breath import hear
from casework.intake.open_report import OpenReport, open_report
from casework.intake.read_back import read_back
from casework.intake.step import form_state
from casework.intake.store import form_of, held, is_filed, is_late, keep, state_of, taken_in


@dataclass(frozen=True)
class Changed:
    """A report after what was said at its read-back. `questions`: what is otherwise now; `named`: what was named without a new answer."""

    now_at: OpenReport
    questions: tuple[str, ...] = ()
    named: str | None = None


def change(
    session: Session,
    directory: Directory,
    report_id: str,
    text: str,
    told: dict[str, Any],
    *,
    channel: str,
    turn: str | None,
    now: datetime,
) -> Changed:
    """Takes all that one breath changes or adds; what fits no question changes nothing, and `questions` says so.

    `told`: what the conversation found in the same words. The same `turn` again changes nothing and tells the same.
    """
    report = held(session, report_id)
    agency, form, common = form_of(directory, report)
    if is_filed(session, report) and not is_late(session, report):
        raise Conflict("The report has been filed, and nothing more is asked; changes go through its case.")
    done = taken_in(session, report.id, turn) if turn else ()
    if done:
        return Changed(open_report(session, directory, report), done)
    state = form_state(form, common, state_of(session, report, form))
    heard = hear(form, common, state, text, told, now.astimezone(agency.info.zone))
    before = _reads(open_report(session, directory, report), now)
    keep(session, report, list(heard.kept), channel=channel, turn=turn, now=now)
    questions = tuple(one.question for one in heard.kept)
    if report.asking in questions:
        report.asking = None
    after = open_report(session, directory, report)
    if questions and is_late(session, report):
        late.keep(session, after, now)
    if questions and before and _reads(after, now) == before:  # whoever hears the same again has not been understood
        return Changed(after, (), heard.named or questions[0])
    return Changed(after, questions, heard.named)


def _reads(now_at: OpenReport, now: datetime) -> tuple[str, ...]:
    """What is read back of it; nothing while something is asked."""
    if now_at.step.state != "summary":
        return ()
    active = form_state(now_at.form, now_at.common, now_at.report_state).active
    today = now.astimezone(now_at.agency.info.zone).date()
    return tuple(one.spoken for one in read_back(now_at.form, now_at.common, active, now_at.step.summary, today))
