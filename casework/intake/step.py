"""Answers in, the next step out: a question, the summary, or the end. Pure; knows neither tables nor channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from agencies.reports.shape import OFFICER_ASKS, Common, Ending, Form
from casework.intake.answer import Answer
from casework.intake.questions_due import MORE, Slot, Walk, officer_asks, walk

Now = Literal["ask", "summary", "ended", "submitted"]


@dataclass(frozen=True)
class Reopened:
    """What an officer wants to know: these questions, answered after `after` (the order of the last earlier answer)."""

    questions: frozenset[str]
    after: int
    note: str = ""


@dataclass(frozen=True)
class Where:
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


def next_step(form: Form, common: Common, where: Where) -> Step:
    """The one next step; the same for the same answers, whatever order, channel or interruption they came in."""
    way = the_way(form, common, where)
    waiting = _waiting(way, where)
    given = sum(1 for slot in way.slots if slot.id in way.active and slot not in waiting)
    if where.submitted:
        return Step("submitted", given, 0)
    if way.ending is not None:
        return Step("ended", given, 0, ending=way.ending)
    if not where.has_pin:
        return Step("ask", given, len(waiting) + 1)
    asked_again = next((slot for slot in way.slots if slot.id == where.asking), None)
    following = asked_again or (waiting[0] if waiting else None)
    if following is not None:
        return Step("ask", given, len(waiting), following)
    return Step("summary", given, 0, summary=_summary(way, where))


def the_way(form: Form, common: Common, where: Where) -> Walk:
    """The walk through the form, with what an officer wants put in."""
    again = where.reopened
    if again is None:
        return walk(form, common, where.answers)
    way = walk(form, common, where.answers, again.questions)
    if OFFICER_ASKS not in again.questions or not again.note:
        return way
    active = dict(way.active)
    if OFFICER_ASKS in where.answers:
        active[OFFICER_ASKS] = where.answers[OFFICER_ASKS]
    return replace(way, slots=(*way.slots, officer_asks(again.note)), active=active)


def step_back(form: Form, common: Common, where: Where) -> str | None:
    """The question before the one being asked: the answered one that was given last before it. None at the beginning."""
    way = the_way(form, common, where)
    fresh = where.reopened.after if where.reopened else -1
    shown = [slot.id for slot in way.slots if slot.id in way.active and way.active[slot.id].order > fresh]
    by_time = sorted(shown, key=lambda name: way.active[name].order)
    if where.asking in by_time:
        by_time = by_time[: by_time.index(where.asking)] or by_time[:1]
    return by_time[-1] if by_time else None


def _waiting(way: Walk, where: Where) -> list[Slot]:
    again = where.reopened
    if again is None:
        return list(way.open)
    return [slot for slot in way.slots if slot.id not in way.active or _wanted_anew(slot, way.active[slot.id], again)]


def _wanted_anew(slot: Slot, answer: Answer, again: Reopened) -> bool:
    return answer.order <= again.after and bool({slot.id, slot.group} & again.questions)


def _summary(way: Walk, where: Where) -> tuple[tuple[Slot, Answer], ...]:
    """What was answered; of a reopened report only what is new. Skipped questions and "anything else?" are not read back."""
    fresh = where.reopened.after if where.reopened else -1
    return tuple(
        (slot, way.active[slot.id])
        for slot in way.slots
        if slot.id in way.active
        and way.active[slot.id].order > fresh
        and way.active[slot.id].how != "skipped"
        and not (slot.group and slot.id.endswith(f".{MORE}"))
    )
