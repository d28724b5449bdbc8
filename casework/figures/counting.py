"""Counts out of the tables: only the columns that are counted are read, never what was said."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.calls.again import AGAIN, WHERE, same_place
from casework.calls.over import missed
from casework.calls.tables import CallRecord, CallSurvey, Handover
from casework.cases.tables import Case, StatusEvent
from casework.figures import shapes
from casework.notifications.tables import Notification
from casework.reviews.tables import LoggedTurn

_CONTAINED = frozenset({"info", "self_service_report", "case_status"})


@dataclass(frozen=True)
class Period:
    """Whole days of an agency."""

    agency: str
    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), self.zone)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone)


def figures(session: Session, period: Period) -> shapes.Figures:
    return shapes.Figures(
        first=period.first,
        last=period.last,
        calls=calls(session, period),
        handovers=handovers(session, period),
        cases=cases(session, period),
        messages=messages(session, period),
    )


def calls(session: Session, period: Period) -> shapes.CallFigures:
    table = CallRecord
    outcome = table.record["transfer"]["outcome"].as_string()
    rows = session.execute(
        select(
            table.channel, table.started_at, table.ended_at, table.need, table.disposition, table.reason, table.language,
            outcome, CallSurvey.helped,
        )
        .outerjoin(CallSurvey, (CallSurvey.call_id == table.call_id) & (CallSurvey.agency == table.agency))
        .where(table.agency == period.agency, table.started_at >= period.begins, table.started_at < period.ends)
    ).all()  # fmt: skip
    began = [row[1].astimezone(period.zone) for row in rows]
    dispositions = Counter(row[4] or "not_decided" for row in rows)
    return shapes.CallFigures(
        total=len(rows),
        abandoned=dispositions["abandoned"],
        contained=sum(count for name, count in dispositions.items() if name in _CONTAINED),
        emergencies=dispositions["911"],
        asked_about_danger=_asked_about_danger(session, period),
        by_channel=_counted(row[0] for row in rows),
        by_hour=_counted(str(at.hour) for at in began),
        by_weekday=_counted(str(at.weekday()) for at in began),
        by_day=_counted(at.date().isoformat() for at in began),
        by_day_and_hour=_counted(f"{at.date()}.{at.hour}" for at in began),
        by_need=_counted(row[3] or "not_known" for row in rows),
        by_disposition=dict(dispositions),
        by_reason=_counted(row[5] for row in rows),
        by_language=_counted(row[6] for row in rows),
        transfers=_counted(row[7] for row in rows),
        helped=_counted("yes" if row[8] else "no" for row in rows if row[8] is not None),
        lasted_s=spread([(row[2] - row[1]).total_seconds() for row in rows]),
    )


def handovers(session: Session, period: Period) -> shapes.HandoverFigures:
    table = Handover
    rows = session.execute(
        select(table.created_at, table.claimed_at, table.gone_at, table.ended_at, table.reason, table.outcome).where(
            table.agency == period.agency, table.created_at >= period.begins, table.created_at < period.ends
        )
    ).all()
    in_time = [row for row in rows if not missed(row[1], row[2])]
    answered = [(claimed - made).total_seconds() for made, claimed, *_ in in_time if claimed]
    handled = [(ended - claimed).total_seconds() for _, claimed, _, ended, *_ in in_time if claimed and ended]
    return shapes.HandoverFigures(
        total=len(rows),
        taken=len(answered),
        missed=sum(missed(row[1], row[2]) for row in rows),
        again=_again(session, period),
        there_s=spread(_there(session, period)),
        answered_s=spread(answered),
        handled_s=spread(handled),
        by_reason=_counted(row[4] for row in rows),
        by_outcome=_counted(row[5] for row in rows),
        by_half_hour=_counted(_half_hour(row[0].astimezone(period.zone)) for row in rows),
    )


def cases(session: Session, period: Period) -> shapes.CaseFigures:
    mine = Case.agency == period.agency
    within = (period.begins, period.ends)
    needs = (
        select(Case.need, func.count())
        .where(mine, Case.opened_at >= within[0], Case.opened_at < within[1])
        .group_by(Case.need)
    )
    closed = select(func.count()).where(mine, Case.closed_at >= within[0], Case.closed_at < within[1])
    now = select(Case.stage, func.count()).where(mine, Case.closed_at.is_(None)).group_by(Case.stage)
    by_need = dict(session.execute(needs).all())
    return shapes.CaseFigures(
        opened=sum(by_need.values()),
        closed=session.scalar(closed) or 0,
        by_need=by_need,
        open_now=dict(session.execute(now).all()),
        stage_hours=_stage_hours(session, period),
    )


def messages(session: Session, period: Period) -> shapes.MessageFigures:
    table = Notification
    rows = session.execute(
        select(table.channel, table.state, func.count())
        .where(table.agency == period.agency, table.created_at >= period.begins, table.created_at < period.ends)
        .group_by(table.channel, table.state)
    ).all()
    by_state: Counter[str] = Counter()
    by_channel: dict[str, dict[str, int]] = {}
    for channel, state, count in rows:
        by_state[state] += count
        by_channel.setdefault(channel, {})[state] = count
    return shapes.MessageFigures(total=sum(by_state.values()), by_state=dict(by_state), by_channel=by_channel)


def spread(values: Sequence[float]) -> shapes.Spread:
    """Median and ninth decile by nearest rank: each is a value that was there."""
    if not values:
        return shapes.Spread(count=0)
    ordered = sorted(values)
    ranks = (math.ceil(share * len(ordered)) - 1 for share in (0.5, 0.9))
    median, nine = (round(ordered[rank], 1) for rank in ranks)
    return shapes.Spread(count=len(ordered), median=median, nine_of_ten=nine)


def _stage_hours(session: Session, period: Period) -> dict[str, shapes.Spread]:
    """Of cases in which something happened in the period: every stage that was left in it."""
    events, case = StatusEvent, Case
    moved = select(events.case_id).join(case).where(
        case.agency == period.agency, events.at >= period.begins, events.at < period.ends
    )  # fmt: skip
    rows = session.execute(
        select(events.case_id, events.stage, events.at)
        .where(events.case_id.in_(moved))
        .order_by(events.case_id, events.at, events.id)
    ).all()
    hours: dict[str, list[float]] = {}
    for (one, stage, came), (other, _, left) in pairwise(rows):
        if one == other and period.begins <= left < period.ends:
            hours.setdefault(stage, []).append((left - came).total_seconds() / 3600)
    return {stage: spread(each) for stage, each in hours.items()}


def _asked_about_danger(session: Session, period: Period) -> int:
    turn, record = LoggedTurn, CallRecord
    asked = (
        select(func.count(turn.call_id.distinct()))
        .join(record, record.call_id == turn.call_id)
        .where(record.agency == period.agency, record.started_at >= period.begins, record.started_at < period.ends)
        .where(turn.understood["danger"]["ask"].as_boolean())
    )
    return session.scalar(asked) or 0


def _there(session: Session, period: Period) -> list[float]:
    rows = session.execute(
        select(CallRecord.started_at, Handover.created_at)
        .join(CallRecord, CallRecord.call_id == Handover.call_id)
        .where(Handover.agency == period.agency, CallRecord.agency == period.agency)
        .where(Handover.created_at >= period.begins, Handover.created_at < period.ends)
    ).all()
    return [(made - began).total_seconds() for began, made in rows if made >= began]


def _again(session: Session, period: Period) -> int:
    """Hand-overs of the period with an earlier one about the same, at the same place, not of the same call."""
    table = Handover
    since = (
        max(period.begins, datetime.min.replace(tzinfo=period.begins.tzinfo) + AGAIN) - AGAIN
    )  # of any year that can be asked for
    rows = session.execute(
        select(table.created_at, table.call_id, table.need, WHERE)
        .where(table.agency == period.agency, table.created_at >= since, table.created_at < period.ends)
        .order_by(table.created_at)
    ).all()
    last: dict[tuple[str, str], tuple[datetime, str]] = {}
    count = 0
    for at, call, need, where in rows:
        if not need or (key := same_place(where)) is None:
            continue
        before = last.get((need, key))
        if before is not None and at >= period.begins and before[1] != call and at - before[0] <= AGAIN:
            count += 1
        last[(need, key)] = (at, call)
    return count


def _counted(names: Iterable[str | None]) -> dict[str, int]:
    return dict(Counter(name for name in names if name))


def _half_hour(at: datetime) -> str:
    return f"{at.weekday()}.{at.hour * 2 + at.minute // 30}"
