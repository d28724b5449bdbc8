"""A report and its step in the words of the API."""

from __future__ import annotations

from datetime import date
from typing import Literal

from agencies.reports.shape import Asked, Common, EachQuestion, Form, FormQuestion
from casework.intake import answer_wording
from casework.intake.answer import Answer
from casework.intake.api import evidence_shapes, form_shapes, shapes, step_shapes
from casework.intake.open_report import OpenReport
from casework.intake.questions_due import NAMED, Slot, decides_help
from casework.intake.read_back import read_back
from casework.intake.step import form_state
from casework.intake.tables import Evidence
from spoken.en import phones


def kind(name: str, form: Form, common: Common | None = None) -> form_shapes.KindAnswer:
    return form_shapes.KindAnswer(
        kind=name,
        need=form.need,
        title=form.title,
        spoken=form.spoken,
        words=list(form.words),
        anonymous_allowed=form.anonymous_allowed,
        channels=form.channels,
        asked=({**common.asked, **form.asked} or None) if common else None,  # type: ignore[dict-item]  # topics are text
    )


def whole_form(name: str, form: Form) -> form_shapes.FormAnswer:
    return form_shapes.FormAnswer(
        **kind(name, form).model_dump(), questions=[_form_question(q) for q in form.questions]
    )


def step(now: OpenReport) -> step_shapes.StepAnswer:
    found = now.step
    ended = found.ending
    return step_shapes.StepAnswer(
        state=found.state,
        question=_question(now) if found.state == "ask" else None,
        summary=_summary(now) if found.state == "summary" else None,
        read_back=_read_back(now) if found.state == "summary" else None,
        ended=step_shapes.EndedAnswer(disposition=ended.disposition, reason=ended.reason, say=ended.say)
        if ended
        else None,
        note=now.report.note if now.report_state.reopened else None,
        say=now.late if found.state == "submitted" else None,
        progress=progress(now),
    )


def step_after_pin(now: OpenReport, problem: str | None) -> step_shapes.StepAnswer:
    """Where a PIN was refused, it is asked for once more, whatever else is still open."""
    found = step(now)
    if problem is None:
        return found
    return found.model_copy(
        update={"state": "ask", "question": pin_question(now, problem), "summary": None, "read_back": None}
    )


def progress(now: OpenReport) -> step_shapes.Progress:
    return step_shapes.Progress(given=now.step.given, left=now.step.left)


def report(now: OpenReport, evidence: list[Evidence]) -> shapes.ReportAnswer:
    state = form_state(now.form, now.common, now.report_state)
    row = now.report
    return shapes.ReportAnswer(
        report=row.id,
        agency=row.agency,
        kind=row.kind,
        state=_state(now),
        case=row.case_id,
        access_code_spoken=answer_wording.code(row.access_code) if row.access_code else None,
        answers=[
            shapes.AnswerKept(
                question=slot.id,
                label=slot.label,
                how=state.active[slot.id].how,
                value=state.active[slot.id].value,
                text=state.active[slot.id].text,
                value_written=answer_wording.write(slot, state.active[slot.id], now.common),
                channel=state.active[slot.id].channel,
                point=state.active[slot.id].point,  # type: ignore[arg-type]  # pydantic reads it
            )
            for slot in state.slots
            if slot.id in state.active
        ],
        evidence=[file(one) for one in evidence],
        left_because=row.left_because,
        note=row.note if now.report_state.reopened else None,
        pin=None if now.report_state.has_pin else leaving_question(now),
        step=step(now),
    )


def _state(now: OpenReport) -> Literal["draft", "submitted", "reopened", "ended"]:
    if now.step.state == "ended":
        return "ended"
    if now.report_state.reopened:
        return "reopened"
    return "submitted" if now.report_state.submitted else "draft"


def file(one: Evidence) -> evidence_shapes.EvidenceAnswer:
    return evidence_shapes.EvidenceAnswer(
        id=one.id, name=one.name, media_type=one.media_type, size=one.size, state=one.state
    )


