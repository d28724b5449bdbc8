"""Answers in, the next step out: a question, the summary, or the end. Pure; knows neither tables nor channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from agencies.reports.shape import CONTACT, CONTACT_PARTS, OFFICER_ASKS, Common, Ending, Form
from casework.intake.answer import Answer
from casework.intake.questions_due import MORE, FormState, Slot, officer_asks, state_of_answers

Now = Literal["ask", "summary", "ended", "submitted"]


@dataclass(frozen=True)
class Reopened:
    """What an officer wants to know: these questions, answered after `after` (the order of the last earlier answer)."""

    questions: frozenset[str]
    after: int
    note: str = ""  # in the officer's own words; "" when they only want to hear more


@dataclass(frozen=True)
class ReportState:
    """How a report stands: `asking` is a question that the person went back to."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    asking: str | None = None
    reopened: Reopened | None = None
    has_pin: bool = True
    submitted: bool = False


@dataclass(frozen=True)
class Step:
    """What comes next. `slot` None with state ask: the PIN is asked for. `summary`: what is read back before filing."""

    state: Now
    given: int
    left: int
    slot: Slot | None = None
    summary: tuple[tuple[Slot, Answer], ...] = ()
    ending: Ending | None = None


def next_step(form: Form, common: Common, report_state: ReportState) -> Step:
    """The one next step; the same for the same answers, whatever order, channel or interruption they came in."""
    state = form_state(form, common, report_state)
    waiting = _waiting(state, report_state)
    given = sum(1 for slot in state.slots if slot.id in state.active and slot not in waiting)
    if report_state.submitted:
        return Step("submitted", given, 0)
    if state.ending is not None:
        return Step("ended", given, 0, ending=state.ending)
    asked_again = next((slot for slot in state.slots if slot.id == report_state.asking), None)
    following = asked_again or (waiting[0] if waiting else None)
    if following is not None:
        return Step("ask", given, len(waiting) + (not report_state.has_pin), following)
    if not report_state.has_pin:  # last: now there is something worth coming back to
        return Step("ask", given, 1)
    return Step("summary", given, 0, summary=_summary(state, report_state))


def form_state(form: Form, common: Common, report_state: ReportState) -> FormState:
    """The form with these answers, and with what an officer wants put in."""
    again = report_state.reopened
    if again is None:
        return state_of_answers(form, common, report_state.answers)
    state = state_of_answers(form, common, report_state.answers, again.questions)
    if OFFICER_ASKS not in again.questions:
        return state
    active = dict(state.active)
    if OFFICER_ASKS in report_state.answers:
        active[OFFICER_ASKS] = report_state.answers[OFFICER_ASKS]
    return replace(state, slots=(*state.slots, officer_asks(again.note, common.asking)), active=active)


def step_back(form: Form, common: Common, report_state: ReportState) -> str | None:
    """The question before the one being asked: the answered one that was given last before it. None at the beginning.

    What one answer to how somebody can be reached filled is asked again by that question, not by its parts.
    """
    state = form_state(form, common, report_state)
    fresh = report_state.reopened.after if report_state.reopened else -1
    shown = [slot.id for slot in state.slots if slot.id in state.active and state.active[slot.id].order > fresh]
    parts = CONTACT_PARTS if CONTACT in state.active else ()
    by_time = sorted((name for name in shown if name not in parts), key=lambda name: state.active[name].order)
    if report_state.asking in by_time:
        by_time = by_time[: by_time.index(report_state.asking)] or by_time[:1]
    return by_time[-1] if by_time else None


def _waiting(state: FormState, report_state: ReportState) -> list[Slot]:
    again = report_state.reopened
    if again is None:
        return list(state.open)
    return [
        slot for slot in state.slots if slot.id not in state.active or _wanted_anew(slot, state.active[slot.id], again)
    ]


def _wanted_anew(slot: Slot, answer: Answer, again: Reopened) -> bool:
    return answer.order <= again.after and bool({slot.id, slot.group} & again.questions)


def _summary(state: FormState, report_state: ReportState) -> tuple[tuple[Slot, Answer], ...]:
    """What was answered; of a reopened report only what is new. Skipped questions and "anything else?" are not read back."""
    fresh = report_state.reopened.after if report_state.reopened else -1
    return tuple(
        (slot, state.active[slot.id])
        for slot in state.slots
        if slot.id in state.active
        and state.active[slot.id].order > fresh
        and state.active[slot.id].how != "skipped"
        and not (slot.group and slot.id.endswith(f".{MORE}"))
    )
