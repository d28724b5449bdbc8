"""Filing a report: it becomes a case, or its new answers go to the case it already is. Once, however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.reports.shape import OFFICER_ASKS, Common
from casework.cases import changes
from casework.cases.opening import Submitted, answered, open_case
from casework.cases.tables import Case
from casework.directory.directory import Directory
from casework.errors import Conflict
from casework.intake import answer_wording, days, late
from casework.intake.as_case import PLACE, as_answers, given, point
from casework.intake.contact import is_anonymous, keep_contact, person_in
from casework.intake.open_report import OpenReport, open_report, said_late
from casework.intake.questions_due import FormState
from casework.intake.step import form_state
from casework.intake.store import held, is_filed, is_late, notes_of
from casework.intake.tables import Report


@dataclass(frozen=True)
class Filed:
    """What the person is told. `access_code` None: its time is over."""

    case_id: int
    access_code: str | None
    say: str

    @property
    def reference_spoken(self) -> str:
        return answer_wording.code(self.access_code) if self.access_code else ""


def submit(session: Session, directory: Directory, report_id: str, now: datetime) -> Filed:
    """Files the report; raises Conflict while something is missing.

    Whoever was asked for more, and whose case ended before they were done: what they said so far is kept with it.
    """
    report = held(session, report_id)
    if report.case_id is not None:
        changes.held(session, report.case_id)  # nobody closes it while its answers come in
    now_at = open_report(session, directory, report)
    if is_late(session, report):
        late.keep(session, now_at, now)
        report.state = "submitted"
    if is_filed(session, report) and report.case_id is not None:
        return _filed(session, report, now_at.agency, now_at.common)
    if now_at.step.state != "summary":
        raise Conflict("The report is not complete; GET /v1/reports/{report} gives the question that is open.")
    state = form_state(now_at.form, now_at.common, now_at.report_state)
    if report.case_id is None:
        _open(session, report, now_at, state, now)
    else:
        answers, notes = as_answers(now_at.form, state), notes_of(session, report)
        whole, known = answers | ({OFFICER_ASKS: notes} if notes else {}), now_at.agency.needs.properties
        answered(session, report.case_id, whole, known, now, point(state))
    report.state, report.asking, report.left_because = "submitted", None, None
    report.submitted_at = report.submitted_at or now
    report.updated_at = now
    session.flush()
    return _filed(session, report, now_at.agency, now_at.common)


def _open(session: Session, report: Report, now_at: OpenReport, state: FormState, now: datetime) -> None:
    """The code and the PIN go over to the case."""
    if report.access_code is None or report.pin_hash is None:
        raise Conflict("The report has no PIN yet; let the person choose one.")
    person, anonymous = person_in(state), is_anonymous(state)
    code, pin_hash = report.access_code, report.pin_hash
    report.access_code, report.pin_hash = None, None
    session.flush()
    case = open_case(
        session,
        Submitted(
            report_id=report.id,
            agency=report.agency,
            kind=report.kind,
            need=now_at.form.need,
            answers=as_answers(now_at.form, state),
            place=given(state, PLACE),
            when=_when(state, now.astimezone(now_at.agency.info.zone)),
            channel=report.channel,
            access_code=code,
            pin_hash=pin_hash,
            contact_id=None if anonymous else keep_contact(session, report, person),
            anonymous=anonymous,
            flags=state.flags,
            properties=now_at.agency.needs.properties,
            at=now,
            point=point(state),
            call_id=report.call_id,
        ),
    )
    report.case_id = case.id


def _filed(session: Session, report: Report, agency: Agency, common: Common) -> Filed:
    assert report.case_id is not None
    code = session.scalar(select(Case.access_code).where(Case.id == report.case_id))
    spoken = answer_wording.code(code) if code else ""
    again = report.wanted_after is not None
    added = said_late(session, report, agency) or common.answered_say
    say = added if again or not code else common.filed_say.replace("{code}", spoken)
    return Filed(report.case_id, code, say)


def _when(state: FormState, now: datetime) -> datetime | None:
    moment = given(state, "when")
    return days.as_datetime(moment, now) if moment else None