def pin_question(now: OpenReport, problem: str | None = None) -> step_shapes.QuestionAnswer:
    words = now.common.pin
    return step_shapes.QuestionAnswer(
        id="pin",
        kind="pin",
        label="PIN",
        digits=4,
        prompt=words.prompt,
        reprompt=words.reprompt,
        spoken_help=words.help,
        optional=False,
        unknown_allowed=False,
        problem=problem,
    )


def leaving_question(now: OpenReport) -> step_shapes.QuestionAnswer:
    """The PIN, asked for before the end: somebody leaves."""
    return pin_question(now).model_copy(update={"prompt": now.common.pin.leaving or now.common.pin.prompt})


def _question(now: OpenReport) -> step_shapes.QuestionAnswer:
    slot = now.step.slot
    if slot is None:
        return pin_question(now, now.problem)
    before = now.report_state.answers.get(slot.id)
    words = {name: list(more) for name, more in slot.asked.words.items()}
    return step_shapes.QuestionAnswer(
        id=slot.id,
        kind=slot.kind,  # type: ignore[arg-type]  # a group is asked by its parts
        label=slot.label,
        choices=_choices(slot.asked),
        words=words or None,
        digits=phones.length_in(now.common.usage.country) if slot.kind == "phone" else None,
        prompt=slot.prompt,
        reprompt=slot.reprompt,
        spoken_help=slot.asked.help,
        optional=slot.optional,
        unknown_allowed=slot.unknown_allowed,
        fact=slot.fact if slot.kind == "yes_no" else None,
        danger=decides_help(slot, now.common),
        group=slot.group or None,
        index=slot.index or None,
        given=answer_wording.say(slot, before, now.common, _today(now)) if before and before.how == "given" else None,
        problem=now.problem,
    )


def _summary(now: OpenReport) -> list[step_shapes.SummaryLine]:
    return [
        step_shapes.SummaryLine(
            question=slot.id,
            label=slot.label,
            answer=_sort_of(slot, answer),
            value_spoken=answer_wording.say(slot, answer, now.common, _today(now)),
            value_written=answer_wording.write(slot, answer, now.common),
        )
        for slot, answer in now.step.summary
    ]


def _read_back(now: OpenReport) -> list[step_shapes.ReadBackPart]:
    active = form_state(now.form, now.common, now.report_state).active
    parts = read_back(now.form, now.common, active, now.step.summary, _today(now))
    return [
        step_shapes.ReadBackPart(questions=list(one.questions), spoken=one.spoken, written=one.written) for one in parts
    ]


def _today(now: OpenReport) -> date:
    """Of the agency, when the report was changed last."""
    return now.report.updated_at.astimezone(now.agency.info.zone).date()


def _sort_of(slot: Slot, answer: Answer) -> Literal["yes", "no", "unknown", "told"]:
    if answer.how == "unknown":
        return "unknown"
    if slot.kind != "yes_no":
        return "told"
    return "yes" if answer.value else "no"


def _choices(asked: Asked) -> list[form_shapes.ChoiceAnswer] | None:
    if asked.choices is None:
        return None
    return [form_shapes.ChoiceAnswer(value=value, spoken=spoken) for value, spoken in asked.choices.items()]


def _form_question(question: FormQuestion | EachQuestion) -> form_shapes.FormQuestionAnswer:
    group = question if isinstance(question, FormQuestion) and question.each else None
    return form_shapes.FormQuestionAnswer(
        id=question.id,
        kind=question.kind,
        label=question.label,
        prompt=question.prompt.replace(NAMED, "it"),
        reprompt=question.reprompt.replace(NAMED, "it"),
        help=question.help,
        choices=_choices(question),
        optional=question.optional,
        unknown_allowed=question.unknown_allowed,
        only_told=question.only_told,
        when=[
            {
                name: wanted if isinstance(wanted, (bool, str, list)) else wanted.model_dump()
                for name, wanted in one.items()
            }
            for one in question.when
        ],
        each=[_form_question(one) for one in group.each] if group else [],
        more=group.more if group else None,
        most=group.most if group else None,
    )
