"""Filling in a report: begun, answered, corrected, gone back in, left. Every change is one transaction, kept at once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agencies.reports.shape import (
    ANY_CONCERN,
    CONTACT,
    CONTACT_PARTS,
    MORE_TO_TELL,
    Asked,
    Common,
    Form,
    FormQuestion,
)
from casework.calls.forgetting import goes_on
from casework.directory.directory import Directory
from casework.errors import BadRequest, Conflict, NotFound
from casework.intake import answer_wording, codes, finding, late, told_in_it
from casework.intake.answer import Answer
from casework.intake.answer_meaning import OTHER_VEHICLE, OWN_NAME, Given, Read, Refused, read
from casework.intake.as_case import PLACE
from casework.intake.contact import tell_code, tell_saved
from casework.intake.hearing.beside import BEGINNING, is_only_a_name, told_beside
from casework.intake.hearing.breath import Heard, hear
from casework.intake.hearing.inventory import inventory, only_broken
from casework.intake.joining import joined_to
from casework.intake.open_report import OpenReport, open_report, said_added
from casework.intake.questions_due import (
    MORE,
    WEB,
    FormState,
    Slot,
    dangers_of,
    denied_in,
    find,
    officer_asks,
    open_parts,
)
from casework.intake.step import ReportState, Step, form_state, step_back
from casework.intake.store import KNOWN, Kept, answers_of, form_of, held, is_filed, is_late, keep, state_of, was_taken
from casework.intake.tables import Report
from spoken.en import choices, concerns, dates, who_did_it, whose_vehicle, yes_no

PHONE, WHEN = "phone", "when"  # the caller's; when it happened
STORY = "said"  # the fact that is the words in which the caller began


@dataclass(frozen=True)
class Begin:
    agency: str
    kind: str
    channel: str
    call_id: str
    language: str | None
    pin_hash: str | None
    known: dict[str, Any]
    point: dict[str, Any] | None = None


def begin(session: Session, directory: Directory, asked: Begin, now: datetime) -> OpenReport:
    """A new report with a code of its own; what the conversation knows already is answered. Raises NotFound, NoCodeLeft."""
    agency = directory.get(asked.agency)
    form, common = agency.reports.kinds.get(asked.kind), agency.reports.common
    if form is None or common is None:
        raise NotFound(
            "The agency takes no reports of this kind; /v1/agencies/{agency}/reports lists those that it takes."
        )
    report = Report(
        id=secrets.token_urlsafe(24),
        agency=asked.agency,
        kind=asked.kind,
        state="draft",
        access_code=codes.draw(session, asked.agency),
        pin_hash=asked.pin_hash,
        channel=asked.channel,
        call_id=asked.call_id,
        language=asked.language,
        wanted=[],
        created_at=now,
        updated_at=now,
    )
    session.add(report)
    session.flush()
    goes_on(session, asked.agency, asked.call_id)
    local = now.astimezone(agency.info.zone)
    known = _pinned(_known(form, common, asked.known, local), PLACE, asked.point)
    known += _told_in_it(form, common, known, {one.question for one in known}, local)
    if said := str(asked.known.get(STORY) or ""):
        known = _of_the_callers_vehicle(form, known, said)
        known += _beside(form, common, ReportState(), known, BEGINNING, said, local)
    keep(session, report, known, channel=asked.channel, turn=KNOWN, now=now)
    return open_report(session, directory, report)


def answer(
    session: Session,
    directory: Directory,
    report_id: str,
    question: str,
    given: Given,
    *,
    channel: str,
    turn: str | None,
    now: datetime,
    told: dict[str, Any] | None = None,
    point: dict[str, Any] | None = None,
) -> OpenReport:
    """Takes an answer to any question of the form, asked or not; one that does not fit is explained and not kept.

    `told`: facts that the same words tell; they answer what has no answer yet. `point`: of a place, where on the map it is.
    What an officer asked and waits for no more is brought to the case at once.
    """
    report = held(session, report_id)
    agency, form, common = form_of(directory, report)
    too_late = is_late(session, report)
    if is_filed(session, report) and not too_late:
        raise Conflict("The report has been filed, and nothing more is asked; changes go through its case.")
    if turn and was_taken(session, report.id, turn, question):
        return open_report(session, directory, report)
    local = now.astimezone(agency.info.zone)
    before = answers_of(session, report.id)
    if channel != WEB and (slot := find(form, question)) is not None:
        given = joined_to(slot, before.get(question), given, common, local)
    if channel != WEB and given.text and question not in before:
        state = form_state(form, common, state_of(session, report, form))
        if (broken := only_broken(form, common, state, question, given.text, local)) is not None:
            keep(session, report, broken, channel=channel, turn=turn, now=now)
            return open_report(session, directory, report)
    kept = read_answer(form, common, question, given, local, officer_asks(report.note or "", common.asking))
    if question == MORE_TO_TELL and given.text and given.how == "given":
        state = form_state(form, common, state_of(session, report, form))
        kept = _closing(hear(form, common, state, given.text, told or {}, local, closing=True), kept, given)
    if isinstance(kept, Refused):
        return _at(session, directory, report, question, kept.problem)
    if channel != WEB and OWN_NAME not in before and is_only_a_name(form, question, given.text or ""):
        named = read_answer(form, common, OWN_NAME, Given(text=given.text), local)
        if not isinstance(named, Refused):
            keep(session, report, named, channel=channel, turn=turn, now=now)
            return _at(session, directory, report, question, common.problems.nothing)
    kept = _pinned(kept, question, point)
    kept += _told_in_it(form, common, kept, set(before), local)
    there = {*before, *(one.question for one in kept)}
    kept += [
        one for one in _known(form, common, _mine(told or {}, given.text or ""), local) if one.question not in there
    ]
    if channel != WEB and given.text:
        before_it = state_of(session, report, form)
        more = inventory(form, common, _with(form, common, before_it, kept), question, given.text, local)
        kept = [one for one in kept if one.question not in {other.question for other in more}] + more
        kept += _beside(form, common, before_it, kept, question, given.text, local)
    keep(session, report, kept, channel=channel, turn=turn, now=now)
    if report.asking == question:
        report.asking = None
    after = open_report(session, directory, report)
    if too_late:
        late.keep(session, after, now)
        return replace(after, late=after.late or said_added(session, report, agency))
    tell_code(session, report, form_state(form, common, after.report_state), form.need, now)
    return after


def _told_in_it(form: Form, common: Common, kept: list[Kept], there: set[str], now: datetime) -> list[Kept]:
    """Answers that the same words give to questions which would follow, where these have none yet."""
    more: list[Kept] = []
    for question, given in told_in_it.told_in(form, kept, common.usage.country, common.usage.currency):
        found = [] if question in there else read_answer(form, common, question, given, now)
        more += [] if isinstance(found, Refused) else found
    return more


def _beside(
    form: Form, common: Common, before: ReportState, kept: list[Kept], question: str, words: str, now: datetime
) -> list[Kept]:
    """What the words of an answer tell beside it, for what has no answer yet."""
    state = _with(form, common, before, kept)
    there = {*before.answers, *(one.question for one in kept)}
    return [
        one
        for one in told_beside(form, common, state, question, words, now)
        if one.question not in there or one.question == WHEN
    ]


def _with(form: Form, common: Common, before: ReportState, kept: list[Kept]) -> FormState:
    """The form with these answers beside those before."""
    fresh = {one.question: Answer(one.question, one.value, one.text, one.how) for one in kept}
    return form_state(form, common, replace(before, answers={**before.answers, **fresh}))


def _of_the_callers_vehicle(form: Form, known: list[Kept], said: str) -> list[Kept]:
    """Without a vehicle and a plate that the words tell of the one that hit it."""
    two = form.question(OTHER_VEHICLE) is not None and whose_vehicle.speaks_of_two(said)
    return [one for one in known if not (two and one.question in ("vehicle", "plate"))]


def told_code(session: Session, directory: Directory, report: Report, now: datetime) -> None:
    """After the PIN was chosen: the code goes to those who said how they can be reached."""
    _, form, common = form_of(directory, report)
    tell_code(session, report, form_state(form, common, state_of(session, report, form)), form.need, now)


def back(session: Session, directory: Directory, report_id: str, turn: str | None) -> OpenReport:
    """Asks the question before this one again; its answer stays until another is given."""
    report = held(session, report_id)
    _, form, common = form_of(directory, report)
    if not is_filed(session, report) and (turn is None or turn != report.last_move):
        report.asking = step_back(form, common, state_of(session, report, form)) or report.asking
        report.last_move = turn
    return open_report(session, directory, report)


def resume(session: Session, directory: Directory, report_id: str) -> OpenReport:
    """Goes on where the person stopped."""
    report = held(session, report_id)
    report.left_because = None
    return open_report(session, directory, report)


def leave(session: Session, directory: Directory, report_id: str, reason: str, now: datetime) -> str:
    """Notes why the person left; what is said to them. Nothing is lost: every answer has been kept already."""
    report = held(session, report_id)
    agency, form, common = form_of(directory, report)
    if not is_filed(session, report):
        report.left_because = reason
    if reason == "stopped":
        state = form_state(form, common, state_of(session, report, form))
        tell_saved(session, report, state, form.need, agency.info.reports.draft_days, now)
    said: str = getattr(common.leaving, reason)
    code = finding.code_of(session, report)
    return said.replace("{code}", answer_wording.code(code)) if code else said.partition(". ")[0] + "."


def _closing(heard: Heard, kept: list[Kept] | Refused, given: Given) -> list[Kept] | Refused:
    """The one question for many, with all that its answer told. What was not told is only asked of those who say yes to it."""
    if not heard.kept:
        return kept
    asks_on = yes_no.begins_with_it(given.text or "") and yes_no.read(given.text or "").value is True
    return [Kept(MORE_TO_TELL, asks_on, given.text, "given"), *heard.kept]


def _at(session: Session, directory: Directory, report: Report, question: str, problem: str) -> OpenReport:
    """The same question again, with the reason; also when another one was due."""
    now = open_report(session, directory, report, problem)
    slot = next((one for one in form_state(now.form, now.common, now.report_state).slots if one.id == question), None)
    if slot is None or now.step.state == "ended":
        return now
    step = Step("ask", now.step.given, max(now.step.left, 1), slot)
    return OpenReport(now.report, now.agency, now.form, now.common, now.report_state, step, problem)


def read_answer(
    form: Form, common: Common, question: str, given: Given, now: datetime, officer: Slot | None = None
) -> list[Kept] | Refused:
    """What is kept of an answer; raises BadRequest for a question that the form does not have."""
    group = form.question(question)
    if group is not None and group.each:
        return _read_group(form, common, group, given, now)
    slot = find(form, question, officer)
    if slot is None:
        raise BadRequest("question does not fit: the form has no question of this id.")
    found = read(slot, given, common, now)
    said = given.text or ""
    words = said or (given.value if isinstance(given.value, str) else "")
    if question == ANY_CONCERN and given.how == "given" and words.strip():  # what was left empty denies nothing
        found = _of_each_danger(form, words, found)
    if (
        isinstance(found, Refused)
        and slot.kind == "yes_no"
        and told_in_it.means_yes(form, question, said, common.usage.country)
    ):
        found = Read(True)
    if question == CONTACT and not isinstance(found, Refused):
        return _spread(form, common, found, given, now)
    text = given.text if given.text is not None else given.value if isinstance(given.value, str) else None
    return found if isinstance(found, Refused) else [Kept(question, found.value, text, found.how)]


def _of_each_danger(form: Form, said: str, found: Read | Refused) -> Read | Refused:
    """A no, or a story that is one, is what it says of each danger that the question named: a no, or open for some."""
    if isinstance(found, Read) and found.value is True:
        return found
    heard = concerns.heard(said, list(dangers_of(form)))
    if heard.none_of_it:
        return Read(False)
    return Read(None, "unknown") if heard.open else found


def _spread(form: Form, common: Common, found: Read, given: Given, now: datetime) -> list[Kept] | Refused:
    """One answer to how somebody can be reached answers all its questions; what it does not name is skipped."""
    reach: dict[str, Any] = found.value or {}
    kept = [Kept(CONTACT, reach.get("contact_by") or "none", given.text, "given" if reach else "skipped")]
    for name in CONTACT_PARTS:
        if form.question(name) is None:
            continue
        one = read_answer(form, common, name, Given(reach[name]) if reach.get(name) else Given(how="skipped"), now)
        if isinstance(one, Refused) and reach.get(name):
            return one
        kept += one if isinstance(one, list) else []
    return kept


def _read_group(form: Form, common: Common, group: FormQuestion, given: Given, now: datetime) -> list[Kept] | Refused:
    """All of a group at once, as a page sends it: a list of objects. Words are the first one's first answer."""
    first = f"{group.id}.1.{group.each[0].id}"
    if given.how != "given" or not isinstance(given.value, list):
        text = given.text if given.text is not None else given.value if isinstance(given.value, str) else None
        return read_answer(form, common, first, Given(None, text, given.how), now)
    if not given.value:
        return [Kept(first, None, None, "unknown")]
    if len(given.value) > group.most or not all(isinstance(one, dict) for one in given.value):
        return Refused(common.problems.group)
    kept: list[Kept] = []
    for index, one in enumerate(given.value, 1):
        for each in group.each:
            value = one.get(each.id)
            how = Given(value) if value not in (None, "") else Given(how="skipped" if each.optional else "unknown")
            found = read_answer(form, common, f"{group.id}.{index}.{each.id}", how, now)
            if isinstance(found, Refused):
                return found
            kept += found
        if index < group.most:
            kept.append(Kept(f"{group.id}.{index}.{MORE}", index < len(given.value), None, "given"))
    return kept


