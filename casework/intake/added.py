"""A thing that its person tells of after filing becomes one of the things of the case, marked with when it was added.

The words stay what they are as well: a message that somebody reads. Only of an open case from which nothing is wanted: what an
officer asked is answered in the report, and what a case was decided on stays as it was.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies import Agency
from agencies.reports.shape import OFFICER_ASKS, Common, Form, FormQuestion
from casework.cases.opening import answered
from casework.cases.staff import Told
from casework.cases.tables import Case, Correction
from casework.intake.answer import Answer
from casework.intake.answer_meaning import Given, Refused
from casework.intake.answering import read_answer
from casework.intake.as_case import LATER, as_answers, point
from casework.intake.questions_due import MORE, state_of_answers
from casework.intake.store import Kept, answers_of, keep, notes_of, was_taken
from casework.intake.tables import Report
from casework.trail.actors import Actor
from spoken.en import thing_told
from spoken.en.thing_told import ThingTold


def add(session: Session, agency: Agency, case: Case, told: Told, actor: Actor, at: datetime) -> bool:
    """As casework/cases/staff.py wants it (Reports.add_thing); the same message adds its thing once."""
    report = session.get(Report, case.report_id, with_for_update=True) if case.report_id else None
    form, common = agency.reports.kinds.get(case.kind or ""), agency.reports.common
    if report is None or form is None or common is None or not _takes_more(report, case):
        return False
    group = next((one for one in form.questions if one.kind == "items"), None)
    thing = thing_told.read(told.text, common.usage.currency) if group is not None else None
    turn = f"message {told.message}"
    if group is None or thing is None or was_taken(session, report.id, turn, group.id):
        return False
    answers = answers_of(session, report.id)
    if _corrected(session, case, group) or _is_there(thing, group, answers):
        return False
    fresh = _as_answers(form, common, group, answers, thing, told.text, at.astimezone(agency.info.zone))
    if not fresh:
        return False
    keep(session, report, fresh, channel=LATER, turn=turn, now=at)
    state = state_of_answers(form, common, answers_of(session, report.id))
    notes = notes_of(session, report)
    whole = as_answers(form, state) | ({OFFICER_ASKS: notes} if notes else {})
    answered(session, case.id, whole, agency.needs.properties, at, point(state), actor)
    return True


def _takes_more(report: Report, case: Case) -> bool:
    return report.state == "submitted" and case.closed_at is None and case.stage != "more_wanted"


def _corrected(session: Session, case: Case, group: FormQuestion) -> bool:
    """What the agency corrected stays corrected: a longer list of things would be another answer than the one that it corrected."""
    found = select(Correction.id).where(Correction.case_id == case.id, Correction.question == group.id)
    return session.scalar(found.limit(1)) is not None


def _is_there(thing: ThingTold, group: FormQuestion, answers: dict[str, Answer]) -> bool:
    """More about a thing that was told of is no other thing."""
    first = group.each[0].id
    names = [answers.get(f"{group.id}.{index}.{first}") for index in range(1, group.most + 1)]
    return any(one is not None and one.how == "given" and thing_told.same(thing.what, str(one.value)) for one in names)


def _as_answers(
    form: Form,
    common: Common,
    group: FormQuestion,
    answers: dict[str, Answer],
    thing: ThingTold,
    text: str,
    now: datetime,
) -> list[Kept]:
    """Behind the last thing there is; nothing where none was told of, or the form takes no more."""
    first = group.each[0].id
    last = max((one for one in range(1, group.most + 1) if _given(answers, f"{group.id}.{one}.{first}")), default=0)
    if not last or last == group.most:
        return []
    start = f"{group.id}.{last + 1}."
    looks = next((one.id for one in group.each[1:] if one.kind == "text"), None)
    value = next((one.id for one in group.each if one.kind == "money"), None)
    whole = f"{thing.what}, {thing.looks}" if thing.looks else thing.what
    for what, says in ((thing.what, thing.looks), (whole, "")):
        told: dict[str, str | float | None] = {
            first: what,
            **({looks: says} if looks and says else {}),
            **({value: thing.value} if value else {}),
        }
        kept = [Kept(f"{group.id}.{last}.{MORE}", True, text, "given")]
        kept += [one for name, given in told.items() for one in _read(form, common, start + name, given, text, now)]
        after = answers | {one.question: Answer(one.question, one.value, one.text, one.how) for one in kept}
        if all(one.question in state_of_answers(form, common, after).active for one in kept):
            return kept  # else the form asks not for looks where so much is told: they go with the name
    return []


def _given(answers: dict[str, Answer], question: str) -> bool:
    return question in answers and answers[question].how == "given"


def _read(form: Form, common: Common, question: str, given: object, text: str, now: datetime) -> list[Kept]:
    """As an answer to this question; nothing where it does not fit."""
    found = [] if given is None else read_answer(form, common, question, Given(given, text), now)
    return [] if isinstance(found, Refused) else found
