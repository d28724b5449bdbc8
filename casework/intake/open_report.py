"""A report as it stands: its form, its answers, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from agencies import Agency
from agencies.reports.shape import Common, Form
from agencies.status.shape import ENGLISH
from casework.cases import late
from casework.cases.status import language_of
from casework.cases.tables import Case
from casework.intake.step import ReportState, Step, next_step
from casework.intake.store import form_of, state_of
from casework.intake.tables import Report
from casework.sweeping import Agencies


@dataclass(frozen=True)
class OpenReport:
    """A report after whatever was done to it. `problem`: why the answer was not taken, in one sentence.

    `late`: what becomes of answers that came after the end of the case that had asked for them.
    """

    report: Report
    agency: Agency
    form: Form
    common: Common
    report_state: ReportState
    step: Step
    problem: str | None = None
    late: str | None = None


def open_report(session: Session, directory: Agencies, report: Report, problem: str | None = None) -> OpenReport:
    """How the report stands, and what comes next."""
    agency, form, common = form_of(directory, report)
    report_state = state_of(session, report, form)
    step = next_step(form, common, report_state)
    came_late = (
        said_late(session, report, agency) if report_state.submitted and report.wanted_after is not None else None
    )
    return OpenReport(report, agency, form, common, report_state, step, problem, came_late)


def said_late(session: Session, report: Report, agency: Agency) -> str | None:
    """What becomes of what somebody adds to a report whose case has ended; None while it is open, or not filed."""
    case = session.get(Case, report.case_id) if report.case_id is not None else None
    return late.say(session, case, agency, language_of(session, case, report.language)) if case is not None else None


def said_added(session: Session, report: Report, agency: Agency) -> str:
    """Of answers that were added to a case which waits for them no more but goes on."""
    case = session.get(Case, report.case_id) if report.case_id is not None else None
    language = language_of(session, case, report.language) if case is not None else report.language
    return agency.status.said(language or ENGLISH).late.added