def _pinned(kept: list[Kept], question: str, point: dict[str, Any] | None) -> list[Kept]:
    """The answer to that question with its place on the map."""
    shown = [one.question == question and one.how == "given" and point is not None for one in kept]
    return [replace(one, point=point) if has else one for one, has in zip(kept, shown, strict=True)]


def _known(form: Form, common: Common, known: dict[str, Any], now: datetime) -> list[Kept]:
    """Answers out of the facts of the conversation; a fact that does not fit its question is asked for."""
    kept: list[Kept] = []
    known = _mine(known, str(known.get(STORY) or ""))
    for question in form.questions:
        kept += _told(form, common, question.id, question, known, now)
        for each in question.each:
            kept += _told(form, common, f"{question.id}.1.{each.id}", each, known, now)
    return kept + _no_concern(form, kept)


def _mine(facts: dict[str, Any], words: str) -> dict[str, Any]:
    """Without a number that the words tell of somebody else, and without the moment in which they are said."""
    theirs = (PHONE,) if who_did_it.is_their_number(words) else ()
    now = (WHEN, f"{WHEN}_iso") if dates.only_now(str(facts.get(WHEN) or "")) else ()
    return {name: fact for name, fact in facts.items() if name not in (*theirs, *now)}


def _told(form: Form, common: Common, name: str, asked: Asked, known: dict[str, Any], now: datetime) -> list[Kept]:
    """The answer to one question, by its fact, or by the words that name one of its choices in the story."""
    value = known.get(asked.fact) if asked.fact else None
    if value is None and asked.words and isinstance(known.get(STORY), str):
        value = choices.told_in(known[STORY], asked.words)
    if value is None or value == "unknown":
        return []
    text = value if isinstance(value, str) else None
    found = read_answer(form, common, name, Given(known.get(f"{asked.fact}_iso") or value, text), now)
    return [] if isinstance(found, Refused) else found


def _no_concern(form: Form, known: list[Kept]) -> list[Kept]:
    """The one question about danger is answered when everything that it stands for has been denied already. Where one part of it is
    left, that is asked by its own question."""
    denied = denied_in({one.question: Answer(one.question, one.value, one.text, one.how) for one in known})
    asked, stands_for = form.question(ANY_CONCERN), set(dangers_of(form).values())
    if asked is None or not stands_for:
        return []
    if stands_for <= denied:
        return [Kept(ANY_CONCERN, False, None, "given")]
    left = open_parts(asked, denied)
    return [Kept(ANY_CONCERN, None, None, "unknown")] if len(left) == 1 and len(left[0].of) == 1 else []
