"""What is counted, and how. Hours and days are the agency's own; a count of a part that nobody was in is left out."""

from __future__ import annotations

from datetime import date

from casework.http.shapes import Shape

Counts = dict[str, int]


class FiguresQuery(Shape):
    """Whole days of the agency, both included; at most 92."""

    first: date
    last: date


class Spread(Shape):
    """Seconds or hours of `count` things: half of them took at most `median`, nine of ten at most `nine_of_ten`."""

    count: int
    median: float | None = None
    nine_of_ten: float | None = None


class CallFigures(Shape):
    """Calls and chats that began in the period, by their records.

    `transfers`: how those ended that somebody was rung for. `abandoned`: the caller left before anything was decided, or while
    a person was fetched. `contained`: ended without a person, with an answer, a report or the state of a case. `lasted_s`:
    from beginning to end. `by_hour`: 0 to 23; `by_weekday`: 0 is Monday; `by_language`: what the caller was heard to speak.
    `by_day_and_hour`: "2026-11-28.13", in the agency's own time, for what is to be expected. `emergencies`: sent to the emergency
    number; `asked_about_danger`: in which the assistant had a doubt and asked. `helped`: "yes" and "no" of callers who were asked
    afterwards whether they got what they needed; most are not, or say nothing.
    """

    total: int
    abandoned: int
    contained: int
    emergencies: int
    asked_about_danger: int
    by_channel: Counts
    by_hour: Counts
    by_weekday: Counts
    by_day: Counts
    by_day_and_hour: Counts
    by_need: Counts
    by_disposition: Counts
    by_reason: Counts
    by_language: Counts
    transfers: Counts
    helped: Counts
    lasted_s: Spread


class HandoverFigures(Shape):
    """Hand-overs that were made in the period. `taken`, `answered_s`: by a call-taker at a console, and how long after it was made.
    `missed`: the call or chat was over before that; somebody may have looked after it later.

    `by_half_hour`: "weekday.half-hour", 0.0 to 6.47, for planning; `handled_s`: from being taken until somebody said what
    became of it. `there_s`: from the beginning of the call until the hand-over was made. `again`: of the same need at the same place
    as a hand-over of the 48 hours before; nobody's number is kept, so no person is recognised.
    """

    total: int
    taken: int
    missed: int
    again: int
    there_s: Spread
    answered_s: Spread
    handled_s: Spread
    by_reason: Counts
    by_outcome: Counts
    by_half_hour: Counts


class CaseFigures(Shape):
    """`opened`, `closed`: in the period. `open_now`: by stage, at this moment. `stage_hours`: how long cases stayed in a stage
    that they left in the period."""

    opened: int
    closed: int
    by_need: Counts
    open_now: Counts
    stage_hours: dict[str, Spread]


class MessageFigures(Shape):
    """Texts, e-mails and calls to people that were planned in the period, by channel and by what became of them now."""

    total: int
    by_state: Counts
    by_channel: dict[str, Counts]


class Wait(Shape):
    """`waiting`: who waits now. `asked`: of those who asked lately and wait no longer, `answered` were. `seconds`: how long
    those waited."""

    waiting: int
    asked: int
    answered: int
    seconds: Spread


class Waits(Shape):
    """Chats of the last four hours, until a person took them; call-backs of the last two weeks, until somebody was rung."""

    chats: Wait
    call_backs: Wait


class Figures(Shape):
    first: date
    last: date
    calls: CallFigures
    handovers: HandoverFigures
    cases: CaseFigures
    messages: MessageFigures
